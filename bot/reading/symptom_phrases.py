"""What people write when they see one symptom: (weight, pattern) on normal wording."""

from __future__ import annotations

from bot.reading.mechanism_phrases import Phrase

_SLOT = r"(?:slots?|limits?|leases?|concurrency|tokens?)"

SYMPTOM_PHRASES: dict[str, tuple[Phrase, ...]] = {
    "runs_late_pending": (
        (4, r"(?:runs?|flows?|jobs?|tasks?|everything|all|deployments?|they|it)\b[^.?]{0,60}\b(?:late|stuck|pending|not picked up|never (?:start|pick|launch|run)|not start|will not start|waiting)\b"),
        (4, r"(?:stuck|stay|stays|sitting|sits|remain|remains|hang|hangs|left) (?:in|on|at|as|in the) [\"'`]?(?:late|pending|scheduled)\b|hours? late"),
        (3, r"\blate (?:state|runs?|flow)|\bpending\b|piling up|backlog|accumulat|trickl|unhealthy|not (?:being )?picked up|scheduled forever|no upcoming"),
        (3, r"(?:so|too|very|this) (?:long|slow) (?:to|before) (?:start|run|begin)|takes? (?:so |very |too )?(?:long|ages|forever|minutes|hours)[^.?]{0,30}start|(?:why|what)[^.?]{0,60}(?:not (?:start|run)|waiting|late|pending|block(?:ed|ing|s))"),
        (2, r"late\b|not launched|never launched|not starting|delayed"),
    ),
    "awaiting_slot_stuck": (
        (4.5, r"(?:stuck|remain|stays?|sits?|sitting|forever|never (?:leaves?|start|go))[^.?]{0,60}awaiting ?concurrency ?slot|awaiting ?concurrency ?slot[^.?]{0,60}(?:forever|stuck|never|for (?:hours|days)|indefinite)"),
        (3.5, r"awaiting ?concurrency ?slot"),
    ),
    "slow_acquisition": (
        (5, r"(?:30|thirty|\d+)[- ]?(?:s|sec|second)s?[^.?]{0,50}(?:delay|wait|gap|before|between|retry|interval|hard ?coded)|(?:wait|delay|every|gap|interval)s?[^.?]{0,40}(?:30|thirty) ?s(?:ec|econds)?\b"),
        (6, r"(?:slot|limit)s?\b[^.?]{0,60}\b(?:is|are|being|becomes?|was|were)? ?(?:demonstrably )?(?:free|available|idle)\b[^.?]{0,80}(?:wait|late|start|minutes|slow|still|delay)|(?:wait|late|minutes|slow|still|delay|awaiting)[^.?]{0,80}(?:slot|limit)s?[^.?]{0,30}\b(?:free|available)\b"),
        (5, r"(?:next|following) (?:one|run|task|flow|job)s?\b[^.?]{0,60}(?:minutes|seconds|late|wait|stay|start|delay|idle)|after[^.?]{0,60}(?:finish|complet|frees?)[^.?]{0,60}(?:minutes|seconds|gap|delay)|idle (?:for|between|time)|\bgaps?\b"),
        (3, r"\bslow(?:down|er|ly|s)?\b|retry-after|polling interval|overhead|performance|takes? at least"),
    ),
    "starvation_ordering": (
        (6, r"starv|\bfifo\b|\bin order\b|ordering|arbitrary order|oldest|first[- ]come|fair(?:ness|ly)?\b|never (?:get|gets|got) (?:a |their |its )?(?:turn|slot|chance)|round[- ]robin|out of order"),
        (4, r"priorit(?:y|ies|ise|ize)\b[^.?]{0,60}(?:ignored|not|first|never|low)|low[- ]priority|hogs?\b|monopoli"),
    ),
    "deadlock": (
        (7, r"dead ?lock|waiting (?:for|on) each other|wait for each other|bunch of futures|mutual"),
        (4, r"\bhangs?\b|hanging|never finish|nothing happens|freez|frozen|never complete|gets? stuck in a loop|waits? (?:for )?ever|blocks? forever"),
        (4, r"(?:parent|subflow|child|nested|run_deployment)[^.?]{0,100}(?:stuck|wait|hang|block|never|slot)|nested[^.?]{0,40}concurrency"),
    ),
    "slots_stuck": (
        (6, rf"{_SLOT}[^.?]{{0,80}}(?:not|never|n't|without|fail(?:s|ed)? to)(?: being| been| be| get| getting| properly| always| correctly)* (?:free|release|clear|decrement|return|given|go)|(?:not|never|fail(?:s|ed)? to|do not|does not) (?:be |being |get |properly |always |correctly )*(?:free|release|clear|decrement|return)\w* [^.?]{{0,50}}{_SLOT}"),
        (6, rf"(?:leak|orphan|zombie|dangling|stale|stuck|phantom|ghost|occupied|leftover)\w*[^.?]{{0,50}}{_SLOT}|{_SLOT}[^.?]{{0,60}}(?:leak|orphan|zombie|dangling|stale|stuck|occupied|phantom|still (?:held|taken|used|occupied|active)|stay(?:s|ed)? (?:taken|held|used|at|full)|remain)"),
        (5, rf"(?:held|holds?|holding|occup(?:y|ies|ied)|taken|take up|keeps?)[^.?]{{0,50}}{_SLOT}[^.?]{{0,60}}(?:cancel|crash|dead|kill|finish|complete|nothing|no run|deleted|gone|even)|(?:cancel|crash|dead|kill|finish|complet|delet|nothing (?:is )?running)\w*[^.?]{{0,80}}(?:still |keeps? )?(?:held|hold|holding|occup|taken|active slot|counts?\b|full|slot)"),
        (5, r"active[-_ ]slots?[^.?]{0,60}(?:stay|stuck|never|remain|still|not|list|full|even)|reset[^.?]{0,40}(?:limit|slot|concurren)|(?:clear|free|release)[^.?]{0,30}(?:slots?|limits?)\b|only way[^.?]{0,60}(?:delete|recreate|reset)"),
        (3, r"nothing (?:is |else )?(?:actually )?running[^.?]{0,60}(?:full|limit|slot)|(?:full|limit|slot)s?[^.?]{0,60}nothing (?:is )?running|stuck in (?:cancelling|running)|zombie|cancelling"),
    ),
    "visibility": (
        (7, r"who (?:is |has |are |currently )*(?:hold|tak|us|occup|block|own|get|keep)|which (?:run|task|flow|limit|deployment)s?[^.?]{0,50}(?:hold|tak|occup|using|uses|block)\w*|what(?:'s| is| are|)? (?:currently |even )?(?:hold|tak|occup|using|uses|block)\w*[^.?]{0,40}(?:slot|limit|concurren)|holder"),
        (5, r"(?:see|view|show|list|display|find out|tell|know|monitor|visib|inspect|metric|dashboard|feedback|observ|expose|warning)\w*[^.?]{0,60}(?:slot|concurrency|limit|holding|delayed|waiting|blocked|queued)"),
        (4, r"(?:in|on|from) the ui\b|no (?:feedback|indication|log|message|way to (?:see|tell|know))|how many slots|slots? (?:in use|used|taken)|visib|understand why"),
    ),
    "limit_not_enforced": (
        (7, r"not (?:being )?(?:respect|enforce|honou?r|appl(?:y|ied)|obey|work|limit|throttl|block|tak(?:e|en|ing) effect)\w*|ignor(?:e|es|ed|ing)\b|violat|exceed(?:s|ed|ing)?\b|bypass|under-enforced|over-?alloc|erratic|silently"),
        (6, r"(?:more|greater) than (?:the |\d+ |one |my |two )[^.?]{0,50}(?:run|limit|start|at once|concurren|slot)|(?:both|two|three|2|3|all|\d\d+)[^.?]{0,50}(?:start(?:ed|s)?|ran|run|running|execut\w+)[^.?]{0,30}(?:same time|simultaneous|at once|together|despite|although|even though|parallel)"),
        (6, r"(?:despite|even though|although|even with|though)[^.?]{0,60}(?:limit|concurrency)|(?:limit|concurrency)[^.?]{0,60}(?:no effect|does nothing|not effective|anyway|as if)|still (?:start|run|launch)\w*[^.?]{0,40}(?:parallel|simultaneous|at once|same time|concurrent|all)"),
        (4, r"do(?:es)? not exist - skipping|no cap\b|uncapped|unlimited|started \d+ |starts? (?:two|both|all|multiple|several)|twice|duplicate"),
    ),
    "lease_renewal_failed": (
        (9, r"lease renewal|renew(?:al|ing|ed)?[^.?]{0,40}lease|lease[^.?]{0,60}(?:renew|expire|lost|fail|not found|revoked)|(?:lost|losing|loses?) (?:the |its |their )?lease"),
        (6, r"prevent over-allocation|slots are no longer reserved|410 gone|\blease\b[^.?]{0,60}\b(?:410|404)\b|in[- ]memory[^.?]{0,40}lease|lease storage"),
        (3, r"\bleases?\b|cancelled by the runtime environment|randomly crash"),
    ),
    "crash_on_limit": (
        (5, r"(?:run|flow|task|worker|agent)s? [^.?]{0,40}(?:crash|fail|die|exit)\w*[^.?]{0,80}(?:limit|slot|concurren)|(?:limit|slot|concurren)[^.?]{0,60}(?:crash(?:es|ed)?|fails?|failed|abort)\b"),
        (6, r"slots requested is greater|concurrencyslotacquisition|acquireconcurrencyslottimeout|concurrency limit reached|timed out[^.?]{0,40}acquir|cancelled[^.?]{0,60}(?:slot|limit|cancel_new)|slot lost|must be created before"),
        (4, r"(?:every|all|each|new)[^.?]{0,30}(?:runs?|flows?) (?:is|are|gets?|get|being) (?:cancelled|aborted|failed|crashed)|typeerror"),
    ),
    "api_error": (
        (6, r"\b(?:405|409|422|429|500|502|503|504)\b|method not allowed|internal server error|unprocessable|too many requests|service unavailable|http error|validation error"),
        (4, r"api (?:returns?|answers?|gives?|error|responds?|rate limit)|rate limit(?:s|ed)? (?:by|from|on|of)? ?(?:the )?(?:prefect )?(?:cloud|api)|database is locked|(?:returns?|raises?|gives?|throws?|get) (?:me )?an? (?:\w+ )?(?:error|exception)"),
    ),
    "how_to_configure": (
        (6, r"how (?:do|can|could|should|would|to|might) ?(?:i|we|you|one|u)?\b[^.?]{0,80}(?:limit|set|configure|concurren|restrict|cap|prevent|ensure|make|run|create|update|manage|use|do|avoid|throttle|control|specify|add|pass|define)|way to (?:limit|set|configure|restrict|prevent|ensure|cap|control|only|run|do|make|specify|share)"),
        (5, r"(?:i|we) (?:want|need|would like|'d like|wish|must|am trying|are trying|have to|was hoping) (?:to |ensure |only )?[^.?]{0,60}(?:limit|only|ensure|one|at most|prevent|restrict|cap|throttle|control|max|concurren|fail|skip|run)|which (?:\w+ )?should (?:i|we)|(?:is|would) (?:it|there) (?:be )?(?:possible|a way|an option|any way|a task arg|some way)|what(?:'s| is) the (?:best|right|recommended|proper|correct)[^.?]{0,30}(?:way|approach|mechanism)?"),
        (4, r"(?:can|could) (?:i|we|you) (?:set|limit|configure|use|restrict|specify|add|cap|ensure|create|make|have|only|run|update|control)|(?:would be|it'd be) (?:great|nice|useful|helpful|good)|feature request|(?:add|support|allow|provide|expose)\w* (?:an? |the |for |to |option|setting|users)|please add|should be (?:able|possible|configurable)|configurable|not possible to|no way to (?:set|limit|specify|configure)"),
        (2, r"configure|set up|setup|example|\bcli\b|terraform|helm|prefect\.yaml"),
    ),
    "semantics_question": (
        (6, r"what (?:does|do|is|are|happens|would|will|exactly|kind)(?:'s)?\b[^.?]{0,80}(?:mean|difference|default|happen|limit|slot|strategy|concurren|decay|lease|do\b|tag|queue|enqueue|pool)|difference between|what's the (?:difference|default|meaning)"),
        (5, r"how (?:does|do|is|are) (?:the |a |prefect |tag |task |deployment |slot |lease |it |this |these |active |global |work |worker )[^.?]{0,80}(?:work|behave|count|interact|relate|calculated|handled|applied|differ|affect)|(?:does|do|is|are|will|would|can) (?:the |a |an |this |that |it |setting |tag |global |deployment |prefect |limits? )[^.?]{0,90}(?:count|mean|apply|include|affect|also|per |share|retries|respect|wait|hold|take|release|queued?|skipp)[^.?]{0,60}\?"),
        (5, r"do (?:overlapping|the|they|runs|new|waiting|paused|retries|subflows)[^.?]{0,60}(?:queue|skip|count|hold|wait|share)|(?:explain|clarif|understand(?:ing)?|confus|docs? (?:say|state|mention)|documentation|meaning of|my understanding|afaict|should i specify|vs\.?\b|or on the)"),
        (3, r"\bwhat is\b|\bwhat are\b|expected behaviou?r|by design|correct that|am i right|is this (?:expected|correct|intended|normal)|does (?:it|that|this) (?:mean|count)"),
    ),
    "worker_limit_stuck": (
        (8, r"flow run limit reached|limit(?:er)? (?:slot|token)s?[^.?]{0,40}(?:not|never|leak|double)|capacity ?limiter|borrower"),
        (5, r"(?:worker|agent)s?\b[^.?]{0,120}(?:stale|stuck|stops? (?:pick|poll|submit)|no longer (?:pick|submit|poll)|not pick|concurrency count|buggy|limit reached|does not (?:pick|start|take))|aborted submission|stale agent"),
    ),
}

"""How people ask, when nothing is broken."""

from __future__ import annotations

from bot.reading.phrases import Phrase

QUESTIONS: dict[str, tuple[Phrase, ...]] = {
    "visibility": (
        (
            7,
            (
                r"who (?:is |has |are |currently )*(?:hold|tak|us|occup|block|own|get|keep)|which (?:run"
                r"|task|flow|limit|deployment)s?[^.?]{0,50}(?:hold|tak|occup|using|uses|block)\w*"
                r"|what(?:'s| is| are|)? (?:currently |even )?(?:hold|tak|occup|using|uses"
                r"|block)\w*[^.?]{0,40}(?:slot|limit|concurren)|holder"
            ),
        ),
        (
            5,
            (
                r"(?:see|view|show|list|display|find out|tell|know|monitor|visib|inspect|metric|dashboard"
                r"|feedback|observ|expose|warning)\w*[^.?]{0,60}(?:slot|concurrency|limit|holding|delayed"
                r"|waiting|blocked|queued)"
            ),
        ),
        (
            4,
            (
                r"(?:in|on|from) the ui\b|no (?:feedback|indication|log|message|way to (?:see|tell|know))"
                r"|(?:easy|any) way to (?:see|tell|know)|\btab\b|how many (?:\w+ ){0,2}slots"
                r"|slots? (?:in use|used|taken)|visib|understand why"
            ),
        ),
    ),
    "how_to_configure": (
        (3, r"^\W*(?:@\w+ )?(?:please )?(?:cap|restrict|throttle|allow|ensure|set)\b"),
        # "Limit uploads" is a wish; "limit uploads is full" and "limit db-write" are none.
        (
            3,
            (
                r"^\W*(?:@\w+ )?(?:please )?limit\b(?! \S{0,60}[-_:/]\S{0,60}\W{0,9}$)"
                r"(?! (?:erreicht|voll|atteint|plein|alcanz|llen))"
                r"(?! \S{1,60} (?:is|are|was|has|shows?|says?|stays?|keeps?|reads?|does|full|stuck|at"
                r"|\d{1,6} ?(?:/|of))\b)"
            ),
        ),
        (
            3,
            (
                r"^\W*(?:@\w+ )?(?:please )?(?:create|define|set up|make|configure|give me)\b[^.?]{0,60}"
                r"\blimit"
            ),
        ),
        (
            5,
            (
                r"^\W*(?:@\w+ )?(?:please )?(?:remove|delete|clear|unset|drop|lift|disable|re-?enable|change"
                r"|raise|increase|lower|reduce|decrease|bump|update|adjust)\b[^.?\n]{0,60}\b(?:limits?|gcls?)\b"
            ),
        ),
        (3, r"^\W*(?:@\w+ )?(?:max(?:imum)?(?: of)?|at most|only|no more than|up to) \d{1,6}\b"),
        (4, r"\bhow(?: to(?: do (?:that|this|it))?| do i do (?:that|this|it))?\W*$"),
        (
            4,
            r"\bso (?:that )?(?:only|at most|no more than|just|max(?:imum)?|never more than|not more than)\b",
        ),
        (
            3,
            (
                r"^\W*(?:@\w+ )?(?:hi|hello|hey)?\W*how (?:do|can|could|should|to|would)\b"
                r"|^\W*(?:@\w+ )?(?:what is the best way|can (?:i|we) (?:set|limit|use|make))"
            ),
        ),
        (
            6,
            (
                r"how (?:do|can|could|should|would|to|might) ?(?:i|we|you|one|u)?\b[^.?]{0,80}(?:limit|set"
                r"|configure|concurren|restrict|cap|prevent|ensure|make|run|create|update|manage|use|do"
                r"|avoid|throttle|control|specify|add|pass|define)|way to (?:limit|set|configure|restrict"
                r"|prevent|ensure|cap|control|only|run|do|make|specify|share)"
            ),
        ),
        (
            5,
            (
                r"(?:i|we) (?:want|need|would like|'d like|wish|must|am trying|are trying|have to"
                r"|was hoping) (?:to |ensure |only )?[^.?]{0,60}(?:limit|only|ensure|one|at most|prevent"
                r"|restrict|cap|throttle|control|max|concurren|fail|skip|run)|which (?:\w+ )?should (?:i"
                r"|we)|(?:is|would) (?:it|there) (?:be )?(?:possible|a way|an option|any way|a task arg"
                r"|some way)|what(?:'s| is) the (?:best|right|recommended|proper|correct)[^.?]{0,30}(?:way"
                r"|approach|mechanism)?"
            ),
        ),
        (
            4,
            (
                r"(?:can|could) (?:i|we|you) (?:set|limit|configure|use|restrict|specify|add|cap|ensure"
                r"|create|make|have|only|run|update|control)|(?:would be|it'd be) (?:great|nice|useful"
                r"|helpful|good)|feature request|(?:add|support|allow|provide|expose)\w* (?:an? |the |for "
                r"|to |option|setting|users)|please add|should be (?:able|possible|configurable)"
                r"|configurable|not possible to|no way to (?:set|limit|specify|configure)"
            ),
        ),
        (2, r"configure|set up|setup|example|\bcli\b|terraform|helm|prefect\.yaml"),
    ),
    "semantics_question": (
        (3, r"^\W*(?:@\w+ )?(?:hi|hello|hey)?\W*(?:what (?:does|is|are|happens|do)|what's|does|do|is|are)\b"),
        (
            6,
            (
                r"what (?:does|do|is|are|happens|would|will|exactly|kind)(?:'s)?\b[^.?]{0,80}(?:mean"
                r"|difference|default|happen|limit|slot|strategy|concurren|decay|lease|do\b|tag|queue"
                r"|enqueue|pool)|difference between|what's the (?:difference|default|meaning)"
            ),
        ),
        (
            5,
            (
                r"how (?:does|do|is|are) (?:the |a |prefect |tag |task |deployment |slot |lease |it |this "
                r"|these |active |global |work |worker )[^.?]{0,80}(?:work|behave|count|interact|relate"
                r"|calculated|handled|applied|differ|affect)|(?:does|do|is|are|will|would|can) (?:the |a "
                r"|an |this |that |it |setting |tag |global |deployment |prefect "
                r"|limits? )[^.?]{0,90}(?:count|mean|apply|include|affect|also|per |share|retries|respect"
                r"|wait|hold|take|release|queued?|skipp)[^.?]{0,60}\?"
            ),
        ),
        (
            5,
            (
                r"do (?:overlapping|the|they|runs|new|waiting|paused|retries|subflows)[^.?]{0,60}(?:queue"
                r"|skip|count|hold|wait|share)|(?:explain|clarif|understand(?:ing)?|confus|docs? (?:say"
                r"|state|mention)|documentation|meaning of|my understanding|afaict|should i specify"
                r"|vs\.?\b|or on the)"
            ),
        ),
        (
            3,
            (
                r"\bwhat is\b|\bwhat are\b|expected behaviou?r|by design|correct that|am i right"
                r"|is this (?:expected|correct|intended|normal)|does (?:it|that|this) (?:mean|count)"
            ),
        ),
    ),
}

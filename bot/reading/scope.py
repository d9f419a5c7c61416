"""Whether a message is about concurrency limits at all, or about runs that wait."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.mechanism_phrases import Phrase

IN_SCOPE_FROM = 3.0

# Weights add up; each phrase counts once, however often it stands there.
SCOPE_PHRASES: tuple[Phrase, ...] = (
    (5, r"concurren\w*[- _]*(?:limit|slot|lease|control|setting|option|context|value|key|group)|limit\w*[^.?]{0,40}\bconcurren"),
    (5, r"lease renew|renew\w* [^.?]{0,20}lease|lease storage|awaiting ?concurrency ?slot|cancel[-_ ]new|collision[-_ ]strateg|slot decay|rate_limit\("),
    (4, r"global concurrency|(?:task|flow|tag|deployment|run|pool|queue|worker|agent|slot)s?(?: run)? (?:level )?concurrency|concurrency\(|prefect\.concurrency|\bgcls?\b"),
    (4, r"\b(?:active |limiter |concurrency |limit )slots?\b|slots?\b[^.?]{0,40}(?:release|free|held|hold|taken|stuck|leak|occupied|full)|(?:release|free|hold|taken?|stuck|leak|occup)\w*[^.?]{0,40}\bslots?\b"),
    (4, r"(?:tag|pool|queue|deployment|worker|agent|runner|flow run|task run|process)s?(?:'s)? (?:run )?limits?\b|--limit\b|flow run limit|limits? (?:on|of|for) (?:a |an |the |my |our |each |per )?(?:tag|task|flow|work pool|work queue|deployment|worker|agent|queue|pool)"),
    (4, r"(?:limit|cap|restrict|maximum|max|only|most|prevent|ensure|throttle|no more than|too many|more than)\w*[^.?]{0,80}(?:at (?:once|a time|the same time)|simultaneous\w*|in parallel|concurrent\w*|overlap\w*|per (?:worker|agent|node|second|minute))"),
    (4, r"one at a time|max_active_runs|overlapp|singleton|previous run|(?:already|still) running|(?:run|runs|flows|tasks) (?:start\w* |run\w* )?(?:at the same time|simultaneous|twice)"),
    (4, r"\b(?:runs?|flows?|tasks?|jobs?|deployments?|everything|work|they)\b[^.?]{0,80}\b(?:late|stuck|pending|waiting|hang\w*|not picked up|never (?:start|run|leave|execut|launch)\w*|not (?:start|launch)\w*|blocked|queued|piling|accumulat\w*|backlog)\b"),
    (4, r"(?:late|stuck|pending|unhealthy|blocked)\b[^.?]{0,50}\b(?:runs?|flows?|tasks?|jobs?|deployments?|queue|state|status|pool|cancelling)\b|late runs|pending state"),
    (4, r"(?:long|slow|forever|delay|minutes|hours)[^.?]{0,50}(?:to start|before (?:it |they |the |my )?(?:run |runs |flow )?start|to begin|to be picked|for a slot)"),
    (4, r"dead ?lock|starv|who (?:is |has )?(?:hold|tak|block|occup)|max[-_ ]workers"),
    (3, r"decay|semaphore|mutex|\bthrottl|rate limit(?:er|ing)?\b|\b429\b|too many requests|priorit\w*[^.?]{0,30}queue|queue[^.?]{0,30}priorit"),
    (3, r"zombie|cancelling|randomly crash|not (?:always )?(?:released|respected|enforced)|resource lock|stale (?:agent|worker)|default (?:limit|max)"),
    (3, r"(?:agents?|workers?|runner)\b[^.?]{0,60}(?:stale|too many|as many|at once|started \d|simultaneous|limit)|(?:all|\d\d+) (?:at once|runs? at|flow runs? start|tasks? at)|huge number|(?:number|amount) of (?:flow|task|parallel|running|concurrent|submitted)"),
    (2, r"\bconcurren\w*|\bslots?\b|\blimits?\b|\blate\b|\bpending\b|in parallel|\bparallel|\boverload|\bhangs?\b"),
    (1, r"prefect|flow runs?|task runs?|work pool|work queue|deployment"),
)

# What looks like it and is something else.
AGAINST_PHRASES: tuple[Phrase, ...] = (
    (4, r"\bcach(?:e|es|ed|ing)\b[^.?]{0,60}(?:task|result|key|policy|hit|expir|refresh)|cache[-_ ](?:key|polic|expir)|result persist|cache_key_fn"),
    (4, r"\bcron\b|how (?:do|can|to|should)[^.?]{0,40}schedul\w*|rrule|schedules? (?:in|with|for|every|at|not show)|time ?zone|daylight"),
    (5, r"out of memory|\boom(?:killed)?\b|memory (?:usage|leak|limit|error|and cpu)|cpu (?:and|or) memory|memory requests"),
    (5, r"docker (?:build|image|compose|push)|dockerfile|build (?:the |my |an? )?image|pip install|requirements\.txt|poetry"),
    (5, r"(?:github|openai|snowflake|bigquery|stripe|slack|azure|aws|s3|dynamodb|salesforce|anthropic|twitter|google)(?:'s)? (?:api )?(?:rate )?(?:limit|throttl|quota)"),
    (5, r"(?:run|execute|start|make|launch|call)\w* [^.?]{0,50}(?:concurrently|in parallel|asynchronously)|faster|parallelis|parallelize|speed up"),
    (4, r"(?:create|write|make|give me)[^.?]{0,20}(?:presentation|poem|summary|tutorial|slides|story|joke)|recommended (?:amount|size|hardware)|better practi[sc]e"),
    (4, r"event loop is closed|import ?error|module ?not ?found|syntax ?error|attribute ?error|certificate|ssl|proxy|login|permission denied|unauthorized|\b401\b"),
    (4, r"\bblocks?\b (?:types?|document|registr)|secret block|webhook|automation|notification|variables?\b|artifact|logging (?:config|level)|retriev\w* logs|api key|service account|sso|rbac|pricing|invoice"),
    (3, r"database (?:slot|replication)|replication slot|kafka|pg_|file lock|rental|apartment|dhcp|car lease|time slot|parking"),
)

# With these words a limit is really meant, whatever else the message holds.
_CERTAIN = re.compile(
    r"concurren\w*[-_ ]*(?:limit|slot|lease)|limit\w* [^.?]{0,20}concurren|lease renew|awaiting ?concurrency|slots? [^.?]{0,30}(?:release|held|stuck|leak)|"
    r"\b(?:tag|deployment|work pool|work queue|worker)s? limit|cancel_new|slot decay|--limit|rate_limit\("
)
_INTERNAL = re.compile(r"prefect[/\\._]+_internal[/\\.]+concurrency[\w/\\.]*|site-packages[\w/\\.-]*")
_SMALL_TALK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|ah|great|perfect|cool|nice|awesome|super|wow|good|hi|hello|hey|yo|thanks?|thx|ty|cheers|"
    r"thank you|you|too|so|very|much|a lot|lots|there|bot|all|everyone|team|morning|afternoon|evening|good bye|bye|"
    r"got it|sounds good|that (?:helped|helps|worked|works|did it|fixed it)|it (?:works|worked)(?: now)?|will do|"
    r"how are you(?: doing)?|who are you|what are you|are you (?:a bot|there|alive)|lol|haha|ping|test|testing|yes|no|yep|"
    r"nope|sure|fine|for (?:the|your) help|danke|merci|gracias|again|indeed|now|see you|have a nice day|the|help)\b[\s\W]*){1,12}$"
)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _sum(phrases: tuple[Phrase, ...], wording: str) -> float:
    return sum(weight for weight, pattern in phrases if _compiled(pattern).search(wording))


def without_internal_paths(text: str) -> str:
    """Drop the paths of Prefect's own modules: every traceback of it holds the word concurrency."""
    return _INTERNAL.sub(" ", text)


def is_small_talk(wording: str) -> bool:
    """Tell whether the message is only a greeting, thanks or the like."""
    return len(wording) <= 160 and _SMALL_TALK.match(wording) is not None


def is_in_scope(wording: str) -> bool:
    """Tell whether normal wording is about a limit, or about runs that wait."""
    score = _sum(SCOPE_PHRASES, wording)
    if score < IN_SCOPE_FROM:
        return False
    if _CERTAIN.search(wording):
        return True
    return score - _sum(AGAINST_PHRASES, wording) >= IN_SCOPE_FROM

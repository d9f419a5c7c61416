"""What speaks for and against a text by the ideas that meet in one of its sentences."""

from __future__ import annotations

import re

from bot.reading.concepts import concepts_of
from bot.reading.phrases import Phrase, weigh

_RUNS = frozenset({"run", "task", "deployment", "worker", "machine", "threads"})
_LIMITS = frozenset({"limit", "concurrency"})
_LIMITED = frozenset({"tag", "pool", "queue", "deployment", "worker", "run", "task", "threads"})
_WAITING = frozenset({"run", "task", "pool", "queue", "deployment"})
_FULL = frozenset({"full", "who", "kept"})

# A sentence counts when it has an idea of each group; each rule counts once.
_TOGETHER: tuple[tuple[float, tuple[frozenset[str], ...]], ...] = (
    (3, (frozenset({"few"}), frozenset({"at_once"}))),
    (3, (frozenset({"few"}), _RUNS)),
    (3, (_LIMITS, frozenset({"at_once"}), _RUNS)),
    (2, (_LIMITS, _LIMITED)),
    (
        3,
        (frozenset({"rate"}), frozenset({"calls", "run", "task"}), frozenset({"limit", "run", "few", "how"})),
    ),
    (2, (_WAITING, frozenset({"wait"}))),
    (2, (_WAITING | {"worker"}, frozenset({"no_start"}))),
    (3, (frozenset({"run", "task", "threads", "code"}), frozenset({"hang"}))),
    (3, (frozenset({"slot"}), _FULL | {"run", "task", "concurrency", "see"})),
    (4, (frozenset({"lock"}), frozenset({"run", "task", "who", "see", "code"}))),
    (2, (frozenset({"at_once"}), frozenset({"run", "task"}), frozenset({"ignored", "limit"}))),
    (3, (frozenset({"pool", "queue"}), _FULL)),
    (4, (_LIMITED | {"limit"}, frozenset({"full"}), frozenset({"gone"}))),
    (3, (frozenset({"threads"}), frozenset({"limit", "few", "hang", "wait"}))),
    (2, (frozenset({"worker"}), frozenset({"full", "limit", "few"}))),
    (2, (frozenset({"gap"}), frozenset({"run", "task"}))),
    (3, (frozenset({"lock"}), frozenset({"wait", "gap", "full", "how", "hang", "kept"}))),
    (2, (frozenset({"limit"}), frozenset({"ignored", "full", "kept"}))),
    (2, (frozenset({"concurrency"}), frozenset({"what", "how", "see", "kept", "full", "ignored"}))),
    (2, (frozenset({"order"}), frozenset({"queue", "slot", "run"}), frozenset({"wait", "queue", "slot"}))),
    (3, (frozenset({"rate"}), frozenset({"calls"}))),
    (2, (frozenset({"lease"}), frozenset({"crash", "run", "task", "concurrency", "slot"}))),
    (-1, (frozenset({"topic"}),)),
    (-1, (frozenset({"detail"}),)),
    (-3, (frozenset({"elsewhere"}),)),
)
# Who wants things to run at once, and says nothing of a limit or of trouble, wants more of it, not less.
_HOLDS_BACK = frozenset(
    {
        "few",
        "limit",
        "concurrency",
        "ignored",
        "no_start",
        "slot",
        "lock",
        "wait",
        "hang",
        "crash",
        "who",
        "gap",
    }
)
_LIMITING = frozenset({"few", "limit", "concurrency", "slot", "lock", "lease", "rate"})
_TROUBLE = frozenset({"wait", "no_start", "hang", "at_once", "kept", "full", "cancelling", "threads"})
_SHORT = 300  # characters; in a text so short everything is said of one thing
# A run that the API believes to run although what ran it is gone: it may hold slots.
_BELIEVED = re.compile(r"\brunning\b|\bin progress\b")
_DEAD = re.compile(
    r"\b(?:for|since) (?:\d+|several|many|some|two|three|four|five|a few) ?(?:d|days|weeks|hours)\b"
    r"|\b(?:vms?|hosts?|machines?|nodes?|pods?|containers?|instances?|ec2)\b[^.?\n]{0,40}"
    r"\b(?:deleted|terminated|rebooted|evicted|gone|killed|died|dead|lost)\b"
    r"|\b(?:power|network) (?:cut|outage|failure)|\brebooted\b|\bevicted\b|\boom\b|\bout of memory killer"
    r"|\bghosts?\b|\bzombies?\b|\bdead (?:ones|runs)\b|\bheartbeats?\b|\breality\b|\bever increasing"
)
_NOT = re.compile(
    r"\b(?:not|never|no|without|avoid|prevent|stop|forbid|instead of|too many|too much|twice|two"
    r"|both|overlap\w*"
    r"|duplicat\w*|how many|still|although|default)\b"
)

SAID: tuple[Phrase, ...] = (
    (
        5,
        (
            r"\b(?:share|sharing|total|common) (?:one |a )?budget\b|\bmore than one slot\b|\bsoft limit\b"
            r"|\bin flight\b[^.?\n]{0,30}\b(?:others?|rest)\b|\bconnections? (?:in )?total\b"
            r"|\bparallel executions?\b|\bscheduler took\b|\bcritical section\b"
        ),
    ),
    (
        6,
        (
            r"\b(?:semaphore|mutex)\b[^.?\n]{0,40}\bprefect\b|\bprefect\b[^.?\n]{0,40}\b(?:semaphore|mutex)\b"
            r"|\b(?:how long|lifetime|duration|what|default|does|do|last\w*)\b[^.?\n]{0,30}\bleases?\b"
            r"|\b(?:which|all|six|different|kinds? of|many)\b (?:of )?(?:the |these |all )?(?:\w+ )?limits\b"
        ),
    ),
    (
        5,
        (
            r"\b(?:which|what|who)\b[^.?\n]{0,30}\bblock(?:s|ing)\b|\bhow full\b|\bgrace_period_seconds\b"
            r"|\b(?:bear|stand|handle|take|manage|cope with) (?:at most |only |max |maximum )?"
            r"(?:\d{1,2}|one|two|three) (?:flows?|runs?|tasks?|jobs?)\b"
            r"|\blimit\b[^.?\n]{0,60}\b(?:never|not)\b[^.?\n]{0,15}\b(?:released|freed|given back)\b"
        ),
    ),
    (3, r"\blimits? of \d{1,6}\b|\bno cap\b|\buncapped\b|\bcan not start new thread"),
    (4, r"\benqueue\b|\bcancel_new\b|\brate_limit\b|\boccupy\b|\bslot[_ ]decay|\bgcls?\b|\bholders? of\b"),
    (4, r"task ?runner\b[^.?\n]{0,60}\b(?:max|threads|workers|set)\b|\bmax[_ ]workers\b|\bmax threads\b"),
    (
        3,
        (
            r"\b(?:flows?|runs?|tasks?|jobs?)\b[^.?\n]{0,50}\b(?:twice(?! as)|two times|a second"
            r" time|by two (?:workers|agents))"
            r"|\bduplicate (?:runs?|execution|flow)"
        ),
    ),
    (
        4,
        (
            r"\bhold(?:s|ing)?\b[^.?\n]{0,30}\bback\b|\bheld back|\bnothing (?:has|is|was) (?:been"
            r" )?(?:execut|start|run)\w*"
            r"|\bsomething block|\bblocked by\b"
        ),
    ),
    (3, r"\b(?:still (?:shows?|says?|in|is)|remains?|displayed as|shown as) running\b"),
    (
        3,
        (
            r"\b(?:start\w*|begin\w*|began|execut\w*)\b[^.?\n]{0,60}\b(?:minutes?|mins?|hours?|late|slow)\b"
            r"|\b(?:minutes?|mins?|hours?|late|slow)\b[^.?\n]{0,40}\b(?:start\w*|begin\w*|until running)\b"
            r"|\bscheduled for \d[^.?\n]{0,30}\bstarted\b"
        ),
    ),
    (3, r"\bresets?\b[^.?\n]{0,20}\b(?:concurrency|limits?|slots?)\b"),
    (
        4,
        (
            r"\bserial(?:ly|i[sz]e)\b|\bmax_active_runs|\b(?:want|should|must|only|force|strictly|each"
            r"|:)[^.?\n]{0,40}\bone (?:after|by) (?:the other|another|one)\b"
        ),
    ),
    (4, r"\b(?:avoid|prevent|not|never|no)\b[^.?\n]{0,50}\boverlap\w*|\boverlap\w*[^.?\n]{0,30}\bitself"),
    (
        4,
        (
            r"\balready (?:one|a run|an instance)\b[^.?\n]{0,30}\b(?:progress|running|active)"
            r"|\balready (?:running|in progress|active)"
        ),
    ),
    (
        4,
        (
            r"\bcancelling\b[^\n]{0,80}\b(?:keeps?|still|continues?|stays?|days|hours|forever|never"
            r"|remains?)"
            r"|\b(?:stuck|stays?|remains?|hangs?) in \W?cancelling|cancell?ation never"
            r"|cancell?ing a run does nothing"
        ),
    ),
    (
        5,
        (
            r"\bhow many (?:\w+ ){0,2}(?:tasks?|runs?|flows?|threads?|processes|jobs?)\b[^.?\n]{0,40}"
            r"\b(?:in parallel|at once|at the same time|simultaneous\w*|concurrently)"
        ),
    ),
    (
        4,
        (
            r"\btoo many (?:\w+ ){0,3}(?:at once|in parallel|simultan\w*|at the same time)"
            r"|\bflows? (?:runs? )?start at the same\b"
        ),
    ),
    (3, r"\b(?:remain|remains|stay|stays|stuck|displayed|shown) (?:in|as) running\b"),
    (
        3,
        (
            r"\b\d{1,6} ?(?:calls?|requests?|req)\b ?(?:/|per|an?|each|every) ?(?:\d{1,6} )?\w{0,6}"
            r"(?:s|sec|second|min|minute|hour|day|week)s?\b|\b(?:per|each|a)[- ](?:second|minute|hour)"
            r" (?:budget|limit)"
        ),
    ),
)
SAID_AGAINST: tuple[Phrase, ...] = (
    (8, r"\bqueue ?pool limit|\bmax_concurrency_level\b|\bprefetch_count\b|\bcancel-in-progress\b"),
    (5, r"\byarn\b|\brabbitmq\b|\bpika\b|\bcelery\b|\bkafka\b|\bgithub actions\b|\bjenkins\b"),
    (5, r"\bexponential_backoff\b|\bretry_delay\w*|\bretry_condition|\bmissingcontexterror|\bfirewall\b"),
    (8, r"\bhigher priority waiting request\b|\bgithub\b[^\n]{0,200}\bconcurrency groups?\b"),
    (6, r"\bsla\b|\bseats?\b[^.?\n]{0,30}\b(?:plan|users?)"),
    (
        5,
        (
            r"\b(?:asyncpg|sqlalchemy|postgres\w*|database)\b[^.?\n]{0,40}\b(?:time ?outs?"
            r"|communication|pool)\b"
            r"|\b(?:time ?outs?|slow)\b[^.?\n]{0,30}\b(?:asyncpg|sqlalchemy|database communication)\b"
        ),
    ),
    (10, r"\bdelay\(|\bapply_async\b|\btask\.serve\b|\bserve a task\b|\bbackground tasks?\b"),
    (
        6,
        (
            r"\bconcurrency\W{1,3}(?:empty|queue|calls|threads|primitives|services|api)\b"
            r"|\bqueue\W?empty\b|\bqueueempty\b"
        ),
    ),
    (
        9,
        (
            r"\b(?:few|couple of|\d{1,2}(?: ?(?:-|to) ?\d{1,2})?) ?s(?:ec|ecs|econds?)?\b[^.?\n]{0,40}"
            r"\b(?:delay|latency|until|instantly|immediately|to start)|\bnot [^.?\n]{0,20}\binstantly\b"
        ),
    ),
    (6, r"\bforbidden\b|\b403\b|\bunauthori[sz]ed\b|\b401\b"),
    (4, r"^\W*(?:remove|delete|rename|add|print|pass|run|start|convert|write|show me how) (?!.*\blimit)"),
    (5, r"\blimit what\b|\brestrict (?:an?|the) (?:service|user)|\bservice account|\broles?\b|\brbac\b"),
    (4, r"\bconcurrent (?:httpx|requests|users|sessions|connections|queries)|\bconcurrent\.futures"),
    (
        12,
        (
            r"\b(?:free|cloud|paid|pro|our|current) (?:plan|tier)\b[^.?\n]{0,40}\b(?:limit|how many|number)"
            r"|\b(?:limit|how many|number)\b[^.?\n]{0,40}\b(?:free|paid|pro) (?:plan|tier)\b"
        ),
    ),
    (
        6,
        (
            r"\b(?:how many|max(?:imum)?(?: number of| length| size)?|upper limit|limit (?:on|of"
            r"|for) (?:the )?"
            r"(?:number|amount|size|length))\b[^.?\n]{0,25}\b(?:tags|characters|artifacts|parameters"
            r"|deployments (?:in|can)|users|blocks|names?|description|api keys)\b"
            r"|\b(?:length|size|character|storage|file|upload|data) limits?\b"
            r"|\blimits?\b[^.?\n]{0,30}\b(?:free tier|length|file size|in size)|\bmaximum (?:length|size)"
        ),
    ),
    (8, r"\bhow (?:do|can|to|should)\b[^.?\n]{0,25}\bcancel\b"),
    (
        4,
        (
            r"\bwait for (?:the|its|a|it)\b (?:result|in\b|to return)|\breturn value|in which order are"
            r"|\bbackground tasks?\b"
        ),
    ),
    (
        3,
        (
            r"\bobjectnotfound|\bexception:|\bcan not be found|\bhow (?:do|can|could|to) (?:i |we"
            r" )?(?:\w+ )?(?:stop|remove|delete|rename|reduce|print|add)\b"
        ),
    ),
    (
        3,
        (
            r"\b(?:reduce|shorten|improve) [^.?\n]{0,20}(?:start-?up|latency|cold)|\bkept warm|\bcold"
            r" start|\boverhead\b"
        ),
    ),
    (4, r"\bdifference between (?:an? |the )?(?:agent|thread|process)"),
    (4, r"^\W*file \"|coroutine '|\btimeouterror\b|connecterror|\btype \"?\w+\"? not found"),
)


def weigh_ideas(wording: str) -> float:
    """Return how much the ideas and their wordings speak for a text about limits."""
    sentences = [frozenset(ideas) for ideas in concepts_of(wording)]
    everything = frozenset().union(*sentences)
    if len(wording) <= _SHORT:
        sentences.append(everything)
    score = sum(
        weight
        for weight, groups in _TOGETHER
        if any(all(ideas & group for group in groups) for ideas in sentences)
    )
    if "crash" in everything and not everything & (_LIMITING | _TROUBLE):
        score -= 4
    if "topic" in everything and not everything & _LIMITING:
        score -= 3
    if any("more" in ideas and not ideas & _HOLDS_BACK for ideas in sentences):
        score -= 6
    if any("at_once" in ideas and not ideas & _HOLDS_BACK for ideas in sentences) and not _NOT.search(
        wording
    ):
        score -= 5
    if any("quota" in ideas and not ideas & {"rate", "slot"} for ideas in sentences):
        score -= 2
    if _BELIEVED.search(wording) and _DEAD.search(wording):
        score += 8
    return score + weigh(SAID, wording) - weigh(SAID_AGAINST, wording)

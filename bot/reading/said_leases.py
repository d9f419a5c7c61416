"""How people say where leases are kept, and what happened when one was lost."""

from __future__ import annotations

import re

_NOT_OF_THE_API = (
    r"(?! (?:of|for|with|(?:that |which )?(?:runs?|running|hosts?|hosting|doing)) "
    r"(?:(?:the|our|my|each|every) )?(?:\w+ )?(?:workers?|agents?|flows?|jobs?|postgres|redis)\b)"
)
# "Our worker pods got rescheduled and the container restarted": no restart of the API.
_OF_WORKERS = re.compile(
    r"(?i)\b(?:workers?|agents?|flow(?: ?run)?s?|jobs?|tasks?|runners?)(?:'s?)?[ -]"
    r"(?:pods?|containers?|servers?|replicas|nodes?|machines?|instances)\b(?:(?!\b(?:api|server)\b)[^.!?\n;,]){0,80}"
)
_IS_KEPT = r"\W{1,4}(?:(?:is|are|set|to|on|in|the|default|kept|uses?|still|just|only)\W{1,3}){0,5}"
LEASE_STORAGE = (
    (
        re.compile(
            r"(?i)lease[_ ]storage\W{0,4}(?:\w+\W){0,6}?\W{0,3}(?:is |on |=)?\W{0,2}(?:prefect_)?redis"
            r"|redis (?:for |as )?(?:the )?lease|prefect_redis\.lease_storage|leases? (?:\w+ ){0,3}(?:in"
            r"|on) redis"
        ),
        "redis",
    ),
    (
        re.compile(
            r"(?i)lease_storage\.filesystem|leases? (?:\w+ ){0,3}(?:in|on) (?:the )?(?:file ?system|disk)"
            r"|file ?system lease"
        ),
        "filesystem",
    ),
    (
        re.compile(
            r"(?i)lease_storage\.memory|in[- ]memory (?:concurrency )?lease"
            r"|leases? (?:\w+ ){0,4}in[- ](?:process )?memory|memory lease"
            rf"|lease[_ ]storage{_IS_KEPT}(?:in[- ]?)?memory\b"
            r"|(?:(?<=redis\? no[.,;] )|(?<=not redis[.,;] )|(?<=no redis[.,;] ))(?:(?:just|only|but) )?"
            r"(?:in[- ]?)?memory\b"
        ),
        "memory",
    ),
)
_Table = tuple[tuple[re.Pattern[str], str], ...]
_OF_THE_SERVER: _Table = (
    (
        re.compile(
            r"(?i)\b(?:server|api|pods?|container)\b[^.?\n]{0,40}\b(?:restart|redeploy|rolled|reboot"
            r"|bounced|upgrad)|(?:restart|redeploy|reboot|upgrad|bounc)\w* (?:of |the |our |my |prefect "
            r"|api )*(?:server|api|pods?)"
        ),
        "server_restarted",
    ),
    (
        re.compile(
            r"(?i)(?<!worker )\breplica(?:s|_?count)? ?(?:>|=|:|>=) ?(?:[2-9]|\d\d|(?<=>) ?1)\b"
            r"|\breplicas of (?:the |our |my )?(?:prefect )?(?:api|server)"
            r"|\b(?:two|three|several|multiple|many|more than one|[2-9]|\d\d)"
            r" (?:(?:api|server|prefect) ){0,3}"
            rf"(?:replicas|servers|api pods|api servers|instances of the (?:api|server))\b{_NOT_OF_THE_API}"
            r"|\b(?:api|(?:prefect )?servers?|replicas|instances)(?: (?!workers?\b)[\w-]+){0,4}"
            r" behind an? load ?balancer"
        ),
        "several_replicas",
    ),
    (
        re.compile(
            r"(?i)\b(?:api|server|cloud|network)\b[^.?\n]{0,30}\b(?<!slowed )(?<!slows )(?<!scaled )(?:down"
            r"|unreachable|outage|unavailable|offline)|\b(?:502|503|dns)\b[^.?\n]{0,40}(?:api|server|lease)"
            r"|network (?:blip|outage|issue)"
            r"|\b(?:outage|downtime) of (?:the |our |prefect )*(?:api|server|cloud)\b"
        ),
        "api_down",
    ),
)
_OF_ONE_RUN: _Table = (
    (
        re.compile(
            r"(?i)(?:blocks?|blocking|blocked)[^.?\n]{0,30}event loop|time\.sleep[^.?\n]{0,60}async"
            r"|async[^.?\n]{0,60}(?:time\.sleep|cpu[- ]bound|blocking)"
        ),
        "one_run_blocking_async",
    ),
    (
        re.compile(
            r"(?i)\bgil\b|laptop (?:slept|sleep|was asleep|closed)|c extension|cpu[- ]throttl"
            r"|\b(?:process|laptop|machine|vm|pod|container|host)\b[^.?\n]{0,20}\bsuspended|frozen process"
        ),
        "one_run_frozen",
    ),
)
# That code is of this kind explains a loss only where one run alone lost its lease.
_HINTS: _Table = (
    (
        re.compile(
            r"(?i)\b(?:numpy|pandas|polars)\b[^.?\n]{0,60}(?:\blong|\bmin(?:ute)?s?\b|\bhours?\b)"
            r"|\blong (?:numpy|pandas|polars)\b|\bsuspended\b"
        ),
        "one_run_frozen",
    ),
)
_RUN = r"(?:flows?|runs?|tasks?|jobs?|pipelines?|deployments?|processes)"
_ONE_ALONE = re.compile(
    rf"(?i)\b(?:only|just) (?:one|1|a single|this|that)\b(?: [\w-]+){{0,2}} {_RUN}\b"
    rf"|\b(?:one|1|a single)(?: of (?:the |our |my )?\w+| async| long){{0,2}}(?: flow| task)? {_RUN}\b"
    r"[^\n.?!]{0,30}\b(?:los[te]\w?|logs?|logged|shows?|gets?|got|fail(?:s|ed))\b"
    rf"|\bothers?(?: {_RUN})?\b[^\n.?!]{{0,20}}\b(?:keeps?|kept|renew(?:s|ed)?|fine|ok(?:ay)?|unaffected"
    r"|not affected|(?:did|do|does)(?: not|n'?t)|go(?:es)? on|went on|works?|worked)\b"
    rf"|\b(?:no|none of the) other {_RUN}\b"
)
_SEVERAL = re.compile(
    r"(?i)(?<![\d.:/])\b(?:[2-9]|[1-9]\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?"
    r"|several|many|multiple|both|all|every|each|most|some|few)\b"
    r"(?: (?:of|our|the|my|their|those|these|other|different|unrelated|parallel|concurrent|running|long|async"
    rf"|flow|task|\d{{1,6}})){{0,4}} {_RUN}\b"
    r"|\b(?:all|each|every one|most|some|several|many) of (?:them|these|those|ours)\b"
    r"|\beverything\b|\bthey all\b"
)
# In a log each line names the run that lost its lease.
_LOST = re.compile(r"\bFlow run '([^'\n]{1,120})' - Concurrency lease renewal failed")


def failure_shapes(text: str) -> _Table:
    """Return the words for what made leases fail; for one run alone only where not several lost theirs."""
    if _ONE_ALONE.search(text):
        return (*_OF_THE_SERVER, *_OF_ONE_RUN, *_HINTS)
    if _SEVERAL.search(text) or len({match[1] for match in _LOST.finditer(text)}) > 1:
        return _OF_THE_SERVER
    return (*_OF_THE_SERVER, *_OF_ONE_RUN)


def without_workers(text: str) -> str:
    """Blank out what is said of the machines of workers and flows; places in the text stay."""
    return _OF_WORKERS.sub(lambda found: " " * len(found[0]), text)

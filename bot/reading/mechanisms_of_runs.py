"""How people name the limits on flow runs: deployment, pool, queue, worker."""

from __future__ import annotations

from bot.reading.phrases import Phrase

OF_RUNS: dict[str, tuple[Phrase, ...]] = {
    "deployment": (
        (
            5.5,
            (
                r"(?:one|single|1|two|\d+) (?:concurrent )?(?:instances?|runs?|copy|copies|flow runs?) "
                r"(?:of|per|for) (?:a |the |my |this |that |each |any |every |one )?(?:\w+ )?deployments?"
            ),
        ),
        (
            6,
            (
                r"deployments?(?:'s|-level| level)? (?:run )?concurrency|concurrency[-_ ]limit (?:on|of"
                r"|for|to|in|from|at) (?:a|the|my|our|this|that|each|existing|one of my|one"
                r"|same)? ?deployments?"
            ),
        ),
        (
            6,
            (
                r"concurrency ?limit ?config|collision|cancel[-_ ]new|\benqueue\b"
                r"|awaiting ?concurrency ?slot|concurrency_options|grace[-_ ]period"
            ),
        ),
        (
            5,
            (
                r"deployments?[- ](?:level )?(?:limit|slot|lease)|limit(?:s|ed|ing)? (?:on |for |of "
                r"|to )?(?:a |the |my |our |this |each )?deployments?|global_concurrency_limit_id"
            ),
        ),
        (
            4,
            (
                r"max_active_runs|overlap|singleton|previous run|(?:still|already) running (?:when|while"
                r"|and|but)|same (?:flow|deployment)|(?:already|still) (?:a run|an instance"
                r"|one) (?:is )?running"
            ),
        ),
        (
            3,
            (
                r"(?:one|single|1|\d+) (?:instances? )?(?:run|runs|instances?|flow run|flow runs"
                r"|flow) (?:of|per|for) (?:a|the|my|this|that|each|any)?|flow[- ](?:level "
                r"|run )?concurrency"
            ),
        ),
        (
            3,
            (
                r"\blimit(?:ing)? (?:the )?(?:number of )?(?:concurrent |parallel )?flow runs|(?:one"
                r"|single|1) flow(?: run)? at a time"
            ),
        ),
        (
            3,
            (
                r"(?:limit|slot|concurren)[^.?]{0,60}\bdeployments?\b|\bdeployments?\b[^.?]{0,60}(?:limit"
                r"|slot|concurren)"
            ),
        ),
        (
            2.5,
            (
                r"lease[^.?]{0,80}(?:flow|deployment)|retries[^.?]{0,80}(?:lease|crash)"
                r"|terminating execution|crashed[^.?]{0,60}lease|lease[^.?]{0,60}crash"
            ),
        ),
        (1, r"\bdeployments?\b|\bprefect deploy\b|prefect\.yaml"),
        (1, r"\bflow runs?\b"),
    ),
    "work_pool": (
        (
            6,
            (
                r"work pool(?:'s)? (?:has (?:a )?)?(?:flow run )?(?:concurrency|limit)"
                r"|\bpool(?:'s)? (?:concurrency|limit|slot)|pool-level"
            ),
        ),
        (
            5,
            (
                r"(?:limit|slot|concurren)[^.?]{0,40}\b(?:work )?pools?\b"
                r"|\b(?:work )?pools?\b[^.?]{0,50}(?:limit|slot|concurren|full|paused|capacity)"
            ),
        ),
        (
            5,
            (
                r"(?<!thread )(?<!process )\bpools?\b[^.?]{0,30} (?:only |just |never )?(?:runs?|takes?"
                r"|starts?|executes?|process(?:es)?|does|handles?|picks? up)"
                r" (?:only |just |more than )?(?:one|1|two|three|\d{1,4})\b"
            ),
        ),
        (2.5, r"\bwork pools?\b|push[- ](?:work )?pool|:push\b"),
        (1, r"\bpools?\b"),
    ),
    "work_queue": (
        (
            6,
            (
                r"queue(?:'s)? (?:flow )?(?:concurrency|limit|priorit)|queue-level|priority (?:of "
                r"|for )?(?:a |the )?(?:work )?queue"
            ),
        ),
        (
            5,
            (
                r"(?:limit|concurren|slot)[^.?]{0,50}\bwork queue|\bwork queue[^.?]{0,60}(?:limit"
                r"|concurren|full|paused|priorit)"
            ),
        ),
        (
            4,
            (
                r"(?:limit|concurren|slot|priorit|starv)[^.?]{0,40}\bqueues?\b"
                r"|\bqueues?\b[^.?]{0,60}(?:limit|concurrency|full|paused|priorit|starv)"
            ),
        ),
        (2.5, r"\bwork queues?\b|high[- ]priority|low[- ]priority|\bpriorit"),
        (1, r"\bqueues\b"),
    ),
    "worker": (
        (
            7,
            (
                r"flow run limit reached|(?:worker|agent|serve|runner)[^.?\n]{0,40}--limit"
                r"|--limit[^.?\n]{0,60}(?:worker|agent|runner)|process[-_ ]limit|runner_process"
            ),
        ),
        (
            6,
            (
                r"(?:per|each|single|one|same) (?:worker|agent|node|machine|vm|host)\b|(?:worker|agent"
                r"|runner)(?:'s)? (?:concurrency |local )?(?:limit|capacity|concurrency)"
            ),
        ),
        (
            5,
            (
                r"\b(?:a?serve)\(|\bserve\b[^.?]{0,40}limit|limit(?:er)? (?:slot|token)|capacity ?limiter"
                r"|borrower|aborted submission|stale agent"
            ),
        ),
        (
            4,
            (
                r"(?:limit|number of|many|simultaneous|at the same time|concurren)[^.?]{0,60}\b(?:a |an "
                r"|the |my |our )(?:worker|agent|runner)s?\b|\b(?:worker|agent"
                r"|runner)s?\b[^.?]{0,60}(?:limit|at a time|simultaneous|too many|at once)"
            ),
        ),
        (1.5, r"\bagents?\b|\bworkers?\b|\brunner\b|docker ?worker"),
    ),
}

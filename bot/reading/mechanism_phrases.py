"""What people write when they mean one mechanism: (weight, pattern) on normal wording."""

from __future__ import annotations

Phrase = tuple[float, str]

MECHANISM_PHRASES: dict[str, tuple[Phrase, ...]] = {
    "task_tag": (
        (5, r"tag[- ](?:based )?(?:concurrency )?limit|tag concurrency|tag-based|limits? (?:on|for|by|of) (?:a |the |my |this |our )?(?:tag|task)s?\b"),
        (4, r"task(?: run)?s? concurrency|concurrency[- ]limit (?:create|inspect|ls|reset|delete)\b|task run limit"),
        (3, r"@task\([^)]{0,200}tags|\btask\.with_options\(tags|with_options\(tags|tags=\["),
        (3, r"tagged|\btag(?:s)?\b[^.?]{0,40}(?:limit|slot|concurren)|(?:limit|slot|concurren)[^.?]{0,50}\btags?\b|task label"),
        (2.5, r"task(?: run)?s? [^.?]{0,60}(?:concurrency limit|slot|throttl)|(?:concurrency limit|slot)s?[^.?]{0,40}\btask(?: run)?s?\b"),
        (2, r"(?:limit|cap|restrict|throttle|most|only|max(?:imum)?)[^.?]{0,50}\b(?:mapped )?tasks? (?:runs? )?(?:at (?:once|a time|the same time)|in parallel|concurrent|run)"),
        (2, r"(?:only )?(?:one|two|three|\d+) (?:task|tasks)\b[^.?]{0,40}(?:at (?:once|a time|the same time)|parallel|simultaneous)|(?:tasks?|task run)[^.?]{0,30}one at a time"),
        (1.5, r"\.map\(|\bmap(?:ped|ping)?\b|\.submit\("),
        (1, r"\btask runs?\b|\btasks?\b"),
        (1, r"\btags?\b"),
    ),
    "global": (
        (5, r"global[- ]concurrency(?![-_ ]limit[-_ ]id)|\bgcls?\b|global limit"),
        (5, r"\bconcurrency\(|prefect\.concurrency|concurrency (?:context|block|manager)|with concurrency|concurrency\.(?:sync|asyncio)"),
        (3, r"\b(?:semaphore|mutex|lock(?:s|ed|ing)?)\b|named limit|context manager|acquire_concurrency|\boccupy\b"),
        (3, r"per[- ](?:key|tenant|customer|resource|database|account|user)|dynamic (?:limit|key|name)|shared (?:limit|resource|between|across|by)"),
        (3, r"lease storage|lease_storage|(?:across|over|between|several|multiple|both|two|different) (?:the )?(?:flows|deployments)[^.?]{0,40}(?:limit|share)"),
        (2, r"\bstrict(?:=true| mode)?\b|resource|connections? (?:to|pool)|\bdatabase (?:connection|lock)"),
    ),
    "rate_limit": (
        (7, r"rate_limit\(|slot[-_ ]decay|decay(?:s|ing)?\b|\brate_limit\b|rate[- ]limit(?:er|ing)\b[^.?]{0,30}(?:limit|task|prefect|concurren)"),
        (4, r"(?:calls?|requests?|times|tasks?|runs?) (?:per|a|each|every|/) ?(?:second|minute|hour)\b|\d+ ?(?:req|calls|requests)?/ ?(?:s|sec|min|second|minute)\b"),
        (3, r"rate limiter|rate limit (?:our|my|the|a|calls|requests|tasks|to)"),
    ),
    "deployment": (
        (6, r"deployments?(?:'s|-level| level)? (?:run )?concurrency|concurrency[-_ ]limit (?:on|of|for|to|in|from|at) (?:a|the|my|our|this|that|each|existing|one of my|one|same)? ?deployments?"),
        (6, r"concurrency ?limit ?config|collision|cancel[-_ ]new|\benqueue\b|awaiting ?concurrency ?slot|concurrency_options|grace[-_ ]period"),
        (5, r"deployments?[- ](?:level )?(?:limit|slot|lease)|limit(?:s|ed|ing)? (?:on |for |of |to )?(?:a |the |my |our |this |each )?deployments?|global_concurrency_limit"),
        (4, r"max_active_runs|overlap|singleton|previous run|(?:still|already) running (?:when|while|and|but)|same (?:flow|deployment)|(?:already|still) (?:a run|an instance|one) (?:is )?running"),
        (3, r"(?:one|single|1|\d+) (?:instances? )?(?:run|runs|instances?|flow run|flow runs|flow) (?:of|per|for) (?:a|the|my|this|that|each|any)?|flow[- ](?:level |run )?concurrency"),
        (3, r"\blimit(?:ing)? (?:the )?(?:number of )?(?:concurrent |parallel )?flow runs|(?:one|single|1) flow(?: run)? at a time"),
        (3, r"(?:limit|slot|concurren)[^.?]{0,60}\bdeployments?\b|\bdeployments?\b[^.?]{0,60}(?:limit|slot|concurren)"),
        (2.5, r"lease[^.?]{0,80}(?:flow|deployment)|retries[^.?]{0,80}(?:lease|crash)|terminating execution|crashed[^.?]{0,60}lease|lease[^.?]{0,60}crash"),
        (1, r"\bdeployments?\b|\bprefect deploy\b|prefect\.yaml"),
        (1, r"\bflow runs?\b"),
    ),
    "work_pool": (
        (6, r"work pool(?:'s)? (?:has (?:a )?)?(?:flow run )?(?:concurrency|limit)|\bpool(?:'s)? (?:concurrency|limit|slot)|pool-level"),
        (5, r"(?:limit|slot|concurren)[^.?]{0,40}\b(?:work )?pools?\b|\b(?:work )?pools?\b[^.?]{0,50}(?:limit|slot|concurren|full|paused|capacity)"),
        (2.5, r"\bwork pools?\b|push[- ](?:work )?pool|:push\b"),
        (1, r"\bpools?\b"),
    ),
    "work_queue": (
        (6, r"queue(?:'s)? (?:flow )?(?:concurrency|limit|priorit)|queue-level|priority (?:of |for )?(?:a |the )?(?:work )?queue"),
        (5, r"(?:limit|concurren|slot)[^.?]{0,50}\bwork queue|\bwork queue[^.?]{0,60}(?:limit|concurren|full|paused|priorit)"),
        (4, r"(?:limit|concurren|slot|priorit|starv)[^.?]{0,40}\bqueues?\b|\bqueues?\b[^.?]{0,60}(?:limit|concurrency|full|paused|priorit|starv)"),
        (2.5, r"\bwork queues?\b|upcoming runs|high[- ]priority|low[- ]priority|\bpriorit"),
        (1, r"\bqueues\b"),
    ),
    "worker": (
        (7, r"flow run limit reached|(?:worker|agent|serve|runner)[^.?\n]{0,40}--limit|--limit[^.?\n]{0,60}(?:worker|agent|runner)|process[-_ ]limit|runner_process"),
        (6, r"(?:per|each|single|one|same) (?:worker|agent|node|machine|vm|host)\b|(?:worker|agent|runner)(?:'s)? (?:concurrency |local )?(?:limit|capacity|concurrency)"),
        (5, r"\b(?:a?serve)\(|\bserve\b[^.?]{0,40}limit|limit(?:er)? (?:slot|token)|capacity ?limiter|borrower|aborted submission|stale agent"),
        (4, r"(?:limit|number of|many|simultaneous|at the same time|concurren)[^.?]{0,60}\b(?:a |an |the |my |our )(?:worker|agent|runner)s?\b|\b(?:worker|agent|runner)s?\b[^.?]{0,60}(?:limit|at a time|simultaneous|too many|at once)"),
        (1.5, r"\bagents?\b|\bworkers?\b|\brunner\b|docker ?worker"),
    ),
    "task_runner": (
        (6, r"max[-_ ]workers|thread ?pool ?(?:task ?runner|executor)?|concurrent ?task ?runner|\btask[-_ ]?runners?\b"),
        (4, r"dask|\bray\b|executor|local dask|num_workers|n_workers|process ?pool"),
        (3, r"nested tasks?|task (?:inside|within|in|calls?|calling) (?:a |another )task|wait_for|bunch of futures|\bthreads?\b"),
        (2, r"default (?:limit|number|concurrency) of (?:concurrent )?tasks?|too many tasks|how many (?:concurrent )?tasks"),
    ),
}

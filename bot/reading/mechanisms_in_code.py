"""How people name the limits that stand in their code."""

from __future__ import annotations

from bot.reading.phrases import Phrase

IN_CODE: dict[str, tuple[Phrase, ...]] = {
    "task_tag": (
        (
            5,
            (
                r"tag[- ](?:based )?(?:concurrency )?limit|tag concurrency|tag-based|limits? (?:on|for|by"
                r"|of) (?:a |the |my |this |our )?(?:tag|task)s?\b"
            ),
        ),
        (
            4,
            (
                r"task(?: run)?s? concurrency|concurrency[- ]limit (?:create|inspect|ls|reset|delete)\b"
                r"|task run limit"
            ),
        ),
        (3, r"@task\([^)]{0,200}tags|\btask\.with_options\(tags|with_options\(tags|tags=\["),
        (
            3,
            (
                r"tagged|\btag(?:s)?\b[^.?]{0,40}(?:limit|slot|concurren)|(?:limit|slot"
                r"|concurren)[^.?]{0,50}\btags?\b|task label"
            ),
        ),
        (
            2.5,
            (
                r"task(?: run)?s? [^.?]{0,60}(?:concurrency limit|slot|throttl)|(?:concurrency limit"
                r"|slot)s?[^.?]{0,40}\btask(?: run)?s?\b"
            ),
        ),
        (
            2,
            (
                r"(?:limit|cap|restrict|throttle|most|only|max(?:imum)?)[^.?]{0,50}\b(?:mapped )?tasks?"
                r" (?:runs? )?(?:at (?:once|a time|the same time)|in parallel|concurrent|run)"
            ),
        ),
        (
            2,
            (
                r"(?:only )?(?:one|two|three|\d+) (?:task|tasks)\b[^.?]{0,40}(?:at (?:once|a time"
                r"|the same time)|parallel|simultaneous)|(?:tasks?|task run)[^.?]{0,30}one at a time"
            ),
        ),
        (1.5, r"\.map\(|\bmap(?:ped|ping)?\b|\.submit\("),
        (1, r"\btask runs?\b|\btasks?\b"),
        (1, r"\btags?\b"),
    ),
    "global": (
        (5, r"global(?:/deployment)?[- ]concurrency(?![-_ ]limit[-_ ]id)|\bgcls?\b|global limit"),
        (
            5,
            (
                r"\bconcurrency\(|prefect\.concurrency|concurrency (?:context|block|manager)"
                r"|with concurrency|concurrency\.(?:sync|asyncio)"
            ),
        ),
        (
            3,
            (
                r"(?<!database is )\b(?:semaphore|mutex|lock(?:s|ed|ing)?)\b|named limit|context manager"
                r"|acquire_concurrency|\boccupy\b"
            ),
        ),
        (
            6,
            (
                r"(?:for|per) (?:a |each |one |every )?(?:given |single |specific )?(?:key|tenant|customer"
                r"|id)\b|lease storage|lease_storage"
            ),
        ),
        (
            3,
            (
                r"per[- ](?:key|tenant|customer|resource|database|account|user)|dynamic (?:limit|key|name)"
                r"|shared (?:limit|resource|between|across|by)"
            ),
        ),
        (
            3,
            (
                r"(?:across|over|between|several|multiple|both|two|different) (?:the )?(?:flows"
                r"|deployments)[^.?]{0,40}(?:limit|share)"
            ),
        ),
        (2, r"\bstrict(?:=true| mode)?\b|resource|connections? (?:to|pool)|\bdatabase (?:connection|lock)"),
    ),
    "rate_limit": (
        (
            7,
            (
                r"(?<!support )(?<!phone )\b(?:calls?|requests?|queries|hits) (?:per|an?|each|every|/) ?"
                r"(?:second|minute|hour|day|week)\b"
            ),
        ),
        (
            7,
            (
                r"rate_limit(?:er)?\(|slot[-_ ]decay|decay(?:s|ing)?\b|\brate_limit\b|rate[- ]limit(?:er"
                r"|ing)\b[^.?]{0,30}(?:limit|task|prefect|concurren)"
            ),
        ),
        (
            4,
            (
                r"(?:calls?|requests?|times|tasks?|runs?) (?:per|a|each|every|/) ?(?:second|minute|hour)\b"
                r"|\d+ ?(?:req|calls|requests)?/ ?(?:s|sec|min|second|minute)\b"
            ),
        ),
        (3, r"rate limiter|rate limit (?:our|my|the|a|calls|requests|tasks|to)"),
    ),
    "task_runner": (
        (
            6,
            (
                r"max[-_ ]workers|thread ?pool ?(?:task ?runner|executor)?|concurrent ?task ?runner"
                r"|\btask[-_ ]?runners?\b"
            ),
        ),
        (4, r"dask|\bray\b|executor|local dask|num_workers|n_workers|process ?pool"),
        (
            3,
            (
                r"nested tasks?|task (?:inside|within|in|calls?|calling) (?:a |another )task|wait_for"
                r"|bunch of futures|\bthreads?\b"
            ),
        ),
        (
            4,
            (
                r"default (?:limit|number|concurrency) (?:of|for|on) (?:the )?(?:concurrent "
                r"|parallel )?tasks?|too many tasks|how many (?:concurrent )?tasks"
            ),
        ),
    ),
}

"""What speaks for a message about limits or waiting runs, and what against it."""

from __future__ import annotations

from bot.reading.phrases import Phrase

# Weights add up; each phrase counts once, however often it stands there.
SCOPE_PHRASES: tuple[Phrase, ...] = (
    (2, r"\b(?:work )?(?:pool|queue)s?\b|[-_](?:pool|queue)\b"),
    (3, r"\b(?:no|nothing|nobody|none)\b[^.?]{0,40}\bstart(?:s|ed|ing)?\b"),
    (3, r"\blimits? (?:is |are )?(?:stuck|full|reached|ignored)|\bchanged [^.?]{0,20}\blimits?\b"),
    (
        3,
        (
            r"\blimits?\b[^.?]{0,30}(?:does nothing|do nothing|no effect|not work\w*|not limit\w*|not hold)"
            r"|tags=\[[^.?]{0,80}\blimits?\b|\blimits?\b[^.?]{0,80}tags=\["
        ),
    ),
    (
        4,
        (
            r"\blimit(?:ed|s)? (?:of|to) (?:one|two|three|four|five|ten|\d+)\b[^.?]{0,40}"
            r"\b(?:tasks?|runs?|flows?|calls?|requests?)\b"
        ),
    ),
    (
        3,
        (
            r"\b(?:runs?|flows?|tasks?|jobs?|deployments?|everything)\b[^.?]{0,30}\bwaits?\b"
            r"|\bglobal limits?\b|\blimit ?(?:=|is|of|:) ?\d+\b"
            r"|\bnothing (?:runs|starts|moves|gets? through)\b"
        ),
    ),
    (
        3,
        (
            r"\bruns?\b[^.?]{0,40}\bcancell?ed\b[^.?]{0,30}(?:immediately|at once|right away|instantly)"
            r"|\b(?:30|thirty) ?s(?:ec|econds?)?\b[^.?]{0,20}\b(?:wait|delay|gap)"
        ),
    ),
    (
        4,
        (
            r"\b(?:cap|limit|restrict|throttle)\w*\b[^.?]{0,40}\b(?:at|to) \d+\b[^.?]{0,30}"
            r"\b(?:across|per|over|at once|flows?|runs?|tasks?|writes?|calls?|queries)\b"
        ),
    ),
    (
        3,
        (
            r"\b(?:uploads?|imports?|exports?|loads?|jobs?|syncs?|pipelines?)\b[^.?]{0,30}"
            r"\b(?:hang\w*|stuck|wait\w*|not move|stall\w*)\b|\bnothing moves\b"
        ),
    ),
    (4, r"(?:lost|los|expir)\w*[^.?]{0,30}\bleases?\b|\bleases?\b[^.?]{0,30}(?:lost|expir|gone|revoked)"),
    (
        5,
        (
            r"concurren\w*[- _]*(?:limit|slot|lease|control|setting|option|context|value|key|group)"
            r"|limit\w*[^.?]{0,40}\bconcurren"
        ),
    ),
    (
        5,
        (
            r"lease renew|renew\w* [^.?]{0,20}lease|lease storage|awaiting ?concurrency ?slot"
            r"|cancel[-_ ]new|collision[-_ ]strateg|slot decay|rate_limit\("
        ),
    ),
    (
        4,
        (
            r"global concurrency|(?:task|flow|tag|deployment|run|pool|queue|worker|agent"
            r"|slot)s?(?: run)? (?:level )?concurrency|concurrency\(|prefect\.concurrency|\bgcls?\b"
        ),
    ),
    (
        4,
        (
            r"\b(?:active |limiter |concurrency |limit )slots?\b|slots?\b[^.?]{0,40}(?:release|free|held"
            r"|hold|taken|stuck|leak|occupied|full)|(?:release|free|hold|taken?|stuck|leak"
            r"|occup)\w*[^.?]{0,40}\bslots?\b"
        ),
    ),
    (
        4,
        (
            r"(?:tag|pool|queue|deployment|worker|agent|runner|flow run|task run"
            r"|process)s?(?:'s)? (?:run )?limits?\b|--limit\b|flow run limit|limits? (?:on|of|for) (?:a "
            r"|an |the |my |our |each |per )?(?:tag|task|flow|work pool|work queue|deployment|worker|agent"
            r"|queue|pool)"
        ),
    ),
    (
        4,
        (
            r"(?:limit|cap|restrict|maximum|max|only|most|prevent|ensure|throttle|no more than|too many"
            r"|more than)\w*[^.?]{0,80}(?:at (?:once|a time|the same time)|simultaneous\w*|in parallel"
            r"|concurrent\w*|overlap\w*|per (?:worker|agent|node|second|minute))"
        ),
    ),
    (
        4,
        (
            r"one at a time|max_active_runs|overlapp|singleton|previous run|(?:already|still) running"
            r"|(?:run|runs|flows|tasks) (?:start\w* |run\w* )?(?:at the same time|simultaneous|twice)"
        ),
    ),
    (
        4,
        (
            r"\b(?:runs?|flows?|tasks?|jobs?|deployments?|everything|work|they)\b[^.?]{0,80}\b(?:late"
            r"|stuck|pending|waiting|hang\w*|not picked up|never (?:start|run|leave|execut|launch)\w*"
            r"|not (?:start|launch)\w*|blocked|queued|piling|accumulat\w*|backlog)\b"
        ),
    ),
    (
        4,
        (
            r"(?:late|stuck|pending|unhealthy|blocked)\b[^.?]{0,50}\b(?:runs?|flows?|tasks?|jobs?"
            r"|deployments?|queue|state|status|pool|cancelling)\b|late runs|pending state"
        ),
    ),
    (
        4,
        (
            r"(?:long|slow|forever|delay|minutes|hours)[^.?]{0,50}(?:to start|before (?:it |they |the "
            r"|my )?(?:run |runs |flow )?start|to begin|to be picked|for a slot)"
        ),
    ),
    (
        4,
        (
            r"started \d+|\d+ [^.?]{0,40}(?:process|run|task)\w* at once|(?:all|every"
            r"|\d\d+)[^.?]{0,40}(?:task|flow|run)s?\b[^.?]{0,40}(?:at once|concurrently|load)|overload"
            r"|overwhelm|too much load"
        ),
    ),
    (
        4,
        (
            r"cancel\w*[^.?]{0,80}(?:continues? to|still|keeps?) run|dead ?lock|starv|who (?:is "
            r"|has )?(?:hold|tak|block|occup)|max[-_ ]workers"
        ),
    ),
    (
        3,
        (
            r"decay|semaphore|mutex|\bthrottl|rate limit(?:er|ing)?\b|\b429\b|too many requests"
            r"|priorit\w*[^.?]{0,30}queue|queue[^.?]{0,30}priorit"
        ),
    ),
    (
        3,
        (
            r"zombie|cancelling|randomly crash|not (?:always )?(?:released|respected|enforced)"
            r"|resource lock|stale (?:agent|worker)|default (?:limit|max)"
        ),
    ),
    (
        3,
        (
            r"(?:agents?|workers?|runner)\b[^.?]{0,60}(?:stale|too many|as many|at once|started \d"
            r"|simultaneous|limit)|(?:all|\d\d+) (?:at once|runs? at|flow runs? start|tasks? at)"
            r"|huge number|(?:number|amount) of (?:flow|task|parallel|running|concurrent|submitted)"
        ),
    ),
    (
        2,
        (
            r"\bconcurren\w*|\bslots?\b|\blimits?\b|\blate\b|\bpending\b|in parallel|\bparallel|\boverload"
            r"|\bhangs?\b"
        ),
    ),
    (1, r"prefect|\bflow runs?|task runs?|work pool|work queue|deployment"),
)

# What looks like it and is something else.
AGAINST_PHRASES: tuple[Phrase, ...] = (
    (
        4,
        (
            r"\bcach(?:e|es|ed|ing)\b[^.?]{0,60}(?:task|result|key|policy|hit|expir|refresh)"
            r"|cache[-_ ](?:key|polic|expir)|result persist|cache_key_fn"
        ),
    ),
    (
        4,
        (
            r"\bcron\b|how (?:do|can|to|should)[^.?]{0,40}schedul\w*|rrule|schedules? (?:in|with|for|every"
            r"|at|not show)|time ?zone|daylight"
        ),
    ),
    (
        5,
        (
            r"out of memory|\boom(?:killed)?\b|memory (?:usage|leak|limit|error|and cpu)|cpu (?:and"
            r"|or) memory|memory requests|(?:limit|cap)\w* (?:the )?(?:memory|cpu|cost|size)"
        ),
    ),
    (
        5,
        (
            r"docker (?:build|image|compose|push)|dockerfile|build (?:the |my |an? )?image|pip install"
            r"|requirements\.txt|poetry"
        ),
    ),
    (
        5,
        (
            r"(?:github|openai|snowflake|bigquery|stripe|slack|azure|aws|s3|dynamodb|salesforce|anthropic"
            r"|twitter|google)(?:'s)? (?:api )?(?:rate )?(?:limit|throttl|quota)"
            r"|\blimits? (?:of|by|from|for|at) (?:the )?(?:github|openai|snowflake|slack|azure|aws|anthropic"
            r"|google|twitter)\b"
        ),
    ),
    (9, r"\b(?:speed|credit(?: card)?|spending|age|weight|file size|disk|budget|word|character) limits?\b"),
    (
        5,
        (
            r"(?:how|can|want|way|need|like|able|possible|should)\b[^.?]{0,40}(?:run|execute|start|make"
            r"|launch|call)\w* [^.?]{0,50}(?:concurrently|in parallel|asynchronously)|faster|speed up"
            r"|^\W*(?:run|start|execute|launch)\b[^.?]{0,40}\bin parallel|paralleli[sz](?!m)"
            r"|(?:increase|more|raise|improve) (?:the )?parallelism"
        ),
    ),
    (
        4,
        (
            r"(?:create|write|make|give me)[^.?]{0,20}(?:presentation|poem|summary|tutorial|slides|story"
            r"|joke)|recommended (?:amount|size|hardware)|better practi[sc]e"
        ),
    ),
    (
        4,
        (
            r"event loop is closed|import ?error|module ?not ?found|syntax ?error|attribute ?error"
            r"|certificate|\bssl|proxy|login|permission denied|unauthorized|\b401\b"
        ),
    ),
    (
        4,
        (
            r"\bblocks?\b (?:types?|document|registr)|secret block"
            r"|(?<![\w-])(?:webhook|automation|notification|artifact|invoice)s?(?![\w-])"
            r"|variables?\b|logging (?:config|level)|retriev\w* logs|api key|service account|\bsso\b"
            r"|rbac|pricing"
        ),
    ),
    (
        3,
        (
            r"database (?:slot|replication)|replication slot|kafka|pg_|file lock|rental|apartment|dhcp"
            r"|car lease|parking|(?:time|ram|pcie?|memory|calendar|meeting|appointment|booking) slots?"
        ),
    ),
)

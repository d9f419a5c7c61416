"""What the words of a sentence are about: a thesaurus, so that many wordings become few ideas."""

from __future__ import annotations

import re
from functools import lru_cache

_CONCEPTS: dict[str, str] = {
    # What runs, and where.
    "run": (
        r"\b(?:flow |task |sub)?runs?\b|\bflows?\b|\bjobs?\b|\bsub-?flows?\b|\bpipelines?\b|\bexecutions?\b"
        r"|\binstances?\b|\bcop(?:y|ies)\b|\bchild(?:ren)?\b|\bparents?\b|\borchestrators?\b|\bscripts?\b"
    ),
    "task": r"\btasks?\b|\.submit\b|\bsubmit(?:s|ted|ting)?\b|\.map\b|\bmapp(?:ed|ing)\b",
    "deployment": r"\bdeployments?\b|\bdeploy(?:s|ed|ing)?\b|prefect\.yaml",
    "pool": r"\b(?:work )?pools?\b",
    # "Do runs queue or get skipped?" speaks of no queue.
    "queue": r"(?<!to )(?<!runs )(?<!than )(?<!them )\b(?:work )?queues?\b(?! (?:or|up|them|it|behind)\b)",
    "worker": r"\bworkers?\b|\bagents?\b|\brunners?\b|\ba?serve[ds]?\b|\bserving\b",
    "machine": (
        r"\bpods?\b|kubernetes|\bk8s\b|\becs\b|\bdocker\b|\bcontainers?\b|\bcluster\b|\bvms?\b|\bnodes?\b"
        r"|\bmachines?\b|\bfargate\b|\beks\b|\bservers?\b|\bprocess(?:es)?\b"
    ),
    "tag": r"\btag(?:s|ged)?\b|\blabell?ed\b|\btask labels?\b",
    "threads": (
        r"thread ?pool|max[_ -]workers|task[_ -]?runner|\bdask|\bray(?:task|\b)|\bthreads?\b|\bfutures?\b"
        r"|process ?pool|\bnested\b"
    ),
    "code": (
        r"\bconcurrency\(|\brate_limit\(|with concurrency|context manager|\bblock of code|with[- ]block"
        r"|\bgcls?\b|\bglobal\b|\bnamed limit|prefect\.concurrency"
    ),
    "prefect": r"\bprefect\b",
    # What limits.
    "limit": (
        r"\blimit(?:s|ed|ing|ation)?\b|\bcap(?:s|ped)?\b|\bmax(?:im\w+)?\b|\brestrict\w*|\bbound(?:ed)?\b"
        r"|\bceiling\b|\bthrottl\w*"
    ),
    "quota": r"\bquotas?\b|\bbudget\b|\btiers?\b|\bplans?\b|\blength\b|\bsize\b|\bstorage\b"
    r"|\bcharacters?\b",
    "concurrency": r"\bconcurrency|\bconcurrent (?:limit|slot|flow|task|run|job)",
    "slot": r"\bslots?\b|\bplaces?\b|\bseats?\b|\bcapacity\b|\btokens?\b",
    "lease": r"\bleases?\b|\brenew\w*|no longer reserved|over-allocation",
    "lock": (
        r"(?<![\w.])locks?\b(?! file)|(?<!database is )(?<!db is )\blocked\b(?! file)|\bmutex\b"
        r"|\bmutual|\bsemaphore\b|\bexclusive\w*"
        r"|\bcritical section|\bshared resource|\bprotect(?:s|ed|ing)?\b|\balone\b"
    ),
    "few": (
        r"\b(?:at most|no more than|not more th[ae]n|only|just|never more than|up to|exactly|maximal\w*"
        r"|more than|max(?:imum)?(?: of)?)\b[^.?\n]{0,30}\b(?:one|two|three|four|five|six|eight|ten|\d+"
        r"|single|few|once|twice)\b|(?<!all )\b(?:one|two|three|four|five|\d{1,2}) (?:\w+"
        r" ){0,3}(?:at (?:a|the) time"
        r"|in parallel|at once|at the same (?:time|moment)|simultaneously|each time)"
        r"|\bnever (?:\w+ ){0,3}(?:more|two|both)\b|\bnot (?:all )?(?:run|start|go|be)\b[^.?\n]{0,20}"
        r"\b(?:together|at once|at the same time)|\bforbid\w*"
        r"|\bone by one\b|\bone after (?:the other|another)|\bsingletons?\b|\bseriali[sz]e|\bserially\b"
        r"|\btops\b|\bnot more\b|\bno cap\b|\buncapped\b|\b(?:run |do)?not run twice|\bnever twice\b"
        r"|\b(?:second|additional|another) (?:copy|one"
        r"|run)\b|\balready (?:one|a run|running|in progress|active)|\bstill (?:busy|running|going|active)"
        r"|\bmax_active_runs|\bmax_active_tis\w*"
    ),
    "at_once": (
        r"\bat (?:once|the same (?:time|moment)|a time)|\bin (?:the |a )?same (?:time|moment)|\bsame moment"
        r"|\bsimultan\w*|\bin parallel|\bparallel\w*|\btogether\b|\boverlap\w*|\bin flight|\bin the air"
        r"|\bconcurrently\b|\btwice\b|\bduplicat\w*|\bon top of each other|\ball (?:of them|\d+)"
        r"|\bin one go\b|\bactive\b|\bin progress\b|\bside by side"
    ),
    "rate": (
        r"\b(?:per|an?|each|every) (?:\d+ )?(?:s|sec|second|minute|min|hour)s?\b|/ ?(?:s|sec|min|hour)\b"
        r"|\b(?:calls?|requests?|queries|hits) (?:per|an?|each|every|/) ?(?:day|week)\b"
        r"|\bper[- ](?:second|minute)|\b(?:over|in|within) (?:an|one|the|each) (?:hour|minute|second)\b"
        r"|\b\d{1,4} (?:s|secs?|seconds?|min|minutes?) apart\b|\bspread\b|\bevenly\b|\brate[_"
        r" -]limit\w*|\bdecay\w*|\bbursts?\b|\bthroughput\b"
    ),
    "calls": r"\bcalls?\b|\bhits?\b|\brequests?\b|\breq\b|\bqueries\b|\bapis?\b",
    # What goes wrong.
    "wait": (
        r"\blate\b|\bstuck\b|\bpending\b|\bwait(?:s|ing|ed)?\b|\bqueued\b|\bqueues? up\b"
        r"|\bblock(?:s|ed|ing)?\b|\bsit(?:s|ting)?\b|\bbehind\b|\bdelay\w*|\bpil(?:e|es|ing)\b|\bbacklog\b"
        r"|\bscheduled\b|\bpaused\b|\byellow\b|\bhold(?:s|ing)?\b[^.?\n]{0,30}\bback\b|\bheld back"
    ),
    "no_start": (
        r"\b(?:not|never|no longer|nothing|none|no|do(?:es)?nt|refus\w*|stop(?:s|ped)?)\b[^.?\n]{0,40}"
        r"\b(?:start\w*|begin\w*|began|begun|runs?|running|launch\w*|pick\w*|leaves?|execut\w*"
        r"|mov\w*|polls?"
        r"|hand(?:s|ing)?|takes?|taking|come|comes|gets?|getting)\b"
    ),
    "hang": (
        r"\bhang\w*|\bhung\b|\bfreez\w*|\bfroze\w*|\bdead ?lock\w*|\bstands? still|\bfor ?ever\b"
        r"|\beach other\b"
        r"|\bstall\w*|\bno progress|\b(?:nothing|nobody) (?:moves|happens)|\bgoes quiet"
        r"|\bnever (?:finish\w*|return\w*|complet\w*|end\w*|comes? back)|\bstandstill|\bnothing progresses"
        r"|\bneither fails nor|\bdoes not (?:come back|return|finish|end|progress)"
    ),
    "kept": (
        r"\breleas\w*|\bfree[ds]?\b|\bgiv(?:e|en|es|ing) (?:it |them )?back|\bghosts?\b|\bzombies?\b"
        r"|\borphan\w*|\bleak\w*|\bdead\b|\boccup\w*|\bheld\b|\bholds?\b|\bholding\b|\bresets?\b|\bclear\b"
        r"|\breturned\b|\bstill (?:count\w*|listed|there|taken)|\bno longer exist\w*|\bstays?\b"
    ),
    "full": (
        r"\bfull\b|\breach(?:ed|es)?\b|\bexhaust\w*|\b(\d{1,6}) ?(?:/|of|out of) ?\1\b|\bused up\b"
        r"|\bin use\b|\btaken\b"
    ),
    "ignored": (
        r"\bignor\w*|\bnot (?:\w+ ){0,2}(?:respect|enforc|appl|obey|work|honou?r|consider|limit|effect)\w*"
        r"|\bexceed\w*|\bdespite\b|\balthough\b|\bthough\b|\byet\b|\bno effect|\bdoes nothing|\bmore than\b"
        r"|\banyway\b|\bnevertheless\b|\bstill (?:start|run|launch|get)\w*"
    ),
    "crash": (
        r"\bcrash\w*|\bfail\w*|\bdies?\b|\bdied\b|\babort\w*|\bcancell?ed\b|\berrors?\b|\bexception"
        r"|\bkill(?:ed|s)?\b|\btraceback\b"
        r"|\braise[sd]? (?:[\w.`'-]+ ){0,3}`?[\w.]*(?:error|exception|timeout)"
    ),
    "http": r"\b(?:4|5)\d\d\b|\bmethod not allowed|\bunprocessable|\binternal server error"
    r"|validation error",
    "cancelling": r"\bcancelling\b|\bcancel(?:s|lation|ing)?\b",
    "gap": (
        r"\bgaps?\b|\bpauses?\b|\b(?:30|thirty|40|45|60) ?(?:s|sec|seconds?)\b|\bhalf a minute|\bslow\w*"
        r"|\bidl(?:e|es|ing)\b|\bholes?\b|\blonger and longer|\btakes? (?:\w+ ){0,4}(?:seconds"
        r"|minutes|long)"
    ),
    "order": (
        r"\border(?:ing)?\b|\bfifo\b|\bfirst (?:come|in)\b|\brandom\w*|\bovertak\w*|\bstarv\w*"
        r"|\bpriorit\w*|\bfair\w*|\bunfair|\bturn\b|\bnewest|\boldest|\bolder|\byounger"
    ),
    "gone": (
        r"\bgone\b|\bdeleted\b|\bno longer\b|\bevict\w*|\bkilled\b|\bcrashed\b|\bdead\b|\brecycled\b"
        r"|\bghosts?\b"
        r"|\bphantom|\bnobody\b|\bno one\b|\bno (?:run|task|flow|job|process|container|pod)s?\b|\bnothing\b"
        r"|\b(?:zero|0) (?:run\w*|active|holders|containers|in progress|of)\b|\bnot exist\b|\bare"
        r" not\b|\bfinished\b"
        r"|\bcompleted\b|\bfailed\b|\bcancelled\b|\bidle\b|\bended\b|\bnot alive\b|\breboots?\b"
        r"|\brestart\w*"
    ),
    "counted": (
        r"\bcounts?\b|\bcounted\b|\bactive\b|\bin use\b|\btaken\b|\bused\b|\bfull\b|\bholding\b"
        r"|\bholds?\b|\bstill\b"
        r"|\b(\d{1,6}) ?(?:/|of|out of) ?\1\b|\btakes? up\b|\boccup\w*|\bbelieves\b|\bblocked\b|\bblocks\b"
    ),
    "shown": (
        r"\bdisplay\w*|\boverview\b|\bmetrics?\b|\balerts?\b|\bgrafana\b|\bexposed\b|\bdashboard\b"
        r"|\boccupancy\b"
        r"|\bshow me\b|\bto be told\b|\bhint\b|\bvisible\b"
    ),
    "wish": (
        r"\b(?:want|wants|need|like|love|rather|wish|desire|please|should|must|may)\b|\bdo not"
        r" want\b|\bavoid\b"
    ),
    "nested": (
        r"\bnested\b|\bparents?\b|\bchild(?:ren)?\b|\bsubflows?\b|\bouter\b|\binner\b|\bitself\b"
        r"|\beach other\b"
        r"|\bits own\b|\banother task\b|\btasks? (?:inside|within|in|of) (?:of )?(?:a |an |another"
        r" )?tasks?\b|\brun_deployment"
    ),
    "per_machine": r"\bper (?:worker|agent|node|machine|vm|host|container)\b|\b(?:each|this|one|my"
    r"|our) (?:\w+ )?(?:vm|machine|laptop|host|pc)\b",
    "inside_one": r"\b(?:within|inside|in|of|for) (?:of )?"
    r"(?:this |that |a |the |one |my |each |single |same )+flow(?: run)?\b"
    r"|\bthis one flow\b|\bthe run\b",
    "across": (
        r"\b(?:across|among|between|over|by|from|no matter which|whichever|all|any|other) (?:all |of"
        r" |the |our |my |several"
        r" |two |both |different |other )*(?:flows|teams|repos|workspace)\b|\bshared?\b|\b(?:two"
        r"|both|several|all|different)"
        r" (?:\w+ )?flows\b"
    ),
    # What is asked.
    "who": (
        r"\bwho(?:se|m)?\b|\bwhich (?:\w+ )?(?:runs?|flows?|tasks?|jobs?|ones?)|\bholders?\b|\bin"
        r" possession"
        r"|\beats?\b|\busing\b"
    ),
    "see": (
        r"\bsee\b|\bshow(?:s|n|ed)?\b|\blist(?:s|ed)?\b|\bdisplay\w*|\bui\b|\bfind out|\blook up|\bvisible"
        r"|\boverview|\bwhere (?:is|are|do|can)|\btell\b|\bmetrics?|\balerts?\b|\bknow\b"
    ),
    "how": (
        r"\bhow (?:do|can|to|could|would|should|2|will)\b|\bpossib\w*|\bfeasible|\bcan (?:i|we|you|one)\b"
        r"|\bis (?:there|it) (?:a |any )?(?:way|something|option)|\bi(?:'d| would)? (?:like|want|need)"
        r"|\bwe(?:'d| would)? (?:like|want|need)|\bwants?\b|\bbest (?:way|practi[cs]e)|\bset\b"
        r"|\bconfigur\w*"
        r"|\bcreate\b|\bwhich (?:command|switch|key|flag|option|knob|feature|argument|number)|\bprevent\b"
        r"|\bavoid\b|\bmake sure|\bensure\b|\bwhat do (?:i|you|we)"
    ),
    "what": (
        r"\bwhat (?:does|is|are|happens|do|exactly|kinds?)\b|\bwhat'?s\b|\bdifferen\w+|\bmean(?:s|ing)?\b"
        r"|\bvs\b|\bdo(?:es)? (?:a|an|the|it|they|\w+ runs)\b|\bis (?:a|the|it|this)\b|\bexplain\w*"
        r"|\bif (?:i|a|the|we|both|several)\b|\bdefault\b|\bhow many\b|\bcounts?\b"
    ),
    "why": r"\bwhy\b|\bhow come\b|\breason\b|\bwrong\b|\bany idea",
    # What it may be about instead.
    "other_system": (
        r"\bopenai\b|\banthropic\b|\bslack\b|\bsnowflake\b|\bgithub\b|\bbigquery\b|\baws\b|\blambda\b"
        r"|\bdynamodb\b|\bsalesforce\b|\bmysql\b|\bkafka\b|\brabbitmq\b|\bcelery\b|\bairflow\b|\bspark\b"
        r"|\bdatabricks\b|\bjenkins\b|\bazure\b|\bclickhouse\b|\bnginx\b|\bgunicorn\b|\bjava\b"
        r"|\bgoroutines?\b|\bdocker ?hub\b|\bgitlab\b|\bstripe\b|\bdagster\b|\bspring\b|\basyncio\b"
        r"|\bpostgres\w*|\belastic\w*|\bgoogle\b|\bgemini\b|\bredshift\b|\bteradata\b"
        r"|\bsqlalchemy\b|\bs3\b|\bcloud run\b|\bgit(?:hub)?\b|\bjira\b|\bpower ?bi\b|\btableau\b|\bhttpx\b"
    ),
    "topic": (
        r"\bcach(?:e|ed|es|ing)\b|\bcron\b|\brrule|\bschedules\b|\bschedule (?:for|in|on|with|should"
        r"|a\b|my|was)"
        r"|\bscheduling\b|\binterval schedule|\btime ?zone|\bdaylight\b|\bmemory\b|\bram\b|\boom"
        r"|\bdocker build"
        r"|\bdockerfile|\bcompose\b|\blogin\b|\bsso\b|\bsign-on\b|\bpermissions?\b|\biam\b"
        r"|\bcertificates?\b"
        r"|\bssl\b|\btls\b|\bpasswords?\b|\bsecrets?\b|\bblocks? (?:type|doc)|\bautomations?\b"
        r"|\bwebhook action"
        r"|\bnotifications?\b|\be-?mail\b|\bartifacts?\b|\bvariables\b|\blogging\b|\bpersist\w*"
        r"|\bserializ\w*"
        r"|\bpickl\w*|\b(?:import|modulenotfound|attribute|key|value|filenotfound|name|script)error"
        r"|\bpydantic\b|\bmigrat\w*|\balembic\b|\bretention\b|\bpricing\b|\bwebsocket\b|\bingress\b"
        r"|\btolerations?\b|\brename\b|\bnaming\b|\bevent loop is closed|\bunauthorized|\b40[13]\b|\b413\b"
        r"|\bstate hooks?|\breturn value|\bpytest\b|\bsubprocess\b|\bssh\b|\bvacuum\b|\bbackup\b"
        r"|\bjob template"
        r"|\bparametri[sz]|\bparameters\b|\bvalidation error for\b|\bcolou?rs?\b|\bbenchmark\b"
        r"|\bhelm chart'?s?\b"
        r"|\btest harness|\bexit code\b|\bexit(?:ed)? with|\bstack ?traces?\b|\bmount\b|\bvolumes?\b"
        r"|\bstateless\b"
    ),
    "detail": (
        r"\bcpus?\b|\bimages?\b|\bparameters?\b|\bresults?\b|\bretries\b|\bproxy\b|\btemplates?\b"
        r"|\bfilter\b"
        r"|\b404\b|\bhooks?\b|\btrigger(?:s|ed)?\b|\btime ?outs?\b|\bschedule\b|\blogs?\b"
        r"|\bupgrade\b|\bui\b"
        r"|\bexceptions?\b|\bports?\b|\binstall\w*|\bdelete[ds]?\b|\bremoved?\b|\bnot found\b|\bsearch\w*"
        r"|\bstate\b|\bstates\b|\bhealth check|\bconnect\w*|\bdatabase\b"
    ),
    "more": (
        r"\bas (?:quick|fast)\w* as|\bgo in parallel|\beternity\b|\btwice as (?:slow|long)|\bspeed:"
        r"|\bquickly\b|\bfan out|\bfaster\b|\bfastest\b|\bspeed\b|\bmore (?:concurren|parallel)"
        r"|\bmaximum parallel|\bsequential\w*"
        r"|\bparalleli[sz](?!m)\w*|\bincrease\b|\bdistribute\b|\brather than\b"
    ),
    "elsewhere": (
        r"\bdentist\b|\belevator\b|\bwrestling\b|\blogo\b|\bletter\b|\bkinder\b|\bweather\b"
        r"|\bpoems?\b|\bhaiku\b|\blunch\b|\bparcel\b|\bcars?\b|\btrain\b|\bmotorway\b|\bbooks?\b"
        r"|\bslides\b|\bpresentation\b|\boffice\b|\bm\.2\b|\bpcie?\b|\bdhcp\b|\brouter\b|\breservations?\b"
        r"|\bslot machine|\bwashing\b|\bcoffee\b|\bdoctor\b|\bholiday|\bcalendar\b|\btraffic\b"
        r"|\btime slots?\b|\bmeeting\b"
    ),
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _CONCEPTS.items()}
_SENTENCE = re.compile(r"[.?!](?=\s|$)|\n")


@lru_cache(maxsize=64)
def concepts_of(wording: str) -> tuple[tuple[str, ...], ...]:
    """Return for each sentence of normal wording the ideas in it, in the order of the thesaurus."""
    sentences = (sentence for sentence in _SENTENCE.split(wording) if sentence.strip())
    return tuple(
        tuple(name for name, regex in _COMPILED.items() if regex.search(sentence)) for sentence in sentences
    )

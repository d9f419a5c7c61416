"""Which symptom the ideas of a sentence point to, in whatever order they stand."""

from __future__ import annotations

from bot.reading.meeting import Rule, rule
from bot.reading.phrases import Phrase

_LIMIT = "limit concurrency slot lock tag pool queue deployment code lease"

SYMPTOMS: dict[str, tuple[Rule, ...]] = {
    "slots_stuck": (
        rule(4, "slot lock limit concurrency tag pool queue deployment", "kept"),
        rule(5, "slot lock limit concurrency tag pool queue deployment worker", "gone", "counted"),
        rule(9, "how", "kept", "slot lock concurrency"),
    ),
    "visibility": (
        rule(5, "who", "slot lock limit pool queue tag concurrency"),
        rule(4, "see", "slot lock limit pool queue tag concurrency wait", "how why who what"),
        rule(4, "shown", "slot lock limit pool queue tag concurrency wait"),
    ),
    "how_to_configure": (
        rule(3, "how", "limit few lock rate concurrency"),
        rule(2, "how", "at_once"),
        rule(3, "wish", "few at_once limit lock rate queue concurrency"),
    ),
    "semantics_question": (rule(3, "what", _LIMIT),),
    "limit_not_enforced": (
        rule(4, "at_once", "ignored", "run task threads deployment limit pool queue"),
        rule(3, "limit concurrency tag", "ignored"),
    ),
    "runs_late_pending": (
        rule(3, "run task deployment pool queue", "wait"),
        rule(3, "run task deployment pool queue worker", "no_start"),
    ),
    "slow_acquisition": (
        rule(4, "gap", "slot limit lock tag rate"),
        rule(3, "gap", "run task deployment pool"),
    ),
    "starvation_ordering": (rule(5, "order", "wait queue slot run pool"),),
    "deadlock": (
        rule(4, "hang"),
        rule(4, "nested", "wait hang no_start"),
    ),
    "crash_on_limit": (rule(3, "crash", "limit slot concurrency code threads"),),
    "api_error": (rule(4, "http", "limit concurrency slot deployment code"),),
    "lease_renewal_failed": (rule(3, "lease", "crash gone"),),
    "worker_limit_stuck": (rule(4, "worker", "full limit", "gone no_start kept"),),
}
SYMPTOMS_SAID: dict[str, tuple[Phrase, ...]] = {
    "slots_stuck": (
        (
            8,
            (
                r"\b(?:killed|crash\w*|died|dies|oom\w*|reboot\w*|evict\w*|preempted)\b[^?\n]{0,120}"
                r"\b(\d{1,6}) ?(?:/|of|out of) ?\1\b"
                r"|\b(\d{1,6}) ?(?:/|of|out of) ?\2\b[^.?\n]{0,25}\b(?:forever|since|permanently"
                r"|for (?:days|hours))\b"
            ),
        ),
        (
            8,
            (
                r"\bactive[_ ]slots?\W{1,3}(\d{1,6})\b[^?\n]{0,30}\blimit\W{1,3}\1\b[^?\n]{0,120}"
                r"\b(?:nothing|none|no (?:\w+ )?(?:runs?|tasks?|flows?))\b"
            ),
        ),
        (
            5,
            (
                r"\blimits? (?:\S{1,60} )?(?:is |are |was |seems |looks |gets |got |still |always "
                r"|now )*stuck\b"
                r"|\b(?:nothing|no (?:\w+ ){0,2}(?:runs?|tasks?|flows?|pods?|jobs?|processes)(?: of ours)?)"
                r" (?:is |are )?(?:alive|active|there|running)\b[^.\n]{0,40}\breset\b"
            ),
        ),
        (
            9,
            (
                r"\b(\d{1,6}) ?(?:/|of|out of) ?\1\b(?: slots?)?[^\n]{0,60}\b(?:zero|0|no|none) (?:\w+ )?"
                r"(?:pods?|containers?|runs?|tasks?|process\w*|jobs?)\b"
            ),
        ),
    ),
    "awaiting_slot_stuck": (
        (6, r"awaiting ?concurrency ?slot"),
        (
            5,
            (
                r"\b(?:stuck|never|forever|remain\w*|hang|hours|days|night)\b[^?]{0,120}awaiting"
                r" ?concurrency ?slot"
                r"|awaiting ?concurrency ?slot[^?]{0,120}\b(?:stuck|never|forever|remain\w*|hang"
                r"|hours|days|night)\b"
            ),
        ),
        (3, r"\bwait\w* (?:for|on) (?:its|a|the|their) (?:concurrency )?slot\b"),
    ),
    "visibility": (
        (
            5,
            (
                r"\b(?:what|who|which)\b[^.?\n]{0,30}\b(?:holding|eats?|occupy\w*|fills?|ahead of"
                r"|blocks|uses? up|using"
                r" up|full with|inside)\b|\bwho (?:has|is in|got)\b|\bbehind (?:its|the) limit\b"
            ),
        ),
        (
            4,
            (
                r"\bhow (?:do|can|does) (?:i|we|one)\b[^.?\n]{0,25}\b(?:see|find out|tell|know|list"
                r"|look|get from)\b"
                r"|\bwhere (?:do|can|could|is|are)\b[^.?\n]{0,40}\b(?:see|look|shown|displayed"
                r"|listed|list|overview"
                r"|occupancy)\b|\b(?:overview|list|metric|alert|display|dashboard|exposed"
                r"|grafana)\b[^.?\n]{0,40}"
                r"\b(?:limits?|slots?|runs?|waits?|queue|pool|full)\b"
            ),
        ),
    ),
    "how_to_configure": (
        (
            5,
            (
                r"\bwhich (?:command|switch|key|flag|option|knob|feature|argument|field|setting"
                r"|env\w*|number)\b"
                r"|\bwhat(?:'s| is| are)? the (?:\w+ ){0,3}(?:command|switch|key|flag|option"
                r"|argument|field|setting"
                r"|yaml|env\w*|param\w*|terraform|equivalent|syntax|name)\b|\bwhere (?:do|can) (?:i"
                r"|we) (?:set|add|put)"
            ),
        ),
        (
            4,
            (
                r"\b(?:i'd|we'd|i would|we would|i|we) (?:rather|like|love|want|need|wish|must"
                r"|desire)\b|\bplease (?:tell"
                r"|advise|suggest)|\bkindly\b|\b(?:want|need|wan) (?:it|to|that|exactly|only)\b"
                r"|\bwhat do (?:i|we|you)"
                r" (?:need|use|have)|\bgive me\b|\bsuggest\w*|\bmake sure\b|\b(?:must|may|should|do)"
                r" (?:never|not)\b"
                r"[^.?\n]{0,30}\b(?:more|both|twice|two|once)\b|\bis there (?:a |any |something"
                r" )?(?:way|setting|option"
                r"|possib\w+|something|a prefect)"
            ),
        ),
        (5, r"\bcan (?:i|we|one) (?:set|use|configure|do|have) (?:this|that|it)\b"),
        (3, r"^\W*(?:limit|cap|spread|keep|set|update|only|avoid|lock)\b|, (?:how|where)\W*$|\bpls\W*$"),
    ),
    "semantics_question": (
        (
            4,
            (
                r"(?:^|[.?!\n,] ?)\W*(?:do|does|is|are|will|would|may|if|when|what|which|how (?:does"
                r"|do))\b[^.?\n]{0,160}"
                r"\b(?:count|hold|apply|applies|wins?|mean\w*|happens?|relate|include|affect|work"
                r"|kept|reset|served"
                r"|required|limited|add up|matter|per \w+|across|shared|same|default|both|own|each"
                r"|all|fail|failed"
                r"|queued|skipped|available|evaluated|bound|on top|largest|maximum"
                r"|minimum)\b[^.?\n]{0,80}\?"
            ),
        ),
        (
            4,
            (
                r"\bglossary\b|\bexplain\w*|\bdifference\b|\bvs\b|\bmeaning\b|\bwhat (?:is|are) (?:a |an"
                r" |the )?\w+\W*$"
            ),
        ),
    ),
    "limit_not_enforced": (
        (
            5,
            (
                r"\b(?:run|runs|executed|start\w*|started|granted)\b[^.?\n]{0,30}\b(?:twice(?! as)"
                r"|two times|a second"
                r" time|by two)\b|\btwo pods\b|\bduplicate\w*\b|\blets? everyone\b|\bnothing is"
                r" limited\b|\bno influence\b"
                r"|\bdoes ?n[o']?t care\b|\bnot taken over\b|\bunprotected\b|\bbursts? of\b"
                r"|\binactive\b|\bswitched off\b"
            ),
        ),
        (
            7,
            (
                r"\b(?:never|not|hardly) (?:\w+ ){0,3}(?:block|wait|throttl|hold)(?:s|ing|ed)?\b[^.?\n]{0,30}"
                r"\b(?:\d+|all|everything)\b|\b(?:\d+|all) (?:of them )?(?:go|went|gets?|got|comes?"
                r"|came|pass)"
                r" (?:right |straight )?through\b|\bset to \d+\W[^?\n]{0,60}\b\d+ (?:flow "
                r"|task )?runs? running\b"
            ),
        ),
        (
            9,
            (
                r"\b(?:each|every) replica\b|\bper-replica\b|\breplicas\b[^.?\n]{0,200}\b(?:own memory"
                r"|under-?enforced)|\bstop being global\b"
            ),
        ),
    ),
    "slow_acquisition": (
        (
            4,
            (
                r"\bback-?off\b|\bcrawl\w*|\btrickl\w*|\bthroughput\b|\b(?:half|far lower|only \d+"
                r" (?:calls|runs|tasks))"
                r"\b[^.?\n]{0,40}\b(?:rate|allowed|minute)\b|\b(?:seconds|secs|s|minutes) (?:later"
                r"|are lost|before)\b"
                r"|\bin waves\b|\b(?:pause|gap|hole|idle\w*|delay)\b[^.?\n]{0,30}\bbetween\b"
                r"|\bbetween\b[^.?\n]{0,40}"
                r"\b(?:pause|gap|hole|idle\w*|delay|seconds)\b|\b(?:slower|slow)\b"
            ),
        ),
    ),
    "starvation_ordering": (
        (
            5,
            (
                r"\bnever (?:gets? |is |are |been )?(?:served|its turn|their turn"
                r"|a turn)\b[^.\n]{0,40}\b(?:as long as"
                r"|while|because|as)\b|\b(?:goes|go|went|runs?|taken|started|served) (?:first|before)\b"
                r"|\bovertak\w*"
                r"|\bsequence\b|\bnewest\b"
            ),
        ),
    ),
    "deadlock": (
        (
            5,
            (
                r"\bstandstill\b|\bstands? still\b|\bneither (?:fails|ends)|\bfor ?ever\b"
                r"|\bdoomsday\b|\bnothing"
                r" (?:goes on|progresses|moves|happens)\b|\bhalf ?way\b|\bstops? for good\b|\bwaits?"
                r" for (?:a run of )?"
                r"(?:itself|each other|its own)\b|\bstalls\b|\bnever (?:comes back|returns|moves)\b"
            ),
        ),
    ),
    "crash_on_limit": (
        (4, r"\b\w*(?:worker|runner|agent)`? (?:crash\w*|exits?|goes down|dies)\b"),
        (
            5,
            (
                r"\b(?:fails?|failed|dies|cancell?ed|aborted|breaks off|goes down|exits?|killed"
                r"|throws|raises?)\b[^.?\n]{0,60}"
                r"\b(?:instead of|rather than|as soon as|instantly|including|even the)\b|\binstead"
                r" of (?:waiting|failing)"
                r"|\bso it waits\b|\bwant it to wait\b|\bslots? (?:are )?requested\b|\bslot lost\b"
                r"|\blost its slot\b"
            ),
        ),
    ),
    "worker_limit_stuck": (
        (
            6,
            (
                r"\b(?:worker|agent|runner)\b[^.?\n]{0,80}\b(?:thinks|believes|says?|stale|token|full"
                r"|idle|stuck)\b"
            ),
        ),
    ),
}
# What only a few people see; when their words stand there, nothing else is meant.

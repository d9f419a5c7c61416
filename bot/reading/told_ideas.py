"""Which symptom and which mechanism the ideas of a sentence point to, in whatever order they stand."""

from __future__ import annotations

import re

from bot.reading.concepts import concepts_of
from bot.reading.phrases import Phrase, weigh

Groups = tuple[frozenset[str], ...]
Rule = tuple[float, Groups]


def _rule(weight: float, *groups: str) -> Rule:
    return weight, tuple(frozenset(group.split()) for group in groups)


_LIMIT = "limit concurrency slot lock tag pool queue deployment code lease"

SYMPTOMS: dict[str, tuple[Rule, ...]] = {
    "slots_stuck": (
        _rule(4, "slot lock limit concurrency tag pool queue deployment", "kept"),
        _rule(5, "slot lock limit concurrency tag pool queue deployment worker", "gone", "counted"),
        _rule(9, "how", "kept", "slot lock concurrency"),
    ),
    "visibility": (
        _rule(5, "who", "slot lock limit pool queue tag concurrency"),
        _rule(4, "see", "slot lock limit pool queue tag concurrency wait", "how why who what"),
        _rule(4, "shown", "slot lock limit pool queue tag concurrency wait"),
    ),
    "how_to_configure": (
        _rule(3, "how", "limit few lock rate concurrency"),
        _rule(2, "how", "at_once"),
        _rule(3, "wish", "few at_once limit lock rate queue concurrency"),
    ),
    "semantics_question": (_rule(3, "what", _LIMIT),),
    "limit_not_enforced": (
        _rule(4, "at_once", "ignored", "run task threads deployment limit pool queue"),
        _rule(3, "limit concurrency tag", "ignored"),
    ),
    "runs_late_pending": (
        _rule(3, "run task deployment pool queue", "wait"),
        _rule(3, "run task deployment pool queue worker", "no_start"),
    ),
    "slow_acquisition": (
        _rule(4, "gap", "slot limit lock tag rate"),
        _rule(3, "gap", "run task deployment pool"),
    ),
    "starvation_ordering": (_rule(5, "order", "wait queue slot run pool"),),
    "deadlock": (
        _rule(4, "hang"),
        _rule(4, "nested", "wait hang no_start"),
    ),
    "crash_on_limit": (_rule(3, "crash", "limit slot concurrency code threads"),),
    "api_error": (_rule(4, "http", "limit concurrency slot deployment code"),),
    "lease_renewal_failed": (_rule(3, "lease", "crash gone"),),
    "worker_limit_stuck": (_rule(4, "worker", "full limit", "gone no_start kept"),),
}
SYMPTOMS_SAID: dict[str, tuple[Phrase, ...]] = {
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
                r"\b(?:goes|go|went|runs?|taken|started|served) (?:first|before)\b|\bovertak\w*"
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
RARE: dict[str, re.Pattern[str]] = {
    "api_rate_limited_429": re.compile(
        r"\b429\b|\btoo many requests\b|\bapi rate limits?\b|\bcloud\b[^.?\n]{0,60}\b(?:throttl\w*"
        r"|rate[- ]limit\w*)"
        r"|\brate[- ]limit\w*\b[^.?\n]{0,60}\bcloud\b"
    ),
    "runs_stuck_cancelling": re.compile(
        r"\bcancelling\b[^\n]{0,80}\b(?:keeps?|still|continues?|stays?|days|hours?|forever|never"
        r"|remains?|stuck"
        r"|takes|since|next)\b|\b(?:stuck|stays?|remains?|hangs?|runs?|rid of) (?:\w+ ){0,3}in"
        r" \W?cancelling"
        r"|\bcancell?ation never\b"
    ),
    "zombie_running": re.compile(
        r"\b(?:still|remains?|stay|displayed|shown|shows)\b[^.?\n]{0,12}\b(?:as |in )?running\b[^\n]{0,60}"
        r"\b(?:gone|off|power|preempted|dead|switched|machine)\b|\b(?:gone|preempted|power cut"
        r"|dead)\b[^\n]{0,40}"
        r"\b(?:still|displayed|shown|shows)\b[^.?\n]{0,12}\brunning\b|\bghost runs? in running\b"
    ),
    "docs_ui_bug": re.compile(r"\bshow(?:s|n)?\b[^.?\n]{0,60}\bas (?:in)?active\b"),
    "runs_disappear": re.compile(
        r"\bruns?\b[^.?\n]{0,60}\b(?:vanish\w*|disappear\w*|simply gone|are gone)\b"
    ),
    "lease_crash_zombie_infra": re.compile(
        r"\blease\b[^\n]{0,120}\b(?:pods?|container|ecs|job|infrastructure)\b[^\n]{0,60}\b(?:lives?"
        r" on|keeps?|idle"
        r"|remain\w*|still|alive)\b|\b(?:pods?|container|ecs|job)\b[^\n]{0,80}\b(?:keeps?|idle"
        r"|remain\w*|alive"
        r"|lives? on)\b[^\n]{0,120}\blease\b|\bzombie pods?\b[^\n]{0,160}\blease\b"
    ),
}

MECHANISMS: dict[str, tuple[Rule, ...]] = {
    "task_tag": (
        _rule(4, "tag", "limit slot concurrency kept wait hang gap few at_once full who"),
        _rule(2, "task", "few", "at_once run"),
        _rule(3, "task", "concurrency", "wait gap limit slot"),
        _rule(2, "tag", "task"),
    ),
    "global": (
        _rule(4, "lock"),
        _rule(3, "few limit", "across"),
        _rule(4, "code", "limit slot wait hang crash kept concurrency"),
    ),
    "deployment": (
        _rule(3, "deployment", "limit slot few at_once kept wait concurrency full lock"),
        _rule(2, "run", "few", "wait at_once how order"),
    ),
    "work_pool": (_rule(4, "pool", "limit few full slot concurrency kept who at_once"),),
    "work_queue": (
        _rule(4, "queue", "limit few full slot concurrency kept who order"),
        _rule(3, "queue", "pool"),
    ),
    "worker": (
        _rule(4, "worker", "limit few full at_once slot kept concurrency"),
        _rule(4, "per_machine", "few limit"),
    ),
    "task_runner": (
        _rule(4, "threads", "limit few hang task at_once wait full"),
        _rule(4, "nested", "task", "wait hang"),
        _rule(4, "task", "few limit at_once", "inside_one"),
    ),
    "rate_limit": (
        _rule(4, "rate", "calls"),
        _rule(3, "rate", "limit few"),
    ),
}
MECHANISMS_SAID: dict[str, tuple[Phrase, ...]] = {
    "task_tag": (
        (
            3,
            (
                r"\btask(?: run)? concurrency\b|\blimits? (?:for|on) (?:the |an? |one |my )?(?:inner "
                r"|outer )?tasks?\b"
            ),
        ),
        (
            4,
            (
                r"\btask runs?\b[^?]{0,250}\bconcurrency limit|\bconcurrency limits?\b[^?]{0,250}\btask"
                r" runs?\b"
            ),
        ),
    ),
    "deployment": (
        (
            5,
            (
                r"\bflow(?:[- ]level)? concurrency\b|\bconcurrency at (?:the )?flow[- ]level"
                r"|\bdeployment:\W?[0-9a-f<{…]"
            ),
        ),
        (3, r"\bslots are no longer reserved\b|\bterminating execution\b"),
        (
            4,
            (
                r"\bone (?:by one|after (?:another|the other))\b|\bprevious run\b|\boverlap\w*"
                r"|\bpile up\b|\balready (?:one|a"
                r" run|runs|running)\b|\bcollide\b|\bsecond copy\b|\bsame flow\b"
            ),
        ),
        (3, r"\bcrashed?\b[^\n]{0,120}\blease\b|\blease\b[^\n]{0,120}\bcrashed?\b|\bduring provisioning\b"),
        (
            3,
            (
                r"\b(?:for|on|over|across|of|by|both) (?:multiple|several|both|all|two|three|\d"
                r"|these|a group of)"
                r" (?:\w+ )?deployments\b"
            ),
        ),
    ),
    "global": (
        (2, r"\b(?:own|in[- ]process|in) memory\b|\breplicas?\b"),
        (
            4,
            (
                r"\bnamed limits?\b|\block\b|\b(?:several|two|both|all|seven|different) (?:of the |of"
                r" our )?flows\b"
            ),
        ),
        (
            5,
            (
                r"\b(?:for|per) (?:a |each |one |every )?(?:given |single )?(?:key|tenant|customer"
                r"|region|file|id)\b"
            ),
        ),
        (
            4,
            (
                r"create_global_concurrency_limit|\bshared? resource|\bresource\b|\bsession\b|\bwhole"
                r" workspace\b"
            ),
        ),
    ),
    "worker": (
        (
            4,
            (
                r"\b(?:a?serve|served)\b[^.?\n]{0,60}\b(?:limit|cap|more than|parallel|at once|one|busy"
                r"|everything)\b"
            ),
        ),
        (3, r"\bagents?\b[^.?\n]{0,60}\b(?:limit|stale|simultan\w*|as many)\b"),
    ),
    "work_queue": ((4, r"\blanes?\b|\bpriorit\w*|\bupcoming runs\b"),),
    "task_runner": (
        (5, r"\bdefault (?:limit|number)[^.?\n]{0,20}\bconcurrent tasks?\b|\bcan not start new thread\b"),
        (4, r"\btask ?runner\b|\bthreads?\b|\bwithout tags\b|\bw/o tags\b|\bbatches of\b"),
    ),
    "rate_limit": (
        (
            4,
            (
                r"\b\d+ (?:s|secs?|seconds?|minutes?) apart\b|\bevery (?:\w+ )?(?:seconds?|minutes?)\b"
                r"|\bevenly\b"
            ),
        ),
    ),
}

_ACTIVE_SLOTS = re.compile(r"\bactive[ _]slots?\b")
_KINDS = frozenset({"tag", "task", "deployment", "pool", "queue", "worker"})
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "single": 1,
}
_NUMBER = r"(\d{1,6}|one|two|three|four|five|six|seven|ten|single)"
_LIMITED_TO = re.compile(
    rf"\b(?:limit(?:s|ed)?|capped|concurrency|max\w*|--limit)\b[^.?\n\d]{{0,30}}?\b{_NUMBER}\b"
    rf"|=\s?{_NUMBER}\b"
)
_RUNNING = re.compile(
    rf"\b{_NUMBER} (?:[\w.-]+ ){{0,5}}?(?:run\w*|active|start\w*|at once|parallel|at the same"
    rf"|simultan\w*|together"
    r"|go through|launch\w*|in flight|tasks|flows|jobs|containers|executed|processes|submitted|calls"
    r"|requests)\b"
    rf"|\b(?:run\w*|start\w*|launch\w*|submit\w*|pull\w*|count|executes?|takes?|took|shows?|see|were|are) "
    rf"(?:\w+ )?{_NUMBER}\b"
)


def _number(match: re.Match[str]) -> int:
    text = next(group for group in match.groups() if group)
    return _NUMBERS[text] if text in _NUMBERS else int(text)


def exceeds(wording: str) -> bool:
    """Tell whether more is said to run than a limit that is named beside it allows."""
    limits = [(match.span(), _number(match)) for match in _LIMITED_TO.finditer(wording[:2_000])]
    if not limits:
        return False
    spans = [span for span, _ in limits]
    running = [
        _number(match)
        for match in _RUNNING.finditer(wording[:2_000])
        if not any(
            start <= match.start() < end or match.start() <= start < match.end() for start, end in spans
        )
    ]
    return any(limit < count <= 1_000 for _, limit in limits for count in running)


def _weighed(
    rules: dict[str, tuple[Rule, ...]], said: dict[str, tuple[Phrase, ...]], wording: str
) -> dict[str, float]:
    sentences = [frozenset(ideas) for ideas in concepts_of(wording)]
    scores: dict[str, float] = {}
    for name, table in rules.items():
        score = sum(
            weight
            for weight, groups in table
            if any(all(ideas & group for group in groups) for ideas in sentences)
        )
        if score:
            scores[name] = score
    for name, phrases in said.items():
        score = weigh(phrases, wording)
        if score:
            scores[name] = scores.get(name, 0.0) + score
    return scores


def symptom_ideas(wording: str) -> dict[str, float]:
    """Return what the ideas say of each symptom."""
    scores = _weighed(SYMPTOMS, SYMPTOMS_SAID, wording)
    if exceeds(wording):
        asked = any("how" in ideas for ideas in concepts_of(wording))
        scores["limit_not_enforced"] = scores.get("limit_not_enforced", 0.0) + (2 if asked else 6)
    return scores


def mechanism_ideas(wording: str) -> dict[str, float]:
    """Return what the ideas say of each mechanism."""
    scores = _weighed(MECHANISMS, MECHANISMS_SAID, wording)
    if _ACTIVE_SLOTS.search(wording) and not any(
        _KINDS.intersection(ideas) for ideas in concepts_of(wording)
    ):
        scores["global"] = scores.get("global", 0.0) + 4
    return scores


def rare_symptoms(wording: str) -> list[str]:
    """Return the rare symptoms whose words stand in the text."""
    return [name for name, regex in RARE.items() if regex.search(wording)]

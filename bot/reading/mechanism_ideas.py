"""Which mechanism the ideas of a sentence point to, in whatever order they stand."""

from __future__ import annotations

import re

from bot.reading.concepts import concepts_of
from bot.reading.meeting import Rule, rule, weigh_meetings
from bot.reading.phrases import Phrase

MECHANISMS: dict[str, tuple[Rule, ...]] = {
    "task_tag": (
        rule(4, "tag", "limit slot concurrency kept wait hang gap few at_once full who"),
        rule(2, "task", "few", "at_once run"),
        rule(3, "task", "concurrency", "wait gap limit slot"),
        rule(2, "tag", "task"),
    ),
    "global": (
        rule(4, "lock"),
        rule(3, "few limit", "across"),
        rule(4, "code", "limit slot wait hang crash kept concurrency"),
    ),
    "deployment": (
        rule(3, "deployment", "limit slot few at_once kept wait concurrency full lock"),
        rule(2, "run", "few", "wait at_once how order"),
    ),
    "work_pool": (rule(4, "pool", "limit few full slot concurrency kept who at_once"),),
    "work_queue": (
        rule(4, "queue", "limit few full slot concurrency kept who order"),
        rule(3, "queue", "pool"),
    ),
    "worker": (
        rule(4, "worker", "limit few full at_once slot kept concurrency"),
        rule(4, "per_machine", "few limit"),
    ),
    "task_runner": (
        rule(4, "threads", "limit few hang task at_once wait full"),
        rule(4, "nested", "task", "wait hang"),
        rule(6, "task", "few limit at_once", "inside_one"),
    ),
    "rate_limit": (
        rule(4, "rate", "calls"),
        rule(3, "rate", "limit few"),
    ),
}
MECHANISMS_SAID: dict[str, tuple[Phrase, ...]] = {
    "task_tag": (
        (6, r"\b(?:any\w*|every\w*|all|tasks?|those) (?:\w+ )?labell?ed\b"),
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
        (
            6,
            (
                r"\b(?:next|second|following|new|later) (?:\w+ ){0,3}(?:starts?|begins?|kicks? in"
                r"|launch\w*|fires?)"
                r"\b[^.?\n]{0,30}\b(?:on top of|while|before|although|already)\b"
                r"|\b(?:hourly|daily|nightly|weekly|cron|every (?:\w+ ){0,2}(?:min|hour"
                r"|day)\w*)\b[^.?\n]{0,80}"
                r"\b(?:overran|overruns?|takes? longer|on top of|still (?:at it|busy|going|running)"
                r"|not (?:yet )?(?:done|finished|over))\b"
                r"|\bskip (?:the )?(?:new|next|second)\b|\bmax_active_runs"
                r"|\b(?:next|second|latter|later|following|new)\b[^.?\n]{0,60}\b(?:hold off|on hold"
                r"|wait\w*|queue\w*)\b"
                r"[^.?\n]{0,30}\b(?:until|till)\b[^.?\n]{0,30}\b(?:first|former|previous|earlier|old)\b"
                r"|\bruns of\b[^.?\n]{0,60}\b(?:queue up|wait|overlap|together)\b"
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

# "Our pool with limit 4": that limit is meant, whatever else is named.
_OWNER = re.compile(
    r"\b(tag|deployment|pool|queue|worker|gcl)\b(?: \S{1,60}){0,2} (?:with|has|having) (?:\w+ ){0,3}?"
    r"(?:limit|cap)\b(?: (?:of|=|is|:))? ?\d"
)
_OWNERS = {
    "tag": "task_tag",
    "deployment": "deployment",
    "pool": "work_pool",
    "queue": "work_queue",
    "worker": "worker",
    "gcl": "global",
}
_OWNS = 14.0
_ACTIVE_SLOTS = re.compile(r"\bactive[ _]slots?\b")
_KINDS = frozenset({"tag", "task", "deployment", "pool", "queue", "worker"})


def mechanism_ideas(wording: str) -> dict[str, float]:
    """Return what the ideas say of each mechanism."""
    scores = weigh_meetings(MECHANISMS, MECHANISMS_SAID, wording)
    if owner := _OWNER.search(wording):
        name = _OWNERS[owner[1]]
        scores[name] = scores.get(name, 0.0) + _OWNS
    if _ACTIVE_SLOTS.search(wording) and not any(
        _KINDS.intersection(ideas) for ideas in concepts_of(wording)
    ):
        scores["global"] = scores.get("global", 0.0) + 4
    return scores

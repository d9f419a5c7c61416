"""Symptoms that need more than words that meet: the rare ones, and more running than a limit allows."""

from __future__ import annotations

import re

from bot.reading.concepts import concepts_of
from bot.reading.meeting import weigh_meetings
from bot.reading.symptom_rules import SYMPTOMS, SYMPTOMS_SAID

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

# Who calls rate_limit() before a service hears 429 from that service, not from Prefect's API.
_OWN_RATE_LIMIT = re.compile(r"\brate_limit\b|\bslot[_ ]decay")

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


def symptom_ideas(wording: str) -> dict[str, float]:
    """Return what the ideas say of each symptom."""
    scores = weigh_meetings(SYMPTOMS, SYMPTOMS_SAID, wording)
    if exceeds(wording):
        asked = any("how" in ideas for ideas in concepts_of(wording))
        scores["limit_not_enforced"] = scores.get("limit_not_enforced", 0.0) + (2 if asked else 6)
    return scores


def rare_symptoms(wording: str) -> list[str]:
    """Return the rare symptoms whose words stand in the text."""
    named = [name for name, regex in RARE.items() if regex.search(wording)]
    if _OWN_RATE_LIMIT.search(wording):
        return [name for name in named if name != "api_rate_limited_429"]
    return named

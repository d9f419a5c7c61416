"""Prose in one spelling: lower case, one form for each term, key words corrected."""

from __future__ import annotations

import re

_KEY_WORDS = (
    "concurrency concurrent concurrently deployment deployments pending awaiting scheduled running released release "
    "renewal renewed acquire acquired acquiring crashed crashes cancelled cancelling deadlock deadlocked collision "
    "strategy simultaneously parallel enforced respected ignored configure throttle workers maximum limits limited "
    "waiting blocked blocking overlapping occupied"
).split()
# Ordinary words one letter away from a key word.
_LEAVE = frozenset(
    """schedule schedules scheduler scheduling ending sending running cancelled released releases release releaser
    renewable renews required acquires crash crasher parallels enforces enforce respects respect working worker workload
    deploying deployed deploys concurrence configured configures awaits waits wanting writing block blocker blocks
    limit limiter limiting cancelling cancels cancelation maximal minimum ruining turning ignores ignore occupies occupy
    bending lending mending tending vending spending depending turning cunning strategic currently recurrent
    current""".split()
)
_SHORT = {
    "limt": "limit",
    "limmit": "limit",
    "limti": "limit",
    "lmit": "limit",
    "que": "queue",
    "queu": "queue",
    "qeue": "queue",
    "queueu": "queue",
    "slto": "slot",
    "solts": "slots",
    "stcuk": "stuck",
    "stuk": "stuck",
    "leese": "lease",
    "canceled": "cancelled",
    "canceling": "cancelling",
    "runing": "running",
    "runnning": "running",
    "wokrer": "worker",
    "workr": "worker",
    "tsak": "task",
    "flwo": "flow",
    "gcls": "gcl",
    "concurrancy": "concurrency",
}


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


# A word and a key word that become equal when each loses at most one letter are one typing error apart.
_NEAR = {short: word for word in reversed(_KEY_WORDS) for short in {word, *_shorter(word)}}
_WORD = re.compile(r"[a-z]{3,}")
_TERMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bwork[-_ ]?pools?\b"), "work pool"),
    (re.compile(r"\bwork[-_ ]?queues?\b"), "work queue"),
    (re.compile(r"\btask[-_]?runs\b"), "task runs"),
    (re.compile(r"\btask[-_]?run\b"), "task run"),
    (re.compile(r"\bflow[-_]?runs\b"), "flow runs"),
    (re.compile(r"\bflow[-_]?run\b"), "flow run"),
    (re.compile(r"\brate[- ]limit"), "rate limit"),
    (re.compile(r"\b(can|do|does|is|are|was|did|wo|would|should|has|have|ca)n'?t\b"), r"\1 not"),
    (re.compile(r"\bcan not not\b|\bcan not\b|\bcannot\b|\bca not\b"), "can not"),
    (re.compile(r"\bwo not\b"), "will not"),
    (re.compile(r"[ \t]+"), " "),
)


def _corrected(match: re.Match[str]) -> str:
    word = match.group()
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < 6 or word in _LEAVE:
        return word
    found = _NEAR.get(word)
    if found:
        return found
    return next((_NEAR[short] for short in sorted(_shorter(word)) if short in _NEAR), word)


def normal_wording(text: str) -> str:
    """Return the text as the phrase tables expect it. Linear in the length of the text."""
    text = _WORD.sub(_corrected, text.lower())
    for regex, term in _TERMS:
        text = regex.sub(term, text)
    return text

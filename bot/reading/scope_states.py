"""Runs in a state that waits, or ended unasked: in scope whatever else a message speaks of."""

from __future__ import annotations

import re

_RUNS = r"\b(?:(?:flow |task )?runs?|flows?|tasks?|deployments?)\b"
_STAY = (
    r"(?:are|is|was|were|be|been|being|stays?|stayed|stuck|remain\w*|sits?|sitting|hangs?|hanging|goes|go"
    r"|turns?|becomes?|keeps?|left|pil(?:e|es|ed|ing) up|queu(?:e|es|ed|ing) up|ends? up|gets?|got)"
)
_WAITING = r"(?:late|pending|awaiting ?concurrency ?slot)"
_IN = r"(?: (?:all|always|still|now|just|too|in|as|at|state|the|status))*"
# Of something else than runs, or of a state that they only pass through.
_BESIDE = (
    r"(?! (?:pods?|containers?|jobs?|order|payment|invoice|approval|review|migration|pr)\b)"
    r"(?![^.?!\n]{0,20}\bthen\b)"
)
_WAITS = re.compile(
    rf"{_RUNS}[^.?!\n]{{0,60}}?\b{_STAY}{_IN} [\"'`]?{_WAITING}\b{_BESIDE}"
    rf"|\b(?:flow runs?|task runs?|runs|flows|tasks|deployments?) [\"'`]?{_WAITING}\b{_BESIDE}"
    rf"|[\"'`]?\b{_WAITING}[\"'`]? (?:flow |task )?runs?\b"
)
_ENDED = (
    r"(?:goes|go|went|gets?|got|getting|is|are|was|were|been|being|ends?(?: up)?|ended(?: up)?|turns?|turned"
    r"|becomes?)"
)
CANCELLED = (
    rf"\b(?:runs?|deployments?)\b[^.?!\n]{{0,30}}?\b{_ENDED}(?: (?:all|always|just|immediately|in|as|to|into"
    r"|state|the|auto\w*|straight|randomly))* [\"'`]?cancelled\b"
    r"|\bwhy (?:is|was|are|were|did|do|does|has|have)\b[^.?!\n]{0,30}\bruns?\b[^.?!\n]{0,30}"
    r"\bcancelled\b"
    r"|\bruns? (?:just |all |have |has |had )*cancelled (?:by )?(?:themselves|itself)\b"
)
# Who cancelled it is known, or how to do it is asked.
_BY_HAND = re.compile(
    r"\bcancelled (?:it|them|by (?:the |a |my |our )?(?:user|me|hand|colleague|operator|admin|someone))\b"
    r"|\b(?:i|we|he|she|they|user) (?:have |has |just |had |manually )*cancelled\b"
    r"|\b(?:if|when|whether|once|that|after)\b[^.?!\n]{0,40}\bcancelled\b"
)


def names_a_waiting_state(wording: str) -> bool:
    """Tell whether normal wording says that runs are in a state in which Prefect lets them wait."""
    return _WAITS.search(wording) is not None


def is_cancelled_unasked(wording: str) -> bool:
    """Tell whether normal wording says that runs were cancelled and no person did it."""
    return re.search(CANCELLED, wording) is not None and not _BY_HAND.search(wording)

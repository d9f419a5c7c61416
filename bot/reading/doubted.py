"""Whether a person denies what a signature finds in their words, or only guesses it."""

from __future__ import annotations

import re
from collections.abc import Container

_REACH = 120  # characters before a match that are looked at
_CODE = re.compile(r"[(=]")
_NOT = (
    r"(?:not|never|no ?(?:one|body)?|none of (?:the|our|my)|nothing|neither|nor|without"
    r"|(?:is|are|was|were|has|have|had|do|does|did|ca|wo)n['\u2019]?t|cannot)"
)
# Between the "not" and what it denies stand only words such as these: "nobody has ever paused".
_BETWEEN = (
    r"(?:is|are|was|were|been|be|being|has|have|had|got|do|does|did|there|any|an?|the|our|my|your|its|this"
    r"|that|one|such|of|ever|even|yet|really|actually|currently|just|else|put|set|use[ds]?|using|add(?:ed)?"
    r"|single|in|we|i|you|they|see|call(?:s|ed|ing)?|takes?|taken|taking|nest(?:s|ed|ing)?)"
)
_DENIES = re.compile(rf"(?i)\b{_NOT}(?: {_BETWEEN}){{0,5}}[ \"'`*]{{1,3}}$")
_DENIES_NOTHING = re.compile(r"(?i)\bnot (?:only|just)(?: \w+){0,3} $")
_DENIED_AFTER = re.compile(
    r"(?i)^(?:[^\n.?!,;]{0,20}\?|[,:]) (?:no|nope|nah)\b"
    r"|^[^\n.?!,;]{0,20}\b(?:ruled out|excluded|is(?: not|n't) the (?:case|reason|cause))\b"
)
_GUESSES = re.compile(
    r"(?i)\b(?:could|might|may|maybe|perhaps|possibly|can|if|whether|unless|suppose|suspect\w{0,3}|wonder\w{0,3}"
    r"|guess\w{0,3}|is there|are there|do (?:i|we) have|did (?:i|we|you|some(?:one|body)))\b[^\n.?!]{0,50}$"
)
# Who asks whether it is so because of what they did says that they did it.
_GIVEN = re.compile(r"(?i)\b(?:because|since|although|though|that) (?:i|we|my|our)\b[^\n.?!,]{0,40}$")


def is_doubted(text: str, start: int, end: int, unless: Container[str]) -> bool:
    """Tell whether a person's words from `start` to `end` are denied or guessed.

    Code is never guessed; it is denied only by a "not" before it: "we don't use x.with_options(tags=…)".
    """
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if _CODE.search(text, start, end):
        return "denied" in unless and _is_denied(before, "")
    if "denied" in unless and _is_denied(before, after):
        return True
    return "guessed" in unless and bool(_GUESSES.search(before)) and not _GIVEN.search(before)


def _is_denied(before: str, after: str) -> bool:
    denies = _DENIES.search(before) and not _DENIES_NOTHING.search(before)
    return bool(denies or _DENIED_AFTER.search(after))

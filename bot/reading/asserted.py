"""Whether a text asserts what it names: or denies, asks, only thinks of it, plans it, tells of a remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Stance = Literal["asserted", "denied", "asked", "thought_of", "to_come", "remedy"]

_REACH = 240  # characters of a sentence looked at on each side
_END = re.compile(r"[.!?]+(?=\s|$)|\n")
# What stands behind one of these is said by itself: "no lease is renewed since the server restarted".
_JOINT = re.compile(
    r"(?i)[,;:()]|\s[-/]\s|\b(?:and|but|though|although|however|because|since|after|when(?:ever)?|while|until"
    r"|before|(?<!at )once|then|which|due to|following|as soon as)\b"
)
_COMMA = re.compile(r"[,;:]")
_DENIES_NOTHING = re.compile(
    r"(?i)\bnot (?:only|just|sure why|long)\b|\bno (?:doubt|wonder|(?:idea|clue) why)\b"
    r"|\b(?:don'?t|do not) know why\b"
)
_NOT = r"not|never|(?:was|were|did|has|have|had|is|are|do|does|ca|wo|would|could|should)n'?t"
_DENIES = re.compile(
    rf"(?i)\b(?:{_NOT}|nobody|no ?one|none|nothing|neither|nor|without|no|hardly|rather than|instead of)\b"
)
_DENIED_AFTER = re.compile(
    rf"(?i)^\W{{0,3}}(?:(?:is|was|were|did|does|has|have|had|it|that|says|shows) ){{0,2}}(?:{_NOT}|nothing)\b"
    r"|^ (?:\w+ ){0,3}(?:ruled out|excluded)\b|^\W{1,3}(?:no|nope|nah|negative)\b"
)
# "They say it restarted, but it didn't": whether it "didn't help" is another matter.
DENIED_AT_LAST = re.compile(
    r"(?i)^[^.?!,;\n]{0,40},? ?\b(?:but|though|although|yet)\W{1,3}"
    r"(?:(?:it|that|this|they|we|in fact|actually) ){0,2}"
    r"(?:(?:did|was|were|has|have|had|is)(?:n'?t| not)|never)"
    r"(?: (?:\w+ )?(?:so|true|happen(?:ed)?|the case|restart(?:ed)?|at all))?(?=\W*(?:[,.;!?\n]|$))"
)
_ITEM = r"(?:[\w-]+ ){0,3}[\w-]+"
_LISTED_AS_ABSENT = re.compile(
    rf"(?i)\b(?:no|neither|without) {_ITEM}(?:, {_ITEM}){{0,4}},? (?:or|nor) {_ITEM}"
)
_SOMEBODY = (
    r"(?:the|our|my|your|an?|any|some|it|this|that|there|we|i|you|they|someone|somebody|anyone|prefect|api"
    r"|servers?|leases?|runs?)"
)
_ASKS = re.compile(
    r"(?i)^\W*(?:(?:so|and|but|or|no|hi|hello|ok) )?(?:did|does|do|is|are|was|were|will|would|can|could"
    rf"|should|has|have|had|might|may|must|shall)(?:n'?t)? {_SOMEBODY}\b"
    r"|^\W*(?:how (?:do|can|should|would|to)|what if|how about|what about)\b"
)
_WHY = re.compile(r"(?i)\b(?:why|how come|what do(?:es)?|what is|what's)\b")
_WONDERS = re.compile(r"(?i)\b(?:why|how|what|which|who|where)\b")
# Who asks about code of their own says that it is there: "is it our time.sleep?"
_OWN_CODE = re.compile(r"(?i)\b(?:our|my) \w{1,40}\.\w{1,40}$")
_YES = re.compile(
    r"(?i)^\?\W{0,4}(?:yes|yep|yeah|yup|indeed|correct|(?:it|we|they) (?:did|was|were|do|is|are))\b"
)
_THINKS_OF = re.compile(
    r"(?i)\b(?:if|whether|unless|in case|suppose|imagine|would|could(?! (?:see|tell))|might|may|maybe|perhaps"
    r"|possibly|wonder(?:ing|ed)?|consider(?:ing|ed)?|should|shall|what happens|no matter"
    r"|thought|assumed|believed|suspect(?:s|ed)?|(?:told|advised|asked)(?: \w+)? to|suggest(?:s|ed)?"
    r"|recommend(?:s|ed)?)\b"
)
_TO_COME = re.compile(
    r"(?i)\b(?:will|won'?t|going to|gonna|about to|plan(?:s|ned|ning)? (?:to|on|for)|(?:want|intend|need)s?"
    r" to|ha(?:ve|s) to|must|tomorrow|tonight|next (?:week|month|sprint|time|release|year|quarter|monday)"
    r"|soon|upcoming|scheduled for|yet to|thinking (?:of|about)|looking (?:at|to|into))\b|'ll\b"
)
_MENDS = r"(?:fix|solve|resolve|clear|free|get rid|recover|unblock|unstick|get (?:it|them|things))"
_REMEDY = re.compile(
    r"(?i)\b(?:already tried|tr(?:y|ied|ying)|as an? (?:fix|workaround|remedy|solution|test)|workaround"
    rf"|(?:in order )?to {_MENDS}|every time to)\b"
)
# "Then we restarted it", "restarted it after that": done about it, however much may have come of it.
_THEREUPON = re.compile(r"(?i)\b(?:then|so|afterwards|thereafter|later)\W{0,2} (?:i|we)\b")
_DONE_AFTER = re.compile(r"(?i)^ (?:\w+ )?(?:after(?:wards?\b| that\b| it\b)|\(?later\b)")
_HELPED = re.compile(
    r"(?i)\b(?:(?:did|do|does)(?:n'?t| not)|it|this|that|which|only|and|but|temporarily|always|has|even"
    r"|server|api|pods?|container)(?: (?:ever|it|really|has))? (?:help|fix|solv|clear|resolv|cure|unstick"
    r"|unblock|makes? no|made no)|\b(?:nothing changed|no (?:change|effect|luck|difference)|went away"
    r"|goes away|works? again|worked again"
    r"|(?:everything|all|it) (?:is|was|works|worked) (?:fine|ok|good|again|well))"
)


@dataclass(frozen=True, slots=True)
class _Around:
    """The sentence of a match and its clause, as places in the text."""

    sentence: tuple[int, int]
    clause: tuple[int, int]


def stance(text: str, start: int, end: int) -> Stance:
    """Return how the text says what stands from `start` to `end`."""
    around = _around(text, start, end)
    said, after = text[around.clause[0] : end], text[end : around.clause[1]]
    if _is_asked(text, around, start, end):
        return "asked"
    # A match may hold what is denied of it itself: "the server was never restarted".
    if _is_denied(f"{said} {text[start:end]}", text[end : around.sentence[1]]) or _is_absent(
        text, around, end
    ):
        return "denied"
    if _THINKS_OF.search(said):
        return "thought_of"
    if _TO_COME.search(said) or _TO_COME.search(after):
        return "to_come"
    return "remedy" if _is_remedy(text, around, end) else "asserted"


def is_asserted(text: str, start: int, end: int) -> bool:
    """Tell whether the text says that what stands from `start` to `end` is so."""
    return stance(text, start, end) == "asserted"


def asserted(regex: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first match that the text asserts."""
    return next((match for match in regex.finditer(text) if is_asserted(text, *match.span())), None)


def clause_around(text: str, start: int, end: int) -> str:
    """Return the clause in which a place of a text ends, to where the next one begins."""
    first, last = _around(text, start, end).clause
    return text[first:last]


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Return where the sentence of a place begins and where it ends, before its "." or "?"."""
    return _around(text, at, at).sentence


def _around(text: str, start: int, end: int) -> _Around:
    least, most = max(0, start - _REACH), min(len(text), end + _REACH)
    # One character more: a "." right before the place ends no sentence, as in `lease_storage.memory`.
    ends = [match.end() for match in _END.finditer(text, least, start + 1) if match.end() <= start]
    stop = _END.search(text, end, most)
    first, last = max([least, *ends]), stop.start() if stop else most
    joints = [match.end() for match in _JOINT.finditer(text, first, end)]
    joint = _JOINT.search(text, end, last)
    return _Around((first, last), (max([first, *joints]), joint.start() if joint else last))


def _is_asked(text: str, around: _Around, start: int, end: int) -> bool:
    """Tell whether the part of the sentence between commas is a question about what is named."""
    first, last = around.sentence
    part = max([first, *(match.end() for match in _COMMA.finditer(text, first, start))])
    if _YES.match(text[last : last + 40]) or _OWN_CODE.search(text[start:end]):
        return False
    if _ASKS.search(text[part:end]) and not _WHY.search(text, part, start):
        return True
    ends = text[last : last + 1] == "?" and not _COMMA.search(text, end, last)
    return ends and not _WONDERS.search(text, part, last)


def _is_denied(said: str, behind: str) -> bool:
    before = _DENIES.search(_DENIES_NOTHING.sub(" ", said))
    return bool(before or _DENIED_AFTER.search(behind[:60]) or DENIED_AT_LAST.search(behind[:90]))


def _is_absent(text: str, around: _Around, end: int) -> bool:
    """Tell whether what is named is one item of "no restart, outage or upgrade"."""
    return any(
        match.start() < end <= match.end() for match in _LISTED_AS_ABSENT.finditer(text, *around.sentence)
    )


def _is_remedy(text: str, around: _Around, end: int) -> bool:
    (first, last), begin = around.sentence, around.clause[0]
    return bool(
        _REMEDY.search(text, begin, last)
        or _THEREUPON.search(text, max(first, begin - 12), end)
        or _DONE_AFTER.match(text[end:last])
        or _HELPED.search(text, end, last)
    )

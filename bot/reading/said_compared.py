"""Whether runs really hold the slots that are counted, as people say it."""

from __future__ import annotations

import re

_RUNS = r"(?:(?:real|live|living|running|active|actual|flow|task) ){0,2}(?:runs?|tasks?|flows?|jobs?)"
_REALLY = r"(?:(?:are|is|still|really|actually|all|just) )*"
_SENTENCE = re.compile(r"[^\n.?!]+(?:[.?!]+(?=[^\s.?!])[^\n.?!]+)*[.?!]*")
_UNSURE = re.compile(
    r"(?i)\?|\b(?:if|whether|when|until|once|not|never|maybe|perhaps|should|can|could)\b|n't\b"
)
_MORE = re.compile(
    r"(?i)\bmore (?:used |taken |active |occupied )?slots? (?:\w+ ){0,3}?than (?:there (?:are|is) )?(?:the )?"
    rf"{_RUNS}|\b(?:fewer|less) {_RUNS} than (?:\w+ ){{0,2}}slots?\b"
)
_SAME = re.compile(
    r"(?i)\b(?:real|live|living|running|actual) (?:flow |task )?(?:runs?|tasks?|flows?|jobs?)"
    r" (?:really |actually )?(?:hold|have|take|occupy|use) (?:it|them|all|the|these|those|every|each)\b"
    rf"|\b(?:held|taken|used|occupied) by (?:\d{{1,6}} )?(?:real|live|living|running|actual) {_RUNS}"
)
_ALL_RUN = re.compile(
    rf"(?i)\ball (?:of (?:them|these|those) |the )?(\d{{1,6}})(?: {_RUNS})? {_REALLY}(?:running|alive|live)\b"
)
_SO_MANY_RUN = re.compile(rf"(?i)(?<![\d/.-])(\d{{1,6}}) {_RUNS} {_REALLY}(?:running|alive|live)\b")


def compared_in(text: str, used: int | None, limit: int | None) -> tuple[int, int] | None:
    """Return by how much the count exceeds what runs, and where it is said; None where it is not."""
    for sentence in _SENTENCE.finditer(text):
        said, at = sentence[0], sentence.start()
        if _UNSURE.search(said):
            continue
        if _MORE.search(said):
            return 1, at
        if _SAME.search(said) or _as_many_run(said, limit if used is None else used):
            return 0, at
    return None


def _as_many_run(said: str, counted: int | None) -> bool:
    found = _ALL_RUN.search(said) or _SO_MANY_RUN.search(said)
    return found is not None and int(found[1]) == counted

"""Secrets leave the text before anything else reads it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from bot.reading.masking_blocks import blocks_in
from bot.reading.masking_logins import logins_in
from bot.reading.masking_names import named_in
from bot.reading.masking_shapes import shaped_in
from bot.reading.masking_tables import tabled_in
from bot.reading.masking_values import MASK, Span

_LOOKS = (shaped_in, named_in, logins_in, blocks_in, tabled_in)
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_TYPESET = {**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’‚", "'")}


def mask_secrets(text: str) -> tuple[str, int]:
    """Return the text without its secrets, and how many were masked. Takes time linear in the text."""
    plain, places = _unescaped(_plain(text))
    lowered = plain.lower()
    found = [span for look in _LOOKS for span in look(plain, lowered)]
    spans = [_moved(span, places) for span in _joined(found)]
    return _without(text, spans), len(spans)


def _unescaped(plain: str) -> tuple[str, list[int]]:
    """Return the text without the marks that Markdown puts before underscores, and where it had them."""
    if "\\_" not in plain:
        return plain, []
    parts, places, at = plain.split("\\_"), list[int](), 0
    for part in parts[:-1]:
        at += len(part)
        places.append(at)
        at += 1
    return "_".join(parts), places


def _moved(span: Span, places: Sequence[int]) -> Span:
    """Return the span as it stands in the text that still has the marks before these underscores."""
    start, end = span
    return start + bisect_left(places, start), end + bisect_left(places, end)


def _plain(text: str) -> str:
    """Return the text in usual letters, each at the place where it stood."""
    if text.isascii():
        return text
    usual = {ord(letter): _usual(letter) for letter in set(text) if not letter.isascii()}
    changed = {code: letter for code, letter in usual.items() if letter != chr(code)}
    return text.translate(changed) if changed else text


def _usual(letter: str) -> str:
    """Return the letter as a keyboard has it, without width or style; a dot where that is no single letter.

    What nobody sees becomes a mark that may stand within a key.
    """
    if letter in _UNSEEN:
        return "~"
    if letter in _TYPESET:
        return _TYPESET[letter]
    usual = unicodedata.normalize("NFKC", letter)
    return usual if len(usual) == len(usual.lower()) == 1 else "·"


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans in their order, those that overlap as one."""
    begun, ended = -1, -1
    for start, end in sorted(spans):
        if start >= ended:
            if begun >= 0:
                yield begun, ended
            begun = start
        ended = max(ended, end)
    if begun >= 0:
        yield begun, ended


def _without(text: str, spans: Iterable[Span]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], MASK]
        last = end
    return "".join([*parts, text[last:]])

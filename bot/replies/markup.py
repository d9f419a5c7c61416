"""The inline markup of knowledge templates, and how foreign text stays inert in it.

A template may write `code`, **bold**, _(italic)_ and [text](url). Interpolated values come from Prefect
or from a person; `protect` swaps their markup characters for private-use ones, which `spans` turns back
after parsing, so a limit named **x** is shown as **x**.
"""

from __future__ import annotations

import re

from .reply import Line, Span

MARKUP = "`*[]()_"
PRIVATE = {ord(character): chr(0xE000 + index) for index, character in enumerate(MARKUP)}
RESTORE = {0xE000 + index: character for index, character in enumerate(MARKUP)}
# Bidirectional controls can make a command read differently from what it does; a name that holds one of
# these must not look like another name.
HIDDEN = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF)
CONTROL = {
    **dict.fromkeys((*range(32), 127, *range(0xE000, 0xE000 + len(MARKUP))), " "),
    **{code: f"<U+{code:04X}>" for code in HIDDEN},
}
TOKEN = re.compile(
    r"\[(?P<label>[^\]]*)\]\((?P<url>[^)\s]*)\)|`(?P<code>[^`]+)`|\*\*(?P<bold>.+?)\*\*|_\((?P<italic>.+?)\)_"
)


class Marked(str):
    """Text that already is markup with its foreign parts protected."""

    __slots__ = ()


def literal(text: str) -> str:
    """Return foreign text on one line: no control characters, the code of what cannot be seen."""
    return text.translate(CONTROL)


def with_codes(name: str) -> str:
    """Return a name with the code of everything that it could not be pasted with."""
    return "".join(f"<U+{ord(each):04X}>" if ord(each) in CONTROL else each for each in name)


def protect(value: object) -> str:
    """Make a foreign value inert in markup."""
    if isinstance(value, Marked):
        return value
    return literal(str(value)).translate(PRIVATE)


def link(text: object, url: object) -> Marked:
    """Return a link whose text is literal; without a usable address only the text."""
    shown, address = protect(text), str(url or "")
    if not re.match(r"https?://[^\s<>()|]+$", address):
        return Marked(f"`{shown}`")
    return Marked(f"[{shown}]({address})")


def spans(markup: str) -> Line:
    """Parse one line of markup into spans of literal text."""
    line: list[Span] = []
    end = 0
    for match in TOKEN.finditer(markup):
        if match.start() > end:
            line.append(Span(_plain(markup[end : match.start()])))
        line.append(_token(match))
        end = match.end()
    if end < len(markup):
        line.append(Span(_plain(markup[end:])))
    return tuple(line)


def _token(match: re.Match[str]) -> Span:
    if match["url"] is not None:
        return Span(_plain(match["label"]), url=_plain(match["url"]))
    if match["code"] is not None:
        return Span(_plain(match["code"]), code=True)
    if match["bold"] is not None:
        return Span(_plain(match["bold"].replace("`", "")), bold=True)
    return Span(_plain(match["italic"]), italic=True)


def _plain(text: str) -> str:
    return text.translate(RESTORE)


def text_of(line: Line) -> str:
    """Return a line's text without styles."""
    return "".join(span.text for span in line)

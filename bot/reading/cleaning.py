"""Slack's own markup undone, so that a pasted log reads as it stood in the terminal."""

from __future__ import annotations

import re
import unicodedata

from bot.reading.log_excerpt import excerpt

MAX_CHARACTERS = 100_000
_BINARY_SHARE = 0.05  # more control or replacement characters than this is no text
_SAMPLE = 4_000

_LINK = re.compile(r"<((?:https?|mailto|tel|ftp):[^<>|\s]{1,2000})(?:\|([^<>]{0,2000}))?>")
_MENTION = re.compile(r"<(?:@[UWB][A-Z0-9]{2,}|![a-z]{3,10}|!subteam\^[A-Z0-9]{2,})(?:\|[^<>]{0,200})?>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]{2,}(?:\|([^<>]{0,200}))?>")
_FENCE = re.compile(r"```(?:python|py|yaml|yml|bash|sh|shell|text|log|console)?(?=\s|\Z)|```")
_ENTITY = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));")
_ANSI = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_CHARACTERS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u200e": None,
        "\u00ad": None,
        "\u2060": None,
        "\ufeff": None,
        "\r": None,
        "\x00": None,
        "…": "...",
    }
)
# Full-width and mathematical letters, each the look of one plain character.
_STYLED = {
    code: plain
    for code in (0x3000, *range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800))
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}


def plain_letters(text: str) -> str:
    """Return the text, as long as before, with plain letters for full-width and mathematical ones."""
    return text if text.isascii() else text.translate(_STYLED)


def looks_binary(text: str) -> bool:
    """Tell whether the characters cannot have been written by a person or a log."""
    sample = _ANSI.sub("", text[:_SAMPLE])
    odd = sum(1 for c in sample if c == "\ufffd" or (ord(c) < 32 and c not in "\t\n\r\f\v"))
    return odd > len(sample) * _BINARY_SHARE


def shorten(text: str) -> str:
    """Keep of a text that is too long the question, the error, and what between them speaks of limits."""
    return text if len(text) <= MAX_CHARACTERS else excerpt(text, MAX_CHARACTERS)


def _link(match: re.Match[str]) -> str:
    url, label = match.group(1), match.group(2) or ""
    if not label or label in url:
        return label if label and url.startswith(("mailto:", "tel:")) else url
    # Slack turns words such as flow.name into links; the label is then what the person wrote.
    bare = re.sub(r"^https?://", "", url).rstrip("/")
    return label if bare == label.rstrip("/") else f"{label} {url}"


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    printable = 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if printable else match.group()


def clean(text: str) -> str:
    """Undo mentions, links, code fences, entities, smart quotes and terminal colours."""
    text = _ANSI.sub("", text.translate(_CHARACTERS))
    text = _MENTION.sub(" ", text)
    text = _CHANNEL.sub(lambda m: f"#{m.group(1) or 'channel'}", text)
    text = _LINK.sub(_link, text)
    text = _FENCE.sub("\n", text)
    for _ in range(2):  # a message pasted twice is escaped twice
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        text = _ENTITY.sub(_character, text.replace("&amp;", "&"))
    return text.translate(_CHARACTERS).strip()

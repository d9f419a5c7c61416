"""What stands where a secret would: the secret itself, or a word, a placeholder, a reference to it."""

from __future__ import annotations

import re
from typing import Literal

MASK = "[masked]"

Span = tuple[int, int]
# `any`: whatever stands here is the secret. `odd`: only what no person would write as words or names.
Look = Literal["any", "odd"]

_JUDGED = 120  # characters of a value that are looked at before it is judged
_LEAST = 4
_LEAST_ODD = 7
_OPENING = re.compile(r"(?:[bfru]{1,2}(?=[\"']))?(\\{0,4}(?:\"\"\"|'''|[\"'`]))")
# A value ends where the next one of a query, a connection string or a call begins.
_RUN = (
    r"(?:[^\s\"'`<>|&;,\\]|[&;,](?!(?:amp;)?[\w.-]{1,40}[=:])(?=\S)|\\(?![nrt\"'])(?=\S)"
    r"|[`\"'](?=[A-Za-z0-9]{4})|<(?:mailto|tel|http):[^<>\s]{1,2000}>)"  # Slack makes links of a@b and a.b
)
_SHORT_RUN = re.compile(_RUN + rf"{{1,{_JUDGED}}}")
_WHOLE_RUN = re.compile(_RUN + "++")
_AFTER = ".,;:)]}*`'\"_"  # what a sentence or a call puts behind a value

_PLACEHOLDER = re.compile(
    r"\[?masked|pn[ub]_\[masked|\*{3}|[x.•·]{3,}(?!\w)|<(?!mailto:|tel:|http:)|&lt;"
    r"|![a-z]{1,20}(?=[ \t])|\{|\[|\(|\$[{(]|%[({s]|\$[A-Z][A-Z0-9_]*(?!\w)"
    r"|(?i:\[?redacted|(?:your|insert|enter|replace)(?:[-_ ]|(?!\w)))"
    r"|(?:[A-Z]+_)*(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PWD)(?!\w)"
)
_WORD = re.compile(
    r"(?i:a|an|and|any|are|as|at|auth|authentication|basic|bearer|because|before|below|above|but|bytes|can"
    r"|cannot|changed"
    r"|correct|could|created|default|deleted|denied|dict|did|different|does|doesn|don|empty|error|errors"
    r"|exists?|expir(?:ed|es|ing|y)|fail(?:ed|s|ure)?|false|field|find|fine|float|forbidden|for|found|from"
    r"|given|good|gone|has|have|here|hidden|how|if|ignored|in|incorrect|int|invalid|is|it|its|leaked|length"
    r"|like|list|maybe|missing|must|needed|never|nil|no|none|not|null|object|of|ok|okay|old|on|only|optional"
    r"|or|please|prompt|provided|read|required?|requires|reset|revoked|right|rotated?|same|secretstr|see|set"
    r"|should|so|something|still|stored|str|string|that|the|then|there|this|to|too|true|type|unauthorized"
    r"|undefined|unknown|unset|unused|use[ds]?|valid|value|via|was|we|were|what|when|where|which|why|will|with"
    r"|working|works|wrong|yes|you|nein|ist|war|nicht|falsch|abgelaufen|fehlt|n/a)"
    r"(?![\w@#$%^&*+=/-]|[`\"'~][A-Za-z0-9]{4}|<(?:https?|mailto|tel):)"
)
_SCHEME = r"(?![a-z]{1,9}https?:)[a-z]{2,10}://"  # a letter before it is one of a key that was torn there
_LINK = re.compile(_SCHEME + r"(?![^\s@]{0,100}@)")  # one without a password
_WORDS = re.compile(rf"(?:{_WORD.pattern}[\s.,!?]{{0,3}})+")
_REFERENCE = re.compile(
    r"[A-Za-z_][\w.]{0,80}[(\[]"
    r"|(?i:(?:self|os|env|config|conf|cfg|settings|args|kwargs|secrets|vars?|local|data|params|block|creds"
    r"|credentials|ctx|context|steps|inputs|values|module|aws_\w{1,40})\.[A-Za-z_])"
    r"|(?i:(?:[a-z_]{1,30}\.){0,5}(?:[a-z]{1,20}[-_]){0,5}(?:key|token|secret|password|passwd|pass|pwd)(?![\w@#$%^&*+=-]))"
)
# Words, names such as etl-worker-2 or OAuthError, versions, times and dates.
_PART = r"(?:[A-Z]{0,6}[a-z]{2,40}(?:[A-Z]{1,6}[a-z]{2,40}){0,8}|[A-Za-z]|[A-Z]{1,40}|[vV]?\d{1,4}[a-z]{0,2})"
_USUAL = re.compile(rf"[^\w]{{0,3}}{_PART}(?:[-_./:,+…]{{1,3}}{_PART}){{0,40}}[^\w]{{0,3}}")
_RUN_ID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{1,12}){1,4}-?\W?")  # a table may cut it
_CODE = re.compile(r"[A-Za-z_]{2,40}(?:\.[A-Za-z_]{2,40}){0,5}(?:\(|=[\w\"'])")
_ADDRESS = re.compile(_SCHEME + r"|[/~]|\.{1,2}/|[A-Za-z]:\\")


def is_placeholder(plain: str, at: int) -> bool:
    """Tell whether a placeholder stands here, or what was masked already."""
    return bool(_PLACEHOLDER.match(plain, at))


def is_address(plain: str, at: int) -> bool:
    """Tell whether a path or a web address begins here."""
    return bool(_ADDRESS.match(plain, at))


def value_at(plain: str, at: int, look: Look) -> Span | None:
    """Return where the secret that begins here stands, quotes left out; None where it is none."""
    quoted = _quoted(plain, at)
    start, end = quoted or (at, at)
    if is_placeholder(plain, start) or _LINK.match(plain, start):
        return None
    if quoted:
        judged = plain[start : min(end, start + _JUDGED)]
        return quoted if _is_secret(judged, look) and not _WORDS.fullmatch(judged) else None
    if _WORD.match(plain, at) or _REFERENCE.match(plain, at):
        return None
    short = _SHORT_RUN.match(plain, at)
    if not short or f":{MASK[:-1]}" in short.group():  # a user, and the password that was masked already
        return None
    if not _is_secret(short.group().rstrip(_AFTER), look):
        return None
    whole = _WHOLE_RUN.match(plain, at)
    return (at, at + len(whole.group().rstrip(_AFTER))) if whole else None


def _quoted(plain: str, at: int) -> Span | None:
    """Return what stands between the quotes that open here and close on the same line."""
    opening = _OPENING.match(plain, at)
    if not opening:
        return None
    quote = opening[1]
    line_end = plain.find("\n", opening.end())
    closing = _closing(plain, quote, opening.end(), line_end if line_end >= 0 else len(plain))
    return (opening.end(), closing) if closing >= 0 else None


def _closing(plain: str, quote: str, start: int, stop: int) -> int:
    closing = plain.find(quote, start, stop)
    while closing > start and plain[closing - 1] == "\\":
        closing = plain.find(quote, closing + 1, stop)
    return closing


def _is_secret(value: str, look: Look) -> bool:
    if look == "any":
        return len(value.strip()) >= _LEAST
    return len(value) >= _LEAST_ODD and not re.search(r"\s", value) and _is_odd(value)


def _is_odd(value: str) -> bool:
    """Tell whether this is no word, name, number, time, id of a run, address or code."""
    usual = _USUAL.fullmatch(value) or _RUN_ID.fullmatch(value) or _CODE.match(value)
    return not (usual or is_address(value, 0) or value.isdecimal())

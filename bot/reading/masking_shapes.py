"""Secrets that are known by their own look, whatever stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.masking_values import Span, is_placeholder

# What Slack, a terminal or markup puts into the middle of a key: marks, a link's scheme, a line's end.
_LINE_END = r"[\"'`]?[ \t]{0,4}\\?\n[ \t]{0,20}[\"'`]?"
_REST = (
    r"(?=[A-Za-z]{0,30}\d)(?!\d{4}-\d\d)(?=[\w.-]{10})|(?=[A-Za-z0-9]{12,80}[\"'`]?[ \t]{0,4}(?:[\n,)]|\Z))"
)
_JOIN = rf"(?:[*`~]{{1,3}}|\||<?(?:https?)?://|{_LINE_END}(?:{_REST}))"


def _run_of(characters: str, least: int) -> str:
    """Return a pattern for at least so many of the characters, though something was put between them."""
    return rf"(?:[{characters}](?:{_JOIN}(?=[{characters}]))?){{{least},}}"


@dataclass(frozen=True, slots=True)
class _Shape:
    """A look of a secret, its only group; it is searched for where one of the clues stands.

    Clues in lower case.
    """

    clues: tuple[str, ...]
    regex: re.Pattern[str]


def _shape(clues: str, pattern: str) -> _Shape:
    return _Shape(tuple(clues.split()), re.compile(pattern))


_SHAPES: tuple[_Shape, ...] = (
    _shape("pnu_ pnb_", rf"[pP][nN][uUbB]_({_JOIN}?{_run_of('A-Za-z0-9', 6)})"),
    _shape(
        "pnu_ pnb_",
        r"[pP][nN][uUbB]_([A-Za-z0-9]{1,35}[\"'`]?[ \t]{1,3}[\"'`]?"
        r"(?=[A-Za-z]{0,30}\d)[A-Za-z0-9]{12,})(?![\w-])",
    ),
    _shape("age-secret-key-1", r"AGE-SECRET-KEY-1([A-Z0-9]{20,})"),
    _shape("sg.", r"SG\.([A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})"),
    _shape("/api/webhooks/", r"discord(?:app)?\.com/api/webhooks/([^\s\"'`<>|]{6,})"),
    _shape("webhook.office.com", r"webhook\.office\.com/([^\s\"'`<>|]{6,})"),
    _shape("xox xapp-", r"(?:xox[a-z]|xapp)-([A-Za-z0-9-]{8,})"),
    _shape("hooks.slack.com", r"hooks\.slack(?:-gov)?\.com/([^\s\"'`<>|]{6,})"),
    _shape("/hooks/", r"prefect\.(?:cloud|dev|io)/hooks/([^\s\"'`<>|]{6,})"),
    _shape("akia asia", rf"(?:AKIA|ASIA)({_JOIN}?{_run_of('A-Z0-9', 12)})"),
    _shape("ghp_ gho_ ghu_ ghs_ ghr_", rf"gh[pousr]_({_run_of('A-Za-z0-9', 16)})"),
    _shape("github_pat_", rf"github_pat_({_run_of('A-Za-z0-9_', 16)})"),
    _shape("gl", rf"gl(?:pat|oas|dt|rt|ptt|cbt|agent|soat|ft|imt|ffct)-({_run_of('A-Za-z0-9_.-', 16)})"),
    _shape("sk-", r"sk-(?:proj|ant|svcacct|admin|or)-([A-Za-z0-9_-]{12,})"),
    _shape("sk-", r"sk-([A-Za-z0-9]{20,})"),
    _shape("k_live_ k_test_ whsec_", r"(?:[srp]k_(?:live|test)|whsec)_([A-Za-z0-9]{10,})"),
    _shape("aiza", r"AIza([A-Za-z0-9_-]{20,})"),
    _shape("ya29.", r"ya29\.([A-Za-z0-9_-]{20,})"),
    _shape("npm_ hf_", r"(?:npm|hf)_([A-Za-z0-9]{30,})"),
    _shape("pypi- dckr_pat_ hvs.", r"(?:pypi-AgE|dckr_pat_|hvs\.)([A-Za-z0-9_-]{16,})"),
    _shape("dapi", r"dapi([0-9a-f]{32})"),
    _shape("eyj", rf"eyJ({_run_of('A-Za-z0-9_.-', 12)})"),
    _shape(
        "://", r"(?i:postgres|mysql|mariadb|rediss?|amqps?|mongodb|mssql)[A-Za-z0-9+]{0,20}"
        r"://[^\s:/@]{0,100}:(?!\[masked\])(\S{1,200})@",
    ),
    _shape("://", r"://[^\s:/@]{0,100}:(?!\d{1,5}[?#])([^\s/]{1,200})@"),
    # A password with a slash or blanks in it; a port is none.
    _shape(
        "://",
        r"://[^\s:/@]{1,100}:(?![/:]|\d{1,5}[/\s?#])([^\s@\"'`<>|]{1,200}"
        r"(?:(?:[ \t][^\s@\"'`<>|]{1,60}){1,3}(?=@[\w.-]{1,100}[:/]))?)@",
    ),
    _shape("://", r"://(?=[^\s:/@]{0,60}\d)([^\s:/@.]{16,100})@"),
)  # fmt: skip

# What pnu_ and pnb_ become in base64, by where in the text they stand.
_ENCODED = re.compile(r"cG5[1i]X|wb(?:nVf|mJf)|Bu(?:dV|Yl)[89+/_-]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


_AWS_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{12}")
_AWS_SECRET = re.compile(
    r"(?<![A-Za-z0-9/+=_.-])(?=[^\sA-Z]{0,39}[A-Z])(?=[^\sa-z]{0,39}[a-z])(?=[^\s\d]{0,39}\d)"
    r"[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])"
)


def shaped_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield where secrets stand that are known by their look."""
    for shape in _SHAPES:
        if any(clue in lowered for clue in shape.clues):
            for match in shape.regex.finditer(plain):
                if not is_placeholder(plain, match.start(1)):
                    yield match.span(1)
    if _AWS_KEY.search(plain):  # the secret stands near its key's id, often without a name
        yield from (found.span() for found in _AWS_SECRET.finditer(plain))
    if _ENCODED.search(plain):
        yield from (found.span() for found in _BASE64.finditer(plain) if _ENCODED.search(found.group()))

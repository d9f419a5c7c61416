"""Passwords that stand beside the name of who logs in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.masking_values import Look, Span, is_placeholder, value_at

_WHO = r"[a-z_][\w.@+-]{0,60}"
_ARE = r"[\\\"'`*_\]]{0,6}(?:[ \t]{0,4}[:=]|[ \t]{1,4}(?:is|are|was|ist|lautet))[ \t]{0,4}"
_ACCOUNT = r"admin\w{0,20}|root|postgres|sa|\w{1,40}_(?:user|admin|rw|ro)"  # of a usual name
_QUOTE = r"[\\\"'`*]{0,4}"


@dataclass(frozen=True, slots=True)
class _Login:
    """What stands before a password, in lower case; its clues say whether to search at all."""

    clues: tuple[str, ...]
    regex: re.Pattern[str]
    look: Look


def _login(clues: str, pattern: str, look: Look = "any") -> _Login:
    return _Login(tuple(clues.split()), re.compile(pattern), look)


_LOGINS: tuple[_Login, ...] = (
    _login(
        "curl wget",
        r"(?:curl|wget)(?=[ \t])(?:(?!curl|wget)[^\n]){0,300}?[ \t]"
        r"(?:-[a-z#]{0,8}u|--(?:proxy-)?user)[ \t=]{0,4}[\"']?[^\s:\"']{0,100}:(?!//)",
    ),
    _login("--auth", r"(?<![\w-])--auth[ \t=]{1,4}[\"']?[^\s:\"']{1,100}:(?!//)"),
    _login(
        "http xh",
        r"(?:https?|xh)(?=[ \t])(?:(?!https?[ \t])[^\n]){0,300}?[ \t]-a[ \t]{0,4}"
        r"[\"']?[^\s:\"']{1,100}:(?!//)",
    ),
    _login("redis-cli", r"redis-cli(?=[ \t])(?:(?!redis-cli)[^\n]){0,300}?[ \t]-a[ \t]{1,4}"),
    _login(
        "auth",
        r"(?:auth\s?=\s?[(\[]|(?:basic|digest|proxy|ntlm)_?auth\s?\()\s{0,40}(?:\w{1,30}\s?=\s?)?"
        r"(?:[\"'][^\"'\n]{0,100}[\"']|[a-z_][\w.]{0,60})\s?,\s{0,40}(?:\w{1,30}\s?=\s?)?(?=[\"'])",
    ),
    _login(
        "auth cred",
        rf"(?:auth[-_ ]?string|credentials?|creds|basic[-_ ]?auth){_ARE}{_QUOTE}{_WHO}:(?=[^\s/:])",
    ),
    _login("auth login", rf"(?:auth|login){_ARE}{_QUOTE}{_WHO}:(?=[^\s/:])", "odd"),
    _login(
        "log sign cred",
        r"(?:log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|credentials?|creds)[ \t]{0,4}"
        rf"(?:with|as|using|is|are|[:=])[ \t]{{1,4}}{_QUOTE}{_WHO}{_QUOTE}[ \t]{{0,4}}/[ \t]{{0,4}}",
        "odd",
    ),
    # Without a word between, only behind an account of a usual name: "login admin / …".
    _login(
        "login sign-in cred",
        r"(?<![\w-])(?:login|sign-in|credentials?|creds)[ \t]{1,4}"
        rf"{_QUOTE}(?:{_ACCOUNT}|prefect\w{{0,20}}|user\w{{0,20}}|guest|[\w.+-]{{1,60}}@[\w.-]{{1,60}})"
        rf"{_QUOTE}[ \t]{{0,4}}/[ \t]{{0,4}}",
        "odd",
    ),
    _login(
        "user login",
        rf"(?:user(?:name)?|login)(?:[ \t]{{0,4}}[:=]|[ \t]is)?[ \t]{{1,4}}{_QUOTE}{_WHO}{_QUOTE}"
        r"[ \t,;/]{1,4}"
        r"(?:and[ \t])?(?:with[ \t])?(?:the[ \t])?(?:pass|pw|pwd)(?:[ \t]{0,4}[:=]|[ \t]is)?[ \t]{1,4}",
        "odd",
    ),
    # Of an account of a usual name the password may be a plain word, if a long one.
    _login(
        "admin root postgres user prefect",
        rf"(?<![\w-])(?:user(?:name)?|login|account|as)(?:[ \t]{{0,4}}[:=]|[ \t]is)?[ \t]{{1,4}}{_QUOTE}"
        rf"(?:{_ACCOUNT}|prefect){_QUOTE}"
        r"[ \t,;/]{1,4}(?:and[ \t])?(?:with[ \t])?(?:the[ \t])?(?:pass|pw|pwd|password)"
        r"(?:[ \t]{0,4}[:=]|[ \t]is)?[ \t]{1,4}(?=\S{8})",
    ),
    # A line of PostgreSQL's .pgpass: host, port, database, user, password.
    _login(
        ":54 :6432: :*:",
        r"(?<![\w.*:-])[\w.*-]{1,100}:(?:54\d\d|6432|\*):[\w.*-]{1,60}:[\w.@*-]{1,60}:(?=[^\s:<>]{4,200}(?:[\s>]|\Z))",
    ),
)  # fmt: skip
# Case tells the password from the port: -p and -P.
_MYSQL = re.compile(
    r"(?:mysql|mariadb)[a-z-]{0,20}(?=[ \t])(?:(?!mysql|mariadb)[^\n]){0,300}?[ \t]-p[\"']?"
    r"(?!(?:ort|rod|rimary|ool)\b)([^\s\"'`<>|]{3,100})"
)


def logins_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield where passwords stand that follow the name of a user."""
    for login in _LOGINS:
        if any(clue in lowered for clue in login.clues):
            for match in login.regex.finditer(lowered):
                if span := value_at(plain, match.end(), login.look):
                    yield span
    if "mysql" in lowered or "mariadb" in lowered:
        for match in _MYSQL.finditer(plain):
            if not is_placeholder(plain, match.start(1)):
                yield match.span(1)

"""Secrets that are told by the name, the option or the header before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.masking_blocks import folded_at
from bot.reading.masking_values import Look, Span, is_address, is_placeholder, value_at

_KEYS = (
    "access,account,api,auth,encryption,fernet,master,prefect,private,secret,secret[-_. ]?access,"
    "shared[-_. ]?access,signing"
)
_TOKENS = "access,auth,api,bot,refresh,session"
# Each begins with a letter, not with a group: so the search knows where to look, and is five times as fast.
_SURE = "|".join(
    [
        "passphrase|password|passwd|passwort|kennwort|contrase[ñn]a|mot de passe|pwd",
        "auth[-_ ]?string|client[-_ ]?(?:secret|key[-_ ]?data)|sharedaccesssignature|_token",
        *(f"{word}[-_. ]?key" for word in _KEYS.split(",")),
        *(f"{word}[-_. ]?token" for word in _TOKENS.split(",")),
    ]
)
_PW = r"pw(?<![a-z]pw)(?=[\"'`*_\])]{0,3}[ \t]?[:=(]|[ \t](?:is|was|ist)[ \t])"
_NAME = (
    rf"(?P<name>{_SURE}|token|secret(?<!existingsecret)|pass(?<![a-z]pass)|{_PW}|(?:db|ssh|user|smtp)pass)"
)
_IS_SURE = re.compile(_SURE)
_END = r"[\\\"'`*_\]]{0,6}"  # what closes a name
_OPEN = r"[\\\"'`*]{0,6}"
_TYPE = r"(?::[ \t]{0,3}(?:(?:typing\.)?(?:optional|secretstr|secret|str|bytes|any)[\[\]|. \tnose]{0,20}))?"
_NAMED = re.compile(
    _NAME + r"(?:[-_]?(?:\d{1,2}|prod|production|staging|dev|test|new|old|value|base))?"
    rf"{_END}(?:[ \t]{{0,3}}\((?P<aside>[^()\n]{{1,120}})\))?(?:"
    rf"[ \t]{{0,8}}(?:[:=][ \t]{{0,3}})?(?:\{{\s{{0,60}}|,?\s{{0,60}}){_OPEN}(?:value|default){_END}"
    r"\s{0,3}[:=]\s{0,3}(?P<paired>)"
    rf"|[ \t]{{0,8}}(?:{_END}[ \t]{{0,8}}:=|{_TYPE}[ \t]{{0,8}}(?:=>?|->))[ \t]{{0,8}}"
    r"(?:\(\s{0,40}(?=[\"']))?(?=[^\s\\]|\\[^\n])(?P<assigned>)"
    r"|>(?=[^\s<])(?P<tagged>)"
    r"|[ \t]{0,8}:[ \t]{0,8}(?:[|>][-+0-9]{0,2}[ \t]{0,8}\n(?P<block>)|(?P<told>)(?=[^\s=\\]|\\[^\n]))"
    r"|[ \t]{0,8}[=:][ \t]{0,8}\\?\n[ \t]{0,40}(?:\n[ \t]{0,40})?(?P<below>)"
    r"|\s{0,3},\s{0,3}(?=\\{0,4}[\"'])(?P<passed>)"
    r"|(?:[ \t](?:for|of|to|at)(?:[ \t][\w.-]{1,30}){1,3}?)?[ \t]{1,4}(?:is|was|ist|lautet|war|est|es)"
    r"[ \t]{0,3}:?[ \t]{1,4}(?P<said>)"
    r"|[ \t]{0,40}[|│┃][ \t]{0,40}(?P<beside>)"
    r"|[ \t]{1,40}(?:-[ \t])?(?P<after>)"
    r"|(?<=\))(?P<ended>)"
    r")"
)
_QUOTES = ('"', "'", "`", "\\")
_CALLED = re.compile(r"\(\s{0,3}[\\\"']{1,4}[\w.-]{0,60}$")


@dataclass(frozen=True, slots=True)
class _Lead:
    """What leads to a secret: where it ends the value begins. Clues in lower case, as the pattern is."""

    clues: tuple[str, ...]
    regex: re.Pattern[str]
    look: Look = "any"


def _lead(clues: str, pattern: str, look: Look = "any") -> _Lead:
    return _Lead(tuple(clues.split()), re.compile(pattern), look)


_LEADS: tuple[_Lead, ...] = (
    _lead(
        "-pass -token -secret -auth-string",
        r"(?<![\w-])--?(?:[a-z]{1,20}-)?(?:pass(?:w(?:or)?d|phrase)?|token|secret|auth-string)"
        r"(?:[ \t]{1,4}|=)",
    ),
    _lead("-key", r"(?<![\w-])--?(?:(?:api|access|encryption|secret)-)?key(?:[ \t]{1,4}|=)"),
    _lead("login", r"login(?=[ \t])(?:(?!login)[^\n]){0,200}?[ \t]-[kp](?:[ \t]{1,4}|=)?"),
    _lead(
        "secretstr( secret( secretbytes( secretdict(",
        r"secret(?:str|bytes|dict)?\(\s{0,40}(?:value\s{0,3}=\s{0,3})?(?=[bfru]{0,2}\\{0,4}[\"'])",
    ),
    _lead(
        "authorization",
        rf"authorization{_END}\s{{0,3}}[:=]\s{{0,3}}f?{_OPEN}"
        r"(?:(?:bearer|basic|token|apikey)\s{1,4})?[*`~]{0,3}",
    ),
    _lead("sshpass", r"sshpass[ \t]{1,4}-p[ \t]{0,4}"),
    _lead("bearer basic", r"(?:bearer|basic)(?:\s{1,4}|[\\\"']{0,4}[ \t]?:[ \t]?)[*`~]{0,3}", "odd"),
    _lead("--from-literal", r"--from-literal[= \t][\"']?[\w.-]{1,100}="),
    _lead("cookies", r"cookies\s?=\s?\{\s{0,3}[\"'][^\"'\n]{0,100}[\"']\s?:\s{0,3}(?=[\"'])"),
    _lead("sig", r"[?&;](?:amp;)?(?:sig|signature|x-amz-signature)="),
    _lead("auth", r"\"auth\\{0,3}\"\s{0,3}:\s{0,3}", "odd"),
)  # fmt: skip
_COOKIE = re.compile(
    r"cookie[\\\"']{0,4}[ \t]{0,3}[:=][ \t]{0,3}[\\\"']{0,4}([^\s\"'=]{1,100}=[^\n\"'\\]{1,9999})"
)
_VALUE_FIRST = re.compile(
    rf"value{_END}\s{{0,3}}[:=]\s{{0,3}}(?=([\\\"']{{0,4}}[^\s\"']{{4,400}}+[\\\"']{{0,4}}\s{{0,3}},?\s{{0,40}}{_OPEN}name{_END}"
    rf"\s{{0,3}}[:=]\s{{0,3}}{_OPEN}[\w.-]{{0,60}}?{_NAME}))"
)


def named_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield where secrets stand that something before them names."""
    done = 0
    for match in _NAMED.finditer(lowered):
        if match["aside"] and _is_sure(match):
            beside = value_at(plain, match.start("aside"), "odd")
            yield from [beside] if beside else []
        if match.end() >= done and (span := _of_name(plain, lowered, match)):
            done = span[1]
            yield span
    for lead in _LEADS:
        if any(clue in lowered for clue in lead.clues):
            yield from _led(plain, lowered, lead.regex, lead.look)
    if "cookie" in lowered:
        yield from (
            found.span(1) for found in _COOKIE.finditer(lowered) if not is_placeholder(plain, found.start(1))
        )
    if "value" in lowered and "name" in lowered:
        yield from _led(plain, lowered, _VALUE_FIRST, "any")


def _led(plain: str, lowered: str, regex: re.Pattern[str], look: Look) -> Iterator[Span]:
    done = 0
    for match in regex.finditer(lowered):
        if match.end() >= done and (span := value_at(plain, match.end(), look)):
            done = span[1]
            yield span


def _of_name(plain: str, lowered: str, match: re.Match[str]) -> Span | None:
    """Return the secret that belongs to a name, by how they are put together."""
    at, way = match.end(), match.lastgroup
    if match["name"] == "pwd" and is_address(plain, at) and not lowered.startswith("_", match.start() - 1):
        return None
    if way == "block":
        return folded_at(plain, at) or value_at(plain, at, "odd")
    if way == "ended":
        return None
    if match["name"] == "pass" and way in {"said", "beside", "after"}:
        return None  # who passes something speaks of no password
    if way == "passed" and not _CALLED.search(lowered[max(0, match.start() - 80) : match.start()]):
        return None
    sure = _is_sure(match)
    return value_at(plain, at, _look(way, sure=sure, quoted=plain.startswith(_QUOTES, at)))


def _is_sure(match: re.Match[str]) -> bool:
    return match["name"] == "pw" or bool(_IS_SURE.fullmatch(match["name"]))


def _look(way: str | None, *, sure: bool, quoted: bool) -> Look:
    if way in {"assigned", "tagged", "paired", "passed"} or (way == "told" and (sure or quoted)):
        return "any"
    return "any" if way == "said" and sure and quoted else "odd"

"""Facts that people and consoles state in words: hosting, versions, numbers, lease storage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.models import Value
from bot.reading.said_leases import FAILURE_SHAPES, LEASE_STORAGE
from bot.reading.said_wishes import wishes_in

_RELEASE = r"v?((?:[0-3])\.\d{1,2}(?:\.\d{1,3})?(?:[a-z]{1,3}\d{0,3})?)\b"
_SERVER = re.compile(
    rf"(?i)\b(?:server|api|backend)(?:'s)?(?: api)?(?: version| is| runs| running| on| at| image"
    rf"| prefect)*[\s:=(v]{{1,5}}{_RELEASE}"
)
_CLIENT = re.compile(
    rf"(?i)\b(?:clients?|flows?|workers?|sdk|agents?|image)(?:'s)?(?: version| is| are| run| runs| use"
    rf"| uses| running| on| at| with| prefect)*[\s:=(v]{{1,5}}{_RELEASE}"
)
_PREFECT = re.compile(
    rf"(?i)\bprefect(?:[- ]?(?:version|release|core|oss|open source|client|is|on"
    rf"|at))*[\s:=@(v>~^]{{1,6}}{_RELEASE}"
)
_VERSION_COMMAND = re.compile(r"(?im)^\s{0,10}version:\s{1,12}(\d\.\d{1,2}\.\d{1,3}\S{0,12})\s*$")
_API_VERSION_COMMAND = re.compile(r"(?im)^\s{0,10}api version:\s{1,12}\d")
_SERVER_TYPE = re.compile(r"(?im)^\s{0,10}server type:\s{1,12}(\w{3,12})")

_CLOUD = re.compile(
    r"(?i)\bprefect cloud\b|\b(?:app|api)\.prefect\.(?:cloud|io)\b|\bon (?:the )?cloud\b"
    r"|\bwe (?:are on|use) cloud\b|\bcloud (?:workspace|account|tier|plan)\b"
)
_OWN = re.compile(
    r"(?i)\bself[- ]?host|\bour own (?:prefect )?server|\bprefect server start\b|\bprefect oss\b"
    r"|\boss (?:server|version|prefect)\b|\bopen[- ]source (?:server|prefect)|"
    r"\bprefect[- ]server\b|\bhelm chart\b|\blocalhost:4200|127\.0\.0\.1:4200|\bon[- ]prem"
    r"|PREFECT_SERVER_|\bprefect/server\b"
)
_NOT_CLOUD = re.compile(
    r"(?i)\bnot (?:on |using |in )?(?:the |prefect )?cloud\b|\bno cloud\b|instead of (?:prefect )?cloud"
)
# Short answers: who is asked for their version or their server does not say the word Prefect.
_BARE_RELEASE = re.compile(
    r"(?i)(?:\b(python|py|kubernetes|k8s|docker|helm|chart|postgres\w*|redis|mysql|node|ubuntu|debian"
    r"|pandas|dbt|airflow|java|numpy|sqlite|pydantic|httpx|openshift|eks|gke|aks)(?: version| is| on)?"
    r"[\s:=@v(-]{0,4})?(?<![\w.])v?([0-3]\.\d{1,2}\.\d{1,3})(?:[a-z]{1,3}\d{0,3})?(?![\w.-]*\d)"
)
_VERSION_WORD = re.compile(
    rf"(?i)^\W*(?:it'?s |we'?re |we are |we use |on |the )*(?:version|release) {_RELEASE}"
)
_SPEAKS_OF_SERVER = re.compile(r"(?i)\bserver\b")
_ONLY_CLOUD = re.compile(
    r"(?i)^\W*(?:it'?s |it is |we'?re |we are |we use |i use |i'?m |using |on |in |the |prefect'?s? )*cloud\b"
    r"(?! (?:run|function|build|storage|sql))"
)
_ONLY_OWN = re.compile(
    r"(?i)\b(?:our|my|an?) own (?:server|one|instance|host|machine|cluster|hardware)\b"
    r"|^\W*(?:it'?s |it is |we'?re |we are |we use |using |on |the )*(?:oss|open[- ]source|self[- ]?managed"
    r"|local(?:ly|host)?|own server)\b"
)

_OF = re.compile(
    r"(?i)(?<![\d./-])(\d{1,6}) ?(?:/|of|out of) ?(\d{1,6})(?![\d./-])[^.?\n]{0,30}(?:slots?|limit"
    r"|used|taken|occupied|active)|(?:slots?|limit|active|used"
    r"|taken)[^.?\n]{0,20}?(?<![\d./-])(\d{1,6}) ?(?:/|of|out of) ?(\d{1,6})(?![\d./-])"
)
_LIMIT = re.compile(
    r"(?i)\blimits?(?:ed)?(?: is| was| of| to| at| set| value| currently|:|="
    r"|\()*[\s=:]{0,3}(\d{1,6})(?!\d|\.\d)|(?<![\d.])(\d{1,6}) slots? (?:in total|total|available)"
)
_USED = re.compile(
    r"(?i)\bactive[-_ ]slots?[\"']?(?: is| are| stays?| at| stuck| shows?| says?|:"
    r"|=)*[\s=:]{0,3}(\d{1,6})\b|(?<![\d./])(\d{1,6}) (?:active |concurrency )?slots? (?:are |is "
    r"|still |stay |remain )*(?:used|in use|taken|occupied|held|active|stuck)"
)

_STRUCTURED = 8_000  # words about hosting and versions stand in the first characters, or nowhere


@dataclass(frozen=True, slots=True)
class Said:
    """A fact found in words, with where its quote starts."""

    name: str
    value: Value
    at: int


def _group(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _answers(text: str) -> list[Said]:
    """Return what short answers state, where the talk says what they answer."""
    found: list[Said] = []
    for value, regex in (("cloud", _ONLY_CLOUD), ("self_hosted", _ONLY_OWN)):
        if not found and (match := regex.search(text)):
            found.append(Said("hosting", value, match.start()))
    word = _VERSION_WORD.search(text)
    if word:
        return [*found, Said("client_version", word.group(1), word.start())]
    for match in _BARE_RELEASE.finditer(text):
        if not match.group(1):
            name = "server_version" if _SPEAKS_OF_SERVER.search(text) else "client_version"
            return [*found, Said(name, match.group(2), match.start())]
    return found


def _hosting(text: str) -> list[Said]:
    typed = _SERVER_TYPE.search(text)
    if typed:
        return [
            Said("hosting", "cloud" if typed.group(1).lower() == "cloud" else "self_hosted", typed.start())
        ]
    cloud, own, no_cloud = _CLOUD.search(text), _OWN.search(text), _NOT_CLOUD.search(text)
    if no_cloud or (own and not cloud):
        found = no_cloud or own
        return [Said("hosting", "self_hosted", found.start())] if found else []
    return [Said("hosting", "cloud", cloud.start())] if cloud and not own else []


def _versions(text: str) -> list[Said]:
    found: list[Said] = []
    for name, regex in (("server_version", _SERVER), ("client_version", _CLIENT)):
        match = regex.search(text)
        if match:
            found.append(Said(name, match.group(1), match.start()))
    command = _VERSION_COMMAND.search(text) if _API_VERSION_COMMAND.search(text) else None
    plain = command or _PREFECT.search(text)
    taken = any(item.name == "client_version" or (plain and item.value == plain.group(1)) for item in found)
    if plain and not taken:
        found.append(Said("client_version", plain.group(1), plain.start()))
    return found


def _numbers(text: str) -> list[Said]:
    of = _OF.search(text)
    if of:
        used, limit = (int(group) for group in of.groups() if group)
        return [Said("slots_used", used, of.start()), Said("slot_limit", limit, of.start())]
    found = []
    for name, regex in (("slot_limit", _LIMIT), ("slots_used", _USED)):
        match = regex.search(text)
        if match:
            found.append(Said(name, int(_group(match)), match.start()))
    return found


def said_in(text: str, *, in_conversation: bool = False) -> list[Said]:
    """Return the facts said in words, each once; in a conversation short answers count too."""
    text = text[:_STRUCTURED]
    found = [*_hosting(text), *_versions(text), *_numbers(text)]
    found += [Said(*wish) for wish in wishes_in(text)]
    if in_conversation:
        known = {item.name for item in found}
        versioned = any(name.endswith("_version") for name in known)
        found += [
            item
            for item in _answers(text)
            if item.name not in known and not (versioned and item.name == "client_version")
        ]
    for name, table in (("lease_storage", LEASE_STORAGE), ("lease_failure_shape", FAILURE_SHAPES)):
        hits = [(match.start(), value) for regex, value in table if (match := regex.search(text))]
        # Two shapes in one message are a guess; only one is a statement.
        if len(hits) == 1 and (name != "lease_failure_shape" or re.search(r"(?i)lease|renew", text)):
            found.append(Said(name, hits[0][1], hits[0][0]))
    return found

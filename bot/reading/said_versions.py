"""Which releases of Prefect people and consoles state, and whether of the server or of the client."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NO_UNIT = r"(?! ?(?:%|x\b|[gmk]i?b?\b|h\b|ms?\b|s\b|sec|min|hour|day|times|v?cpu|cores?\b))"
_RELEASE = rf"v?((?:[0-3])\.\d{{1,2}}(?:\.\d{{1,3}})?(?:[a-z]{{1,3}}\d{{0,3}})?)\b{_NO_UNIT}"
_SURE_RELEASE = r"v?([0-3]\.\d{1,2}\.\d{1,3}(?:[a-z]{1,3}\d{0,3})?|[23]\.\d{1,2})(?![\w.-]*\d)"
_SERVER = r"server|api|backend"
_CLIENT = r"clients?|flows?|workers?|sdk|agents?|image"
_OTHERS = (
    r"python|py|kubernetes|k8s|docker|helm|chart|postgres\w*|redis|mysql|node|ubuntu|debian"
    r"|pandas|dbt|airflow|java|numpy|sqlite|pydantic|httpx|openshift|eks|gke|aks|api version"
)
_BEFORE = (
    r"(?:'s)?(?: api| version| is| are| runs?| uses?| running| on| at| with| image"
    r"| prefect(?:hq/prefect)?){0,6}"
)
# From left to right each word goes with one release: the other software's first, then the nearest.
_OF_ROLE = re.compile(
    rf"(?i)\b(?:{_OTHERS})(?: version| is| on)?[\s:=@v(-]{{0,40}}\d[\w.]{{0,20}}"
    rf"|\b(?:(?P<server>{_SERVER})|(?:{_CLIENT})){_BEFORE}[\s:=(v]{{1,5}}{_RELEASE}"
    rf"|(?<![\w.:/-]){_SURE_RELEASE}[ (]{{1,2}}(?:(?:on|for|in|is|as) (?:the |our |my |all )?)?(?:prefect )?"
    rf"(?:(?P<server_after>{_SERVER})|(?:{_CLIENT}))\b"
)
_HOSTED = r"self[- ]?hosted|prefect|oss|open[- ]source|cloud"
_PREFECT = re.compile(
    rf"(?i)\b(?:{_HOSTED})(?:[- ]?(?:version|release|core|oss|open source|client|is|on"
    rf"|at|prefect|server)){{0,6}}[\s:=@(v>~^,]{{1,40}}{_RELEASE}"
    rf"|(?<![\w.:/-]){_SURE_RELEASE}[ ,(]{{1,3}}(?:on )?(?:prefect )?"
    r"(?:self[- ]?hosted|oss|open[- ]source|cloud)\b"
)
_SERVES = re.compile(r"(?i)\bprefect server start\b")
_VERSION_COMMAND = re.compile(r"(?i)(?<!\w )(?<!\w)version:\s{1,40}(\d\.\d{1,2}\.\d{1,3}\S{0,12})(?=\s|$)")
_REST_OF_COMMAND = re.compile(r"(?i)\b(?:api version|python version|git commit|server type):\s{1,40}\w")
# Short answers: who is asked for their version or their server does not say the word Prefect.
_BARE_RELEASE = re.compile(
    rf"(?i)(?:\b({_OTHERS})(?: version| is| on)?"
    r"[\s:=@v(-]{0,4})?(?<![\w.])v?([0-3]\.\d{1,2}\.\d{1,3})(?:[a-z]{1,3}\d{0,3})?(?![\w.-]*\d)"
)
_VERSION_WORD = re.compile(
    rf"(?i)^\W*(?:it'?s |we'?re |we are |we use |on |the )*(?:version|release) {_RELEASE}"
)
# "slots of pool k8s on 3.4.8": the release is Prefect's, unless the word before it is other software.
_ON_RELEASE = re.compile(
    rf"(?i)(?:(?<!pool )(?<!queue )(?<!limit )(?<!tag )\b({_OTHERS})\b (?:version |is |runs? ){{0,2}})?"
    r"\b(?:on|with|using|under) v?(3\.\d\.\d{1,3})(?![\w.-]*\d)"
)
# A release near these is of what runs the code, and tells nothing of the server's.
_RUNS_CODE = re.compile(rf"(?i)\b(?:{_CLIENT}|containers?|pods?|environments?)\b[^.?!\n]{{0,60}}$")
_SPEAKS_OF_SERVER = re.compile(r"(?i)\bserver\b")
Version = tuple[str, str | bool, int]  # the fact, its value, and where its quote starts


def versions_in(text: str) -> list[Version]:
    """Return the releases a text states by itself, at most one of the server and one of the client.

    One that is named without saying whose is the client's, and `release_of_both` says so.
    """
    found: dict[str, Version] = {}
    for version in _of_roles(text):
        found.setdefault(version[0], version)
    command = _VERSION_COMMAND.search(text) if _REST_OF_COMMAND.search(text) else None
    plain = command or _PREFECT.search(text)
    if plain:
        release = plain[1] or plain[2]
        name = "server_version" if not command and _SERVES.search(text) else "client_version"
        if name not in found and release not in {version[1] for version in found.values()}:
            found[name] = (name, release, plain.start())
            found |= {} if command else _of_both(text, found)
    if not found and (on := next((each for each in _ON_RELEASE.finditer(text) if not each[1]), None)):
        found["client_version"] = ("client_version", on[2], on.start(2))
        found |= _of_both(text, found)
    return list(found.values())


def _of_both(text: str, found: dict[str, Version]) -> dict[str, Version]:
    """Say that the client's release is named as that of all of Prefect, if nothing near it says whose."""
    client = found.get("client_version")
    if client is None or "server_version" in found or _RUNS_CODE.search(text[: client[2]]):
        return {}
    return {"release_of_both": ("release_of_both", True, client[2])}


def _of_roles(text: str) -> Iterator[Version]:
    for match in _OF_ROLE.finditer(text):
        release = next((group for group in match.groups() if group and group[0].isdigit()), None)
        if release:
            server = match["server"] or match["server_after"]
            yield "server_version" if server else "client_version", release, match.start()


def version_answered(text: str) -> Version | None:
    """Return the release that a short answer states."""
    if word := _VERSION_WORD.search(text):
        return "client_version", word[1], word.start()
    for match in _BARE_RELEASE.finditer(text):
        if not match[1]:
            name = "server_version" if _SPEAKS_OF_SERVER.search(text) else "client_version"
            return name, match[2], match.start()
    return None

"""Which hosting people and consoles state: Prefect Cloud or a server of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SERVER_TYPE = re.compile(r"(?im)(?<![\w-])server type:\s{1,40}(\w{3,12})")
# The address that the flows talk to says it for sure; the port 4200 is a Prefect server's own.
_API_URL = re.compile(
    r"(?i)\bPREFECT_API_URL\W{0,3}(?:\s{0,3}(?:=|:|\bis\b|\bto\b|->)\s{0,3}|\s{1,3})[\"'`<]?"
    r"(https?://[^\s\"'`<>|]{1,300})"
)
_CLOUD_URL = re.compile(r"(?i)^https?://[\w.-]{0,100}\bprefect\.(?:cloud|io)(?![\w.-])")
_PREFECT_PORT = r"https?://(?!docs\b)[^\s/\"'`<>|]{1,200}:4200\b"
_NO_SERVICE = r"(?! (?:run|function|build|storage|sql|composer|watch|formation|front))"
_BARE_CLOUD = rf"cloud\b{_NO_SERVICE}"
_BARE_OWN = r"(?:self[- ]?(?:hosted|hosting|managed)|oss|open[- ]source|on[- ]prem(?:ises)?)\b"

_CLOUD = re.compile(
    rf"(?i)\bprefect {_BARE_CLOUD}|\b(?:app|api)\.prefect\.(?:cloud|io)\b|\bon (?:the )?{_BARE_CLOUD}"
    r"|\bwe (?:are on|use) cloud\b|\bcloud (?:workspace|account|tier|plan)\b"
    r"|\bhosted by prefect\b|\bprefect hosts (?:it|this|that|the (?:server|api)|everything)\b"
)
_OURSELVES = (
    r"\b(?:self[- ]?)?(?:host|run|manage)(?:ed|ing|s)? (?:it|prefect|the (?:prefect )?(?:server|api)|this"
    r"|that|everything)(?: all)? (?:our|my)sel(?:ves|f)\b|\bhosted by (?:us|ourselves)\b"
    r"|\b(?:host|hosted|hosting) (?:it |prefect )?(?:in[- ]house|(?:our|my)sel(?:ves|f))"
)
_OWN_PLACE = (
    r"\b(?:our|my|an?) own (?:prefect |api )?(?:server|instance|installation|backend)\b"
    r"|\bprefect(?: server| api| oss)?(?: is| v?\d[\w.]{0,12}){0,2}(?: running| deployed| hosted| installed"
    r"| runs| lives)? (?:on|in) (?:our|my) own\b"
    r"|\b(?:server|api) (?:is |runs |running |deployed |hosted |lives )*(?:on|in) (?:our|my) own\b"
)
_OWN = re.compile(
    r"(?i)\bself[- ]?host|\bprefect server start\b|\bprefect oss\b"
    r"|\boss (?:server|version|prefect)\b|\bopen[- ]source (?:server|prefect)|"
    r"\bprefect[- ]server\b|\bhelm chart\b|\blocalhost:4200|127\.0\.0\.1:4200|\bon[- ]prem"
    rf"|PREFECT_SERVER_|\bprefect/server\b|{_OWN_PLACE}|{_OURSELVES}|{_PREFECT_PORT}"
)
_NOT_CLOUD = re.compile(
    r"(?i)(?:\b(?:not|no|never|without|instead of|rather than)|n't)"
    rf"(?: (?:on|use|using|in|with|the|a|any)){{0,3}} (?:prefect )?{_BARE_CLOUD}"
)
_AGAIN_CLOUD = re.compile(
    r"(?i)^ (?:isn'?t|is not|wasn'?t|is no) (?:what|our|ours|used|in use|involved|an option|available"
    r"|the one|where)\b"
)
# What stands right behind these is not, or no longer, so.
_LINKS = (
    r"(?: (?:on|in|an?|the|any|your|our|use|using|run|running|have|having|really|actually|with|of|prefect))"
)
_IS_NOT = re.compile(rf"(?i)(?:\b(?:not|no|never|without|instead of|rather than)|n't){_LINKS}{{0,4}} $")
_WAS = re.compile(
    r"(?i)\b(?:used to (?:be|run|use|have|host)|previously|formerly|no longer|once|was|were"
    r"|(?:mov|migrat|switch|com)(?:ed|ing|e|es) (?:away |over )?from|from)"
    r"(?: (?:be|self|running|hosted|prefect)| on| in| an?| the| our| my){0,3} $"
)
# "A 429 from api.prefect.cloud": an answer that came from there, no move away from it.
_ANSWERED = re.compile(
    r"(?i)\b(?:[45]\d\d|errors?|answers?|responses?|replies|reply|requests?|timeouts?|received)"
    r"(?: [\w()]{1,20}){0,3} from (?:https?://)?$"
)
# Where both are named, these live elsewhere than the API that counts the slots.
_OTHER_THING = r"(?:workers?|agents?|data|databases?|files?|code|storage|jobs|images?|warehouse)"
_OF_OTHER_THING = re.compile(rf"(?i)\b{_OTHER_THING}\b")
_OTHER_THING_NEXT = re.compile(rf"(?i)^\w{{0,6}}\W{{0,3}}(?:\w+ )?{_OTHER_THING}\b")
_PART = re.compile(r"(?i)[,;:()]|\s-\s|\b(?:and|but|while|though|with|whereas)\b")
# "prefect 3.4, cloud, k8s": beside a release a lone item of a list says where Prefect runs.
_RELEASE = re.compile(r"(?<![\w.])v?[23]\.\d{1,2}(?![\d-])")


def _item(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?i)(?:^|[,;(|/]|(?<=\d)(?=\s))\s{{0,2}}(?:(?:on|in) )?(?:the )?(?:{words})\s{{0,2}}"
        r"(?=[,;.)|/?!]|$|v?\d)"
    )


_CLOUD_ITEM = _item(r"cloud\b")
_OWN_ITEM = _item(_BARE_OWN)
# A question or a thought about another hosting says nothing of the person's own.
_WHERE = r"(?:on|in|with|from|for|between|there|behaviou?r)\b"
_COMPARES = re.compile(
    r"(?i)\bwould\b(?! like| love)|\b(?:too|as well|either)\W*$|\b(?:difference|compared?|versus|vs)\b"
    rf"|\b(?:differs?|different(?:ly)?|the same|better|also|only) {_WHERE}"
    r"|\balso (?:happens?|occurs?|appl(?:y|ies)|affect(?:s|ed)?|true)\b|\b(?:what|how) about\b|\bwhat if\b"
)
_THINKS_OF = re.compile(
    r"(?i)\bif (?:we|i) (?:\w+ ){0,2}(?:moved?|switch(?:ed)?|migrated?|used?|were)\b|\bwonder"
    r"|\b(?:think|thinking|thought|consider|considering|plan|planning|going|want|wants|should|could|may)"
    r" (?:\w+ ){0,3}(?:mov|switch|migrat|go)(?:e|es|ing)?\b"
)
_SENTENCE = re.compile(r"[^\n.?!]+(?:[.?!]+(?=[^\s.?!])[^\n.?!]+)*[.?!]*")

_ONLY_CLOUD = re.compile(
    r"(?i)^\W*(?:it'?s |it is |we'?re |we are |we use |i use |i'?m |using |on |in |the |prefect'?s? )*"
    rf"{_BARE_CLOUD}"
)
_ONLY_OWN = re.compile(
    r"(?i)\b(?:our|my|an?) own (?:server|one|instance|host|machine|cluster|hardware)\b"
    r"|^\W*(?:it'?s |it is |we'?re |we are |we use |using |on |the )*(?:oss|open[- ]source|self[- ]?managed"
    r"|local(?:ly|host)?|own server)\b"
)
Hosting = tuple[str, int]  # and where its quote starts


def hosting_in(text: str) -> Hosting | None:
    """Return the hosting a text states by itself; nothing where it speaks for both."""
    if typed := _SERVER_TYPE.search(text):
        return "cloud" if typed[1].lower() == "cloud" else "self_hosted", typed.start()
    if url := _API_URL.search(text):
        return "cloud" if _CLOUD_URL.match(url[1]) else "self_hosted", url.start()
    stated = list(_stated(text))
    if len({value for value, _, _ in stated}) > 1:
        stated = [each for each in stated if not each[2]]
    found: dict[str, int] = {}
    for value, at, _ in stated:
        found.setdefault(value, at)
    if "not_cloud" in found:
        return "self_hosted", found["not_cloud"]
    return next(iter(found.items())) if len(found) == 1 else None


def _stated(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield each hosting with where it stands, and whether another thing than the API is said to be there."""
    for sentence in _SENTENCE.finditer(text):
        said = sentence[0]
        if _is_of_another(said):
            continue
        listed = _RELEASE.search(said)
        for value, regex, item in (
            ("not_cloud", _NOT_CLOUD, None),
            ("cloud", _CLOUD, _CLOUD_ITEM),
            ("self_hosted", _OWN, _OWN_ITEM),
        ):
            match = _is_so(regex, said) or (_is_so(item, said) if listed and item else None)
            if match:
                denied = value == "cloud" and _AGAIN_CLOUD.match(said[match.end() :])
                place = sentence.start() + match.start()
                yield "not_cloud" if denied else value, place, _is_of_another_thing(said, match)


def _is_so(regex: re.Pattern[str], said: str) -> re.Match[str] | None:
    """Return the first match that is neither denied nor past."""
    for match in regex.finditer(said):
        before = said[max(0, match.start() - 60) : match.start()]
        past = _WAS.search(before) and not ("." in match[0] and _ANSWERED.search(before))
        if not (_IS_NOT.search(before) or past):
            return match
    return None


def _is_of_another_thing(said: str, match: re.Match[str]) -> bool:
    start = max([0, *(part.end() for part in _PART.finditer(said, 0, match.start()))])
    before, after = said[start : match.start()], said[match.end() : match.end() + 40]
    return bool(_OF_OTHER_THING.search(before) or _OTHER_THING_NEXT.match(after))


def _is_of_another(sentence: str) -> bool:
    asks = sentence.endswith("?") and _COMPARES.search(sentence)
    return bool(asks or _THINKS_OF.search(sentence))


def hosting_answered(text: str) -> Hosting | None:
    """Return the hosting that a short answer states."""
    if _is_of_another(text):
        return None
    for value, regex in (("cloud", _ONLY_CLOUD), ("self_hosted", _ONLY_OWN)):
        if match := regex.search(text):
            return value, match.start()
    return None

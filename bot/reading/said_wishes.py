"""What a person wishes for, in numbers and names: how many at a time, how many a minute, of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.reading.asserted import clause_around
from bot.reading.names import names_in
from bot.reading.said_amounts import IN_WORDS, MORE_WORDS, amount
from bot.reading.said_rates import rate_in, rate_is_wished

# No part of a time of day, a date or a release.
_NO_RELEASE = r"(?<!prefect )(?<!version )(?<!python )"
# "1,000" is read whole, and nothing of "1 000", which might be two numbers.
_DIGITS = r"\d{1,3}(?:[,_'’]\d{3}){1,2}(?![,\d])|\d{1,6}k?(?![\d:]\d|[.,_'’]\d| \d{3}\b)"
_N = rf"((?<![:.,_'’\d-])(?<!\d ){_NO_RELEASE}(?:{_DIGITS})\b{MORE_WORDS}*+|{IN_WORDS})"
_UNIT = r"(s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?|weeks?|months?)\b"
_NOT_OF_THESE = r"(?! of (?:these|those|them|the|our|my|this|that)\b)"
# "I see 5 at once" counts what happens; only a wish says how many there should be.
_WISHES = re.compile(
    r"(?i)\b(?:want|need|allow|let|limit(?:ed|ing)?|at most|max\w{0,5}|no more|should|must|may|would like"
    r"|ensure|how (?:do|can|to|could|should)|can (?:i|we|you)|cap|restrict|throttle|set|make|keep|sure|wish"
    r"|please"
    r"|never|so that|only|just|run (?=\d)|goal|require[ds]?|instead of all)\b|'d like\b"
)
_PLEASE = re.compile(r"(?i)\b(?:please|max|no more|at most|only)\b")
_HAPPENS = re.compile(
    r"(?i)\b(?:see|seeing|sees|saw|seen|observe[sd]?|notice[sd]?|there (?:are|were)|currently|right now"
    r"|why)\b"
)
_THINGS = r"(?:at\b|(?:[\w-]+ ){0,2}(?:runs?|tasks?|flows?|jobs?|of (?:them|these))\b)"
_BARE = re.compile(rf"(?i)^\W*(?:(?:and|or|then|ok|yes) )?{_N} {_THINGS}")
# Behind a number that is a share, a time, a size, a rate, a range, or goes on in words not understood.
_NO_COUNT = re.compile(
    rf"(?i) ?(?:%|per ?cent\b)| ?(?:\w+ ){{0,3}}(?:(?:per|every|each|an?|/) ?(?:\d{{1,4}} )?{_UNIT}|/)"
    r"|[ -](?:and )?(?:an? )?(?:half|halves|thirds?|quarters?|score|odd"
    r"|billions?|trillions?|lakhs?|crores?)\b|-(?!at-)\w"
    rf"| ?(?:{_UNIT}|[kmgt]i?b\b)| (?:retries|attempts|rows|records|pages|lines|characters|parameters)\b"
)
_AT_ONCE = (
    r"(?:at (?:once|a time|the same time|any (?:one )?time)|in parallel|concurrent(?:ly)?"
    r"|simultaneous(?:ly)?|together)"
)
_AT_MOST = (
    r"(?:at most|no more than|not more than|max(?:imum)?(?: of)?|up to|limit(?:ed)? (?:of|to)|only|just"
    r"|never more than|cap(?:ped)?(?: [\w\"'./-]+){0,6}? (?:at|to)|down to"
    r"|(?:limit|restrict|throttle|keep)(?: [\w\"'./-]+){1,8}? to)"
)
_AT_ONCE_COUNT = re.compile(rf"(?i)\b{_N} (?:[\w-]+ ){{0,6}}{_AT_ONCE}")
# Behind a number that is how many of the thing itself, and not of something else.
_ENDS = (
    r"(?= ?(?:$|[,.;:!?)\n\"']|(?:concurrency |concurrent )?(?:slots?|places?|(?:flow |task )?runs?|tasks?)\b"
    r"|(?:at|for|on|pls|please|plz|thx|thanks|instead|now|and|but|then|with|fails?|failed|errors?|says?"
    r"|gives?|does|did|in (?:the |my |our )?(?:pool|work))\b))"
    r"(?! (?:slots? )?(?:taken|used|in use|held|stuck|free|left|active|occupied|are|is|running|waiting)\b)"
)
_CALLED = r"(?:\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|`[^`\n]{1,80}`|[\w./:-]{2,80})"
_LIMITED = r"(?:limits?|gcls?|pools?|queues?|tags?|tagged|deployments?)"
_INSTEAD = re.compile(
    rf"(?i)\b(?:want|need|make (?:it|that|this)|(?:set|change|raise|lower|bump|put)"
    rf" (?:it|that|this)(?: up| down)?(?: to| at)?) {_N}\b(?!\.\d){_ENDS}"
)
_COMMANDED = re.compile(
    rf"(?i)\b(?:set[-_]concurrency[-_]limit|concurrency[-_]limit create|gcl set-limit)"
    rf" {_CALLED} {_N}\b(?!\.\d)"
)
_OF_ITS_NAME = re.compile(
    rf"(?i)\b{_LIMITED}(?: (?:of|for|on|to|called|named|the|my|our|work|pools?|queues?|tags?|deployments?))*"
    rf" ?{_CALLED} ?(?:=|:|(?:of|to|at|is|be|with)(?= ))? ?{_N}\b(?! ?/| of \d|\.\d){_ENDS}"
)
_SLOTS = re.compile(
    rf"(?i)\b(?:with|of|to|at|have|having|want|give (?:it|them)|limit(?:ed)?) (?:only |just )?{_N}"
    rf" (?:concurrency )?(?:slots?|places?)\b(?! each| per| of){_ENDS}"
)
_MUST_BE_ASKED_FOR = frozenset({_OF_ITS_NAME, _SLOTS})
_ASKED_FOR = re.compile(
    r"(?i)\b(?:create|add|new|rais(?:e|ing)|lower(?:ing)?|increas(?:e|ing)|decreas(?:e|ing)|reduc(?:e|ing)"
    r"|bump|chang(?:e|ing)|give|(?:re)?configure|use occupy)\b"
)
_COUNTS = (
    _INSTEAD,
    _COMMANDED,
    re.compile(rf"(?i)\b{_AT_MOST} {_N}\b(?!\.\d){_NOT_OF_THESE}"),
    _AT_ONCE_COUNT,
    re.compile(
        rf"(?i)\b(?:set|to|=|limits?(?: is| of| at)?) {_N}\b(?!\.\d| (?:to|->|=>) \d)"
        rf"(?! ?(?:[\w-]+ ){{0,2}}(?:{_UNIT}|%|per\b))"
    ),
    _OF_ITS_NAME,
    _SLOTS,
)
_ALONE = re.compile(
    r"(?i)\b(?:never|not|don't|do not|without) (?:\w+ )?overlap|\bnon[- ]overlapping\b|\bsingleton\b"
    r"|one after (?:the other|another)|\bonce at a time\b|mutual(?:ly)? exclu|\bone by one\b"
    r"|\b(?:sequential|serial)ly\b|\b(?:never|not|n't) (?:\w+ ){0,3}at the same time\b"
)
_WEIGHT = re.compile(
    rf"(?i)\b(?:counts? as|takes?(?: up)?|use[sd]?|occup(?:y|ies)|needs?|worth|weighs?) {_N} "
    r"(?:concurrency )?(?:slots?|units?|places?)\b"
)
_ITS_LIMIT = r"(?:(?:'s)?(?: concurrency)? limits?)?"
_KINDS = {
    "wish_tag": rf"(?:tags?|tagged(?: with)?){_ITS_LIMIT}",
    "wish_pool": rf"(?:work )?pools?{_ITS_LIMIT}",
    "wish_queue": rf"(?:work )?queues?{_ITS_LIMIT}",
    "wish_limit": r"(?:global |concurrency |rate )*limits?|concurrency\(|rate_limit\(|decay configured"
    r"|gcls?(?: (?:create|update|inspect|delete|enable|disable|set-limit))?",
}
_MECHANISM_OF = {"wish_tag": "task_tag", "wish_pool": "work_pool", "wish_queue": "work_queue"}
_OF_A_DEPLOYMENT = frozenset({"schedule", "schedules"})
_DEPLOYMENT = re.compile(r"(?i)\bdeployments?\b")
_OTHER_POOL = re.compile(r"(?i)\b(?:db|database|connections?|threads?|process|memory)[- ]pool\b")
_GLOBAL = re.compile(r"(?i)\bgcls?\b|\bglobal\b")
_LINK = rf"(?: of {_N})?(?: is)?(?: (?:called|named|as|is|name|of|for|on)|\s?=\s?)?[\s\"'`:(\[]{{1,4}}"
_LIMITS = re.compile(
    r"(?i)(?<!no )(?<!without )\b(?:limit\w{0,3}|cap|only|at (?:most|once|a time)|max\w{0,5}|restrict"
    r"|throttle|one|\d{1,6})\b"
)
_REFUSED = re.compile(r"[/%&<>]")  # by Prefect, in every name but a tag's
_PATH = re.compile(r"[A-Za-z][\w-]{1,60}/[A-Za-z][\w-]{1,60}")
# In quotes, or beside the word of its kind, a path may have spaces and single letters.
_ANY_PATH = re.compile(r"[^\W_](?:[^/\n]{0,60}[^/\s])?/(?! )[^/\n]{0,59}[^\W_]")
_QUOTES = "\"'`("
_DEPLOYMENTS = r"deployments?"
Wish = tuple[str, int | float | str, int]


def _number(text: str) -> int:
    """Return a count as it is written; 0 where it is unclear, or no whole number."""
    count = amount(text)
    return int(count) if count and count.denominator == 1 else 0


def wishes_in(text: str) -> Iterator[Wish]:
    """Yield what a text wishes for as (fact, value, where its quote starts)."""
    yield from rate_in(text)
    yield from _count(text)
    if (match := _WEIGHT.search(text)) and (slots := _number(match[1])):
        yield "wish_slots", slots, match.start()
    yield from _names(text)


def _count(text: str) -> Iterator[Wish]:
    alone = _ALONE.search(text)
    match = next(
        (found for regex in _COUNTS for found in regex.finditer(text) if _is_wished(text, found)), None
    )
    if match and len(_shared_out(text, names_in(text))) > 1:
        return
    if match:
        yield "wish_count", _number(match[1]), match.start()
    elif alone:
        yield "wish_count", 1, alone.start()


def _shared_out(text: str, names: Iterable[str]) -> set[str]:
    """Return the names that a wish gives a number each: "limit db: 3, limit api: 5"."""
    return {
        name
        for pair in _OF_ITS_NAME.finditer(text)
        for name in names
        if re.search(rf"(?<![\w/-]){re.escape(name)}[\"'`]?(?: to | ?[:=] ?| \d)", pair[0])
        and (_is_wished(text, pair) or " to " in pair[0])
    }


def _is_wished(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number is how many there should be, and not how many there are."""
    if not _number(match[1]) or _NO_COUNT.match(text, match.end(1)):
        return False
    named = match.re in _MUST_BE_ASKED_FOR  # the name in it may hold what ends a clause
    clause = clause_around(text, match.start(), match.start() + 1 if named else match.end())
    if _HAPPENS.search(clause):
        return False
    if named:
        return bool(_WISHES.search(clause) or _ASKED_FOR.search(clause))
    if match.re is not _AT_ONCE_COUNT or _BARE.match(clause):
        return True
    there = clause.find(match[0]) + len(match[0])  # "despite the limit" behind it wishes for nothing
    return bool(_WISHES.search(clause, 0, there) or _PLEASE.search(clause, there))


def _names(text: str) -> Iterator[Wish]:
    """Yield each kind's name, the one that stands beside the word of its kind; deployments by their path."""
    names = sorted(names_in(text), key=len, reverse=True)
    shared_out = _shared_out(text, names)
    if paths := sorted(_paths(text, names)):
        yield "wish_deployment", paths[0][1], paths[0][0]
        yield "wish_deployments", ",".join(path for _, path in paths), paths[0][0]
    plain = [name for name in names if name not in {path for _, path in paths}]
    if not paths:
        yield from _deployment(text, plain)
    for fact, word in _KINDS.items():
        fit = plain if fact == "wish_tag" else [name for name in plain if not _REFUSED.search(name)]
        found = [match for name in fit for match in _beside(word, name, text)]
        found = [each for each in found if not any(_goes_on(each[0], other) for other, _ in found)]
        if found and len({name for _, name in found} & shared_out) < 2:
            match, name = min(found, key=lambda each: (each[1] not in shared_out, _place(text, *each)))
            yield fact, name, match.start()


def _goes_on(match: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether the word of a kind has its name behind it: of "the k8s pool prod" that is prod."""
    return match.start() < other.start() < match.end() < other.end()


def _paths(text: str, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where each name stands that is one of a flow and its deployment, "etl/nightly"."""
    for name in names:
        match = re.search(rf"(?<![\w/.:-]){re.escape(name)}(?![\w/])", text)
        if match and (_PATH.fullmatch(name) or (_ANY_PATH.fullmatch(name) and _is_path(text, match))):
            yield match.start(), name


def _is_path(text: str, match: re.Match[str]) -> bool:
    quoted = " " in match[0] and text[match.start() - 1 : match.start()] in _QUOTES
    return quoted or any(True for _ in _beside(_DEPLOYMENTS, match[0], text))


def _deployment(text: str, names: Iterable[str]) -> Iterator[Wish]:
    """Yield a deployment that is named without its flow; that one stands as a word to fill in."""
    for name in names:
        for match, _ in _beside(_DEPLOYMENTS, name, text):
            in_a_command = text.endswith("prefect ", 0, match.start())
            if name not in _OF_A_DEPLOYMENT and not in_a_command:
                yield "wish_deployment", f"FLOW/{name}", match.start()
                return


def _beside(word: str, name: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    own = re.escape(name)
    beside = rf"(?i)(?<![\w-])(?:{word}){_LINK}{own}(?![\w-])|(?<![\w/-]){own}[\"'`]? (?:{word})\b"
    if match := re.search(beside, text):
        yield match, name


def _place(text: str, match: re.Match[str], name: str) -> tuple[bool, bool, int]:
    """Order names: those said to be limited first, `default` last, then as they stand."""
    clause = clause_around(text, *match.span())
    return _LIMITS.search(clause) is None, name == "default", match.start()


def kind_named(text: str) -> str:
    """Return the mechanism of the only kind of thing that a text names; of a pool and its queue the queue.

    Where it names none, a rate that is to be kept to tells.
    """
    facts = {fact for fact, _, _ in _names(text)}
    kinds = {_MECHANISM_OF[fact] for fact in facts if fact in _MECHANISM_OF}
    if "wish_deployment" in facts and _DEPLOYMENT.search(text):
        kinds.add("deployment")
    if "wish_limit" in facts and _GLOBAL.search(text):
        kinds.add("global")
    if "work_queue" in kinds or _OTHER_POOL.search(text):
        kinds.discard("work_pool")
    if not kinds and rate_is_wished(text):
        return "rate_limit"
    return kinds.pop() if len(kinds) == 1 else ""

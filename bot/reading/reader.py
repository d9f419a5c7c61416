"""One message in, one Reading out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.reading.cleaning import clean, looks_binary, plain_letters, shorten
from bot.reading.doubted import is_doubted
from bot.reading.log_times import surroundings
from bot.reading.logs import Lines
from bot.reading.masking import mask_secrets
from bot.reading.models import Pattern, Reading, Score, Source, Statement, Value
from bot.reading.names import names_in, run_reference_in
from bot.reading.releases import without_dots, without_releases
from bot.reading.said import said_in
from bot.reading.said_wishes import kind_named
from bot.reading.scope import (
    is_in_scope,
    is_small_talk,
    means_something_else,
    names_a_limit,
    without_internal_paths,
)
from bot.reading.scope_languages import asks_how_elsewhere, waits_elsewhere
from bot.reading.scope_short import asks_in_general
from bot.reading.scope_wishes import names_the_api_of_limits, orders_a_limit
from bot.reading.scoring import (
    ASKED,
    LOG_WEIGHT,
    SIGNATURE_WEIGHT,
    WORDS_WEIGHT,
    clear_mechanism,
    clear_symptom,
    rank_mechanisms,
    rank_symptoms,
)
from bot.reading.wording import normal_wording

_PROSE = 4_000  # characters of prose that the phrase tables look at
_NAMED = 20_000  # characters in which names are looked for
_WISHED = 8_000  # characters of prose in which wishes, beliefs and questions are looked for
_QUOTE = 500
_MATCHES = 10  # of one signature that are looked at for one in a log: who writes of a line may paste it too
_TRIED = 50  # matches of one signature that are judged by how a person says them
_ELSEWHERE = 4.0  # what a run that waits weighs in another language, and an order
_ITEM = re.compile(r"[\"']([^\"'\n]{1,200})[\"']")
_PART = re.compile(r"[,;:.!?](?=\s)|\n")
_LISTS = frozenset({"missing_names"})
_OF_ANY_SERVER = frozenset({"database_locked"})  # a server says it of itself, limits or none
_ONLY_WORDS = ("wish_", "belief_")  # what a person wishes or believes is no evidence as a log line is
QUESTIONS = (*_ONLY_WORDS, "asks_", "blames_")  # signatures that no log can hold, and nobody doubts


@dataclass(slots=True)
class _Found:
    """What the signatures gave."""

    quotes: dict[str, tuple[Source, str]] = field(default_factory=dict)
    judged: dict[tuple[str, str], tuple[Statement, int]] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    mechanisms: dict[str, float] = field(default_factory=dict)
    symptoms: dict[str, float] = field(default_factory=dict)
    quote: Statement | None = None
    quoted: int = 0  # the number of its line
    scope: bool = False
    of_server: bool = False  # a server speaks of itself; a limit must be named beside it


def _captured(fact: str, text: str) -> Value:
    if fact in _LISTS:
        return _ITEM.findall(text) or [text.strip("[] ")]
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _add(found: _Found, statement: Statement) -> None:
    known = found.statements.get(statement.name)
    if known is None or (known.source == "person" and statement.source == "log"):
        found.statements[statement.name] = statement


def _judge(found: _Found, statement: Statement, number: int) -> None:
    """Keep the first line that tells of a mechanism or a symptom, a log's before a person's."""
    key = statement.name, str(statement.value)
    known = found.judged.get(key)
    if known is None or (known[0].source == "person" and statement.source == "log"):
        found.judged[key] = statement, number


def _line_of(match: re.Match[str], lines: Lines) -> int:
    """Return the line of a match; of one that goes on into a log, the log's line."""
    first, last = lines.index(match.start()), lines.index(max(match.start(), match.end() - 1))
    return last if not lines.is_log(first) and lines.is_log(last) else first


def _take(found: _Found, pattern: Pattern, match: re.Match[str], number: int, lines: Lines) -> None:
    source: Source = "log" if lines.is_log(number) else "person"
    line = lines.quote(number)[:_QUOTE]
    found.quotes[pattern.name] = source, line
    if found.quote is None or (found.quote.source == "person" and source == "log"):
        found.quote, found.quoted = Statement("signatures", [], source, line), number
    only_words = pattern.name.startswith(_ONLY_WORDS)
    weight = WORDS_WEIGHT if only_words else LOG_WEIGHT if source == "log" else SIGNATURE_WEIGHT
    facts: dict[str, Value] = dict(pattern.facts)
    facts.update(
        {fact: _captured(fact, match[group]) for group, fact in pattern.captures.items() if match[group]}
    )
    for name, value in facts.items():
        if name in {"mechanism", "symptom"}:
            scores = found.mechanisms if name == "mechanism" else found.symptoms
            weighs = SIGNATURE_WEIGHT if only_words and _is_of_now(name, value) else weight
            scores[str(value)] = max(scores.get(str(value), 0), weighs)
            _judge(found, Statement(name, value, source, line), number)
        else:
            _add(found, Statement(name, value, source, line))
    origin = lines.origin(number) if source == "log" else ""
    if origin:
        _add(found, Statement("log_origin", origin, "log", line))
    if pattern.facts and not only_words:
        found.scope = found.scope or pattern.name not in _OF_ANY_SERVER
        found.of_server = found.of_server or pattern.name in _OF_ANY_SERVER


def _is_of_now(name: str, value: Value) -> bool:
    """Tell whether a symptom is there now ("the pool is full, should I …") and no question."""
    return name == "symptom" and value not in ASKED


def _meant(pattern: Pattern, lines: Lines) -> Iterator[re.Match[str]]:
    """Give the matches that count: a log's all, a person's unless they doubt it."""
    match = pattern.regex.search(lines.text)
    for _ in range(_TRIED):
        if not match:
            return
        counts = _counts(pattern, match, lines)
        if counts:
            yield match
        # What is denied may go on with a part that is not: "no X, it says: Y".
        part = None if counts else _PART.search(match[0])
        at = match.start() + part.end() if part else max(match.end(), match.start() + 1)
        match = pattern.regex.search(lines.text, at)


def _counts(pattern: Pattern, match: re.Match[str], lines: Lines) -> bool:
    # A pattern that takes in more of the line than what it is about says by a group what that is.
    said = "said" if "said" in pattern.regex.groupindex and match["said"] else 0
    is_log = lines.is_log(_line_of(match, lines))
    return is_log or not is_doubted(lines.text, *match.span(said), pattern.even_if)


def _signatures(patterns: Sequence[Pattern], lines: Lines) -> _Found:
    found = _Found()
    prose, numbers = lines.ends_of_prose(_WISHED)
    prose = without_dots(prose)
    for pattern in patterns:
        if pattern.name.startswith(QUESTIONS):
            if match := pattern.regex.search(prose):
                _take(found, pattern, match, numbers[prose.count("\n", 0, match.start())], lines)
            continue
        matches = list(islice(_meant(pattern, lines), _MATCHES))
        if matches:
            in_log = (match for match in matches if lines.is_log(_line_of(match, lines)))
            chosen = next(in_log, matches[0])
            _take(found, pattern, chosen, _line_of(chosen, lines), lines)
    return found


def _judged(found: _Found, name: str, value: str, line: str) -> list[Statement]:
    if not value:
        return []
    told = found.judged.get((name, value))
    return [told[0] if told else Statement(name, value, "person", line)]


def _of_the_fault(found: _Found, symptom: str) -> tuple[Statement, int] | None:
    """Return the log line that tells of the fault: the symptom's own, else the first that says anything."""
    told = found.judged.get(("symptom", symptom))
    if told and told[0].source == "log":
        return told
    return (found.quote, found.quoted) if found.quote and found.quote.source == "log" else None


def wording_of(lines: Lines) -> str:
    """Return what the person wrote, without logs, in normal wording."""
    prose = without_internal_paths(lines.prose())
    if len(prose) > _PROSE:
        prose = f"{prose[: _PROSE * 3 // 4]}\n{prose[-_PROSE // 4 :]}"
    return normal_wording(without_releases(prose))


def _ranked_symptoms(wording: str, found: _Found, *, about_limits: bool) -> tuple[Score, ...]:
    """Rank the symptoms; a question about something else is no question about limits."""
    extra = dict(found.symptoms)
    if asks_in_general(wording):
        wording = ""
    elif waits_elsewhere(wording):
        extra["runs_late_pending"] = extra.get("runs_late_pending", 0.0) + _ELSEWHERE
    elif asks_how_elsewhere(wording) or orders_a_limit(wording):
        extra["how_to_configure"] = extra.get("how_to_configure", 0.0) + _ELSEWHERE
        wording = ""  # what English words teach of questions and troubles says nothing of these
    ranked = rank_symptoms(wording, extra, plainly=not about_limits)
    return ranked if about_limits else tuple(item for item in ranked if item[0] not in ASKED)


def _of_a_rate(ranked: tuple[Score, ...]) -> str:
    """Return the wish that a rate which is to be kept to makes sure, where it stands first."""
    return "how_to_configure" if ranked and ranked[0][0] == "how_to_configure" else ""


def _statements(
    lines: Lines, found: _Found, judged: Mapping[str, str], *, in_conversation: bool
) -> tuple[Statement, ...]:
    first = next((lines.quote(n) for n, line in enumerate(lines.lines) if line.strip()), "")[:_QUOTE]
    statements = [item for name, value in judged.items() for item in _judged(found, name, value, first)]
    statements += found.statements.values()
    if found.quote:
        statements.append(replace(found.quote, value=list(found.quotes), quotes=found.quotes))
    if fault := _of_the_fault(found, judged["symptom"]):
        statements += surroundings(lines, fault[1], fault[0].quote)
    known = {item.name for item in statements}
    for said in said_in(lines.text, in_conversation=in_conversation):
        if said.name not in known:
            number = lines.index(said.at)
            source: Source = "log" if lines.is_log(number) else "person"
            statements.append(Statement(said.name, said.value, source, lines.quote(number)[:_QUOTE]))
    return tuple(statements)


def _told(named: Reading, found: _Found, lines: Lines, wording: str, *, in_conversation: bool) -> Reading:
    """Return the reading with all that the text states, where it is about limits."""
    told = found.scope or (found.of_server and names_a_limit(wording))
    told = told or names_the_api_of_limits(lines.text)
    told = told and not means_something_else(wording)
    about_limits = told or is_in_scope(wording) or bool(named.run_reference)
    if not (about_limits or in_conversation):
        return named
    mechanisms = rank_mechanisms(wording, found.mechanisms, plainly=not about_limits)
    kind = kind_named(lines.prose()[:_PROSE]) if about_limits else ""
    symptoms = _ranked_symptoms(wording, found, about_limits=about_limits)
    symptom = clear_symptom(symptoms) or (_of_a_rate(symptoms) if kind == "rate_limit" else "")
    judged = {"mechanism": clear_mechanism(mechanisms, wording, kind), "symptom": symptom}
    statements = _statements(lines, found, judged, in_conversation=in_conversation)
    if not (about_limits or statements or named.names):
        return named
    return replace(
        named, statements=statements, in_scope=True, mechanisms=mechanisms, symptoms=symptoms, problem=""
    )


def read(text: str, patterns: Sequence[Pattern], *, in_conversation: bool = False) -> Reading:
    """Read one message. Never raises; takes time linear in the text, of which 100,000 characters count.

    `in_conversation` says that the talk is about limits already: then what the text states is read,
    though no word of it speaks of limits.
    """
    if not text.strip():
        return Reading(problem="empty")
    if looks_binary(text):
        return Reading(problem="not_text")
    cleaned = clean(text)
    plain = plain_letters(cleaned)
    masked, secrets = mask_secrets(plain)
    masked = shorten(masked)  # afterwards: what is cut off from its head could not be told as a secret
    if not masked:
        return Reading(problem="empty", secrets_masked=secrets)
    lines = Lines(masked, cleaned if masked == plain else masked)
    found = _signatures(patterns, lines)
    wording = wording_of(lines)
    named = Reading(
        problem="not_concurrency",
        names=names_in(masked[:_NAMED]),
        run_reference=run_reference_in(masked[:_NAMED]),
        secrets_masked=secrets,
        text=masked,
    )
    if not found.quotes and is_small_talk(wording):
        return replace(named, small_talk=True)
    return _told(named, found, lines, wording, in_conversation=in_conversation)

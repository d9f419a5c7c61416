"""From what a person wrote to the facts of their case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.engine.book import Book
from bot.engine.facts import Case, Fact, Source, Subject
from bot.engine.findings import Hints
from bot.reading import Pattern, Reading, compile_pattern, mask_secrets
from bot.reading.log_times import when
from bot.reading.words import words_in
from bot.replies.not_seen import DONT_KNOW

from .its_name import its_name
from .no_worker import no_worker

Quotes = Mapping[str, tuple[Source, str]]
# How far a log's time may be from the server's: two clocks; or a time of any zone.
_CLOCKS, _ZONES = timedelta(minutes=1), timedelta(hours=14)


def understood(case: Case, reading: Reading, answers: Mapping[str, Any]) -> Case:
    """Add what a text states, and the answers given with it; the workspace is looked at anew."""
    facts = [Fact(s.name, s.value, s.source, detail=s.quote, quotes=s.quotes) for s in reading.statements]
    facts.append(_signatures(case, facts))
    if reading.mechanisms:
        facts.append(Fact("hinted", [name for name, _ in reading.mechanisms], "person"))
    if reading.names:
        facts.append(Fact("named", list(reading.names), "person"))
    facts += no_worker(case, reading)
    if name := its_name(case, reading):
        facts.append(name)
    if words := words_in(reading.text):
        facts.append(Fact("words", [list(pair) for pair in words], "person"))
    if reading.run_reference:
        facts.append(Fact("run_reference", reading.run_reference, "person"))
    facts += [Fact(name, _masked(value), "person") for name, value in answers.items() if value is not None]
    unknown = {name: DONT_KNOW for name, value in answers.items() if value is None}
    told = case.with_facts(facts).without(unknown).with_unavailable(unknown)
    return replace(told, looked=frozenset(), subjects=())


def _masked(value: Any) -> Any:
    return mask_secrets(value)[0] if isinstance(value, str) else value


def typed(book: Book, fact: str, value: str) -> Any:
    """Return the option a pressed button stands for, with its own type."""
    definition = book.facts.get(fact)
    question = definition.question if definition else None
    options = question.options if question else ()
    return next((option.value for option in options if str(option.value) == value), value)


def _signatures(case: Case, stated: Sequence[Fact]) -> Fact:
    """Join what this message shows with what earlier ones showed; a text that shows none says so."""
    found = next((fact for fact in stated if fact.name == "signatures"), Fact("signatures", [], "person"))
    earlier = case.facts.get("signatures")
    if earlier is None:
        return found
    joined = list(dict.fromkeys([*earlier.value, *found.value]))
    kept = found if found.value else earlier
    source = earlier.source if earlier.source == "log" else kept.source
    return replace(kept, value=joined, source=source, quotes=joined_quotes(earlier.quotes, found.quotes))


def joined_quotes(earlier: Quotes, later: Quotes) -> Quotes:
    """Return where each item stands: a log's line counts more than a person's, else the later one."""
    return {**earlier, **{name: quote for name, quote in later.items() if not _is_log(earlier, name)}}


def _is_log(quotes: Quotes, name: str) -> bool:
    return name in quotes and quotes[name][0] == "log"


def with_missing_names(case: Case) -> Case:
    """Take a name given to `concurrency()` that the server does not know for a missing limit.

    Of those a log calls missing, the ones that exist by now were created since.
    """
    if case.value("mechanism") != "global":
        return case
    case = _with_created(case)
    missing = [record["name"] for record in case.value("unknown_names") or ()]
    if "concurrency_call" in (case.value("signatures") or ()):
        missing += [name for name in _tags_only(case) if name not in missing]
    return case.with_facts([Fact("missing_names", missing, "live")]) if missing else case


def _limit_names(case: Case) -> set[Any]:
    return {subject.facts.get("limit_name") for subject in case.subjects}


def _with_created(case: Case) -> Case:
    limits = _limit_names(case)
    written = case.value("missing_names") or ()
    created = [name for name in written if name in limits]
    if not created:
        return case
    still = [name for name in written if name not in limits]
    facts = [Fact("created_since", created, "live"), Fact("missing_names", still, "live")]
    if (existed := _existed_then(case, created)) is not None:
        facts.append(Fact("existed_then", existed, "live"))
    return case.with_facts(facts)


def _existed_then(case: Case, names: Sequence[str]) -> bool | None:
    """Tell whether limits were there when the log called them missing; None where its line cannot tell."""
    written = when(case.facts["missing_names"].detail)
    made = [_made(subject) for subject in case.subjects if subject.facts.get("limit_name") in names]
    if written is None or written.year == 1 or not made:
        return None
    doubt = _CLOCKS if written.tzinfo else _ZONES
    written = written if written.tzinfo else written.replace(tzinfo=UTC)
    passed = [written - each if each else timedelta() for each in made]
    if all(each > doubt for each in passed):
        return True
    return False if all(each < -doubt for each in passed) else None


def _made(limit: Subject) -> datetime | None:
    age = limit.facts.get("limit_age_seconds")
    return None if limit.at is None or age is None else limit.at - timedelta(seconds=age)


def _tags_only(case: Case) -> list[str]:
    """Return the names a person wrote that only a tag's limit bears."""
    limits = _limit_names(case)
    tags = set(case.value("tags_with_limit") or ())
    return [name for name in case.value("named") or () if name in tags and name not in limits]


def named_run(case: Case) -> str | None:
    """Return the run a person means by its name, when nothing that limits bears that name."""
    found = case.value("named_runs") or ()
    return None if case.focus or case.value("run_reference") else next(iter(found), None)


def hints_of(case: Case) -> Hints:
    """Return what the person named."""
    words = tuple((str(word), str(kind)) for word, kind in case.value("words") or ())
    return Hints(tuple(case.value("named") or ()), str(case.value("run_reference") or ""), words)


_COMPILED: dict[int, tuple[Pattern, ...]] = {}


def patterns(book: Book) -> tuple[Pattern, ...]:
    """Return the knowledge's signatures as compiled patterns, compiled once for each book."""
    if id(book) not in _COMPILED:
        _COMPILED[id(book)] = tuple(
            compile_pattern(s.signature, s.pattern, s.facts, s.captures, s.even_if) for s in book.signatures
        )
    return _COMPILED[id(book)]

"""What runs that ended at a limit say of themselves is read as a pasted log line would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.engine.book import Book
from bot.engine.facts import Case, Fact, Source, Subject
from bot.reading import read

from .understanding import patterns

ENDED = frozenset({"crash_on_limit", "api_error"})
OF_THE_LIMIT = ("limit_name", "slot_limit", "slots_used", "slot_decay")
Record = Mapping[str, Any]


def with_failures(case: Case, book: Book) -> Case:
    """Add what the messages of the failed runs that are meant show; what earlier looks showed is dropped."""
    if "limit_failures" not in case.facts:
        return case
    records = _meant(case)
    earlier = set(case.value("failure_signatures") or ())
    told = [name for name in case.value("signatures") or () if name not in earlier]
    found: dict[str, str] = {}
    for record in records:
        for name in _signatures(record, book):
            found.setdefault(name, str(record["message"]))
    shown = [name for name in found if name not in told]
    facts = [Fact("failed_at_limit", list(records), "live"), Fact("failure_signatures", shown, "live")]
    if records:
        facts += _of_the_limit(case, records)
    return case.with_facts(facts).without(["signatures"]).with_facts([_joined(case, told, shown, found)])


def names_a_failure(facts: Iterable[Fact], names: Iterable[str]) -> bool:
    """Tell whether one of these names is of a flow, a run or a limit in a failure that a look found."""
    records = next((fact.value for fact in facts if fact.name == "limit_failures"), ())
    return any(_is_named(record, set(names), "") for record in records)


def _joined(case: Case, told: Sequence[str], shown: Sequence[str], messages: Mapping[str, str]) -> Fact:
    """Return the signatures of the text and of the failed runs; a message counts as a log line."""
    before = case.facts.get("signatures")
    if shown:
        quotes = {**_told_quotes(before, told), **{name: ("log", messages[name]) for name in shown}}
        return Fact("signatures", [*told, *shown], "log", detail=messages[shown[0]], quotes=quotes)
    return Fact(
        "signatures",
        [*told],
        before.source if before else "person",
        detail=before.detail if told and before else "",
        quotes=_told_quotes(before, told),
    )


def _told_quotes(before: Fact | None, told: Sequence[str]) -> dict[str, tuple[Source, str]]:
    return {name: quote for name, quote in before.quotes.items() if name in told} if before else {}


def _meant(case: Case) -> tuple[Record, ...]:
    """Return the failures that the person speaks of; all of them where they name nothing."""
    records: Sequence[Record] = case.value("limit_failures")
    named, run = set(case.value("named") or ()), str(case.value("run_reference") or "")
    wanted = tuple(record for record in records if _is_named(record, named, run))
    symptom = case.value("symptom")
    return wanted or (tuple(records) if symptom in ENDED or (symptom is None and not named) else ())


def _is_named(record: Record, named: set[str], run: str) -> bool:
    own = {record["flow"], record["name"], *record["limits"]}
    return bool(own & named) or run in {record["id"], record["name"]}


def _signatures(record: Record, book: Book) -> Sequence[str]:
    told = read(str(record["message"]), patterns(book), in_conversation=True)
    found = next((each.value for each in told.statements if each.name == "signatures"), ())
    return [str(name) for name in found] if isinstance(found, list) else ()


def _of_the_limit(case: Case, records: Sequence[Record]) -> list[Fact]:
    """Return the facts of the limit they failed at, where it is known which."""
    named = next((name for record in records for name in record["limits"]), "")
    limit = next((s for s in case.subjects if s.facts.get("limit_name") == named), None) or _only_full(case)
    if named and limit is None:
        return [Fact("limit_name", named, "live")]
    return [Fact(n, limit.facts[n], "live") for n in OF_THE_LIMIT if n in limit.facts] if limit else []


def _only_full(case: Case) -> Subject | None:
    """Return the limit that a wait without a name can only have been for: meant, or the only full one."""
    own = [s for s in case.subjects if s.facts.get("limit_kind") in {"global", "rate_limit"}]
    meant = [s for s in own if s.id in case.focus]
    full = [s for s in own if s.facts["slots_used"] >= s.facts["slot_limit"]]
    return next((group[0] for group in (meant, full) if len(group) == 1), None)

"""Cases that differ from a proven one in a fact or two, so that a condition decides otherwise.

For each condition of each cause there is one that is judged otherwise when the condition is deleted, and
one when it says the opposite. They are kept in `near_misses/`, one file a cause; `make near-misses` looks for
them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import yaml
from jinja2 import nodes

from bot.engine.book import Book, CompiledCause
from bot.engine.expressions import expression_environment
from bot.engine.facts import Case, Fact
from bot.engine.verdicts import Verdict, judge_all
from bot.lab.scenario import find_scenarios

from .mutation import Mutant
from .recording import file_of, recording_of
from .replay import replay
from .talking import talk

FOLDER = Path(__file__).with_name("near_misses")
UNKNOWN = "unknown"
MOST_BASES = 3  # cases of each status that changes are tried on
ALONE, PAIRED, TOGETHER = 120, 8, 4  # values of a fact that are tried alone, with one other, with several
Changes = Mapping[str, Any]  # fact name to its value, or UNKNOWN


@dataclass(frozen=True)
class Base:
    """A case of a proof, and the name of the thing in it that the cause is about, empty for none."""

    proof: str
    case: Case
    about: str


@dataclass(frozen=True)
class Judgement:
    """What is judged of one cause: its status, the conditions that are stated, the facts it lacks."""

    status: str
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class NearMiss:
    """A proof's case with some facts otherwise, and what is then judged of the cause; None: nothing."""

    base: Base
    changes: Changes
    judgement: Judgement | None

    def entry(self) -> dict[str, Any]:
        """Return what the file keeps."""
        about = {"about": self.base.about} if self.base.about else {}
        entry: dict[str, Any] = {"of": self.base.proof, **about, "with": dict(self.changes)}
        if self.judgement is None:
            return {**entry, "judged": "not relevant"}
        entry["judged"] = self.judgement.status
        lists = {"because": self.judgement.because, "missing": self.judgement.missing}
        return entry | {name: list(values) for name, values in lists.items() if values}


async def proven(book: Book) -> dict[str, Case]:
    """Return the case that each log case and each recorded scenario ends in, by its name."""
    cases = {name: (await talk(log_case, book)).turn.case for name, log_case in book.log_cases.items()}
    for scenario in find_scenarios():
        if file_of(scenario.name).exists():
            cases[scenario.name] = (await replay(recording_of(scenario.name), book=book)).case
    return cases


def changed(base: Base, changes: Changes, kind: str) -> Case:
    """Return the case with the facts changed: those of the thing in the thing, others in the case."""
    case = base.case
    own = next((each for each in case.subjects if each.kind == kind and each.name == base.about), None)
    for name, value in changes.items():
        if own is not None and (name in own.facts or name not in case.facts):
            rest = {other: known for other, known in own.facts.items() if other != name}
            new = replace(own, facts=rest if value == UNKNOWN else {**rest, name: value})
            case = replace(case, subjects=tuple(new if each is own else each for each in case.subjects))
            own = new
        else:
            facts = () if value == UNKNOWN else (Fact(name, value, "live"),)
            case = case.without([name]).with_facts(facts)
    return case


def judged(base: Base, changes: Changes, compiled: CompiledCause, book: Book) -> Judgement | None:
    """Judge one cause alone about the base's thing; None where it has nothing to do with the case."""
    case = changed(base, changes, compiled.cause.about)
    found = judge_all(case, replace(book, causes=(compiled,)))
    return next((_judgement(verdict) for verdict in found if _about(verdict) == base.about), None)


def _judgement(verdict: Verdict) -> Judgement:
    return Judgement(
        verdict.status, tuple(each.condition.when for each in verdict.stated), tuple(verdict.missing)
    )


def _about(verdict: Verdict) -> str:
    return verdict.subject.name if verdict.subject else ""


def bases_of(cases: Mapping[str, Case], book: Book) -> dict[str, list[Base]]:
    """Return for each cause cases in which it is told, then those in which it could be, or is not."""
    found: dict[str, dict[str, list[Base]]] = {}
    for proof, case in cases.items():
        for verdict in judge_all(case, book):
            of_cause = found.setdefault(verdict.cause.code, {"confirmed": [], "open": [], "ruled_out": []})
            of_cause[verdict.status].append(Base(proof, case, _about(verdict)))
    return {
        code: [base for each in own.values() for base in each[:MOST_BASES]] for code, own in found.items()
    }


class Domain:
    """The values a fact can have: those seen in any proof, and those that the knowledge speaks of."""

    def __init__(self, book: Book, cases: Iterable[Case]) -> None:
        self._facts = book.facts
        self._seen: dict[str, dict[str, Any]] = {}
        for case in cases:
            told = {name: fact.value for name, fact in case.facts.items()}
            for facts in (told, *(subject.facts for subject in case.subjects)):
                for name, value in facts.items():
                    self._seen.setdefault(name, {}).setdefault(repr(value), value)

    def values(self, name: str, conditions: Iterable[str]) -> list[Any]:
        """Return the values of a fact, those that the conditions speak of first; UNKNOWN comes last."""
        definition = self._facts.get(name)
        kind = definition.type if definition else "text"
        constants = [value for condition in conditions for value in _constants(condition)]
        texts = [value for value in constants if isinstance(value, str)]
        found: list[Any] = list(definition.values) if definition else []
        if kind == "bool":
            found += [True, False]
        elif kind in {"int", "number"}:
            numbers = [value for value in constants if not isinstance(value, str)]
            found += [0, 1, *(number + step for number in numbers for step in (-1, 0, 1))]
        elif kind == "list":
            found += [[], *([text] for text in texts), *map(list, combinations(texts, 2))]
        else:
            found += texts
        seen = self._seen.get(name, {})
        found += [seen[key] for key in sorted(seen, key=lambda key: (len(key), key))]
        return [*{repr(value): value for value in found}.values(), UNKNOWN]


def _constants(condition: str) -> list[Any]:
    tree = expression_environment().parse("{{ (" + condition + ") }}")
    return [node.value for node in tree.find_all(nodes.Const) if not isinstance(node.value, bool)]


def candidates(mutant: Mutant, domain: Domain) -> Iterator[Changes]:
    """Yield changes that may turn the condition round: none, of one fact, of two, of all that it reads."""
    rules = mutant.original.rules
    names = sorted(rules[mutant.number].expression.names)
    others = sorted(mutant.original.names - set(names))
    conditions = [rule.expression.source for rule in rules]
    values = {name: domain.values(name, conditions) for name in [*names, *others]}
    yield {}
    for name in names:
        yield from ({name: value} for value in values[name][:ALONE])
    for pair in [*combinations(names, 2), *product(names, others)]:
        yield from _together(pair, values, PAIRED)
    yield from _together(names, values, TOGETHER)


def _together(names: Sequence[str], values: Mapping[str, Sequence[Any]], most: int) -> Iterator[Changes]:
    for chosen in product(*(values[name][:most] for name in names)):
        yield dict(zip(names, chosen, strict=True))


def found_for(mutant: Mutant, bases: Sequence[Base], domain: Domain, book: Book) -> NearMiss | None:
    """Return a case that is told otherwise with the mutant, with as few changes as there need be.

    Where there is none, one in which other facts are missed serves.
    """
    weak = None
    for changes in candidates(mutant, domain):
        for base in bases:
            near_miss = NearMiss(base, changes, judged(base, changes, mutant.original, book))
            if tells(near_miss, mutant, book):
                return near_miss
            if weak is None and notices(near_miss, mutant, book):
                weak = near_miss
    return weak


def notices(near_miss: NearMiss, mutant: Mutant, book: Book) -> bool:
    """Tell whether the case is judged otherwise with the mutant."""
    return judged(near_miss.base, near_miss.changes, mutant.compiled, book) != near_miss.judgement


def tells(near_miss: NearMiss, mutant: Mutant, book: Book) -> bool:
    """Tell whether the cause is told otherwise with the mutant: another status, other evidence."""
    was, fresh = near_miss.judgement, judged(near_miss.base, near_miss.changes, mutant.compiled, book)
    return _told(fresh) != _told(was)


def _told(judgement: Judgement | None) -> tuple[Any, ...]:
    return (judgement.status, judgement.because) if judgement else ()


def searched(book: Book, cases: Mapping[str, Case], some: Iterable[Mutant]) -> dict[str, list[NearMiss]]:
    """Return for each cause what notices its mutants; one near miss serves as many as it can."""
    domain, bases = Domain(book, cases.values()), bases_of(cases, book)
    found: dict[str, list[NearMiss]] = {}
    for mutant in some:
        own = found.setdefault(mutant.code, [])
        if not any(tells(each, mutant, book) for each in own):
            fresh = found_for(mutant, bases.get(mutant.code, ()), domain, book)
            own += [fresh] if fresh else []
    return found


def text_of(near_misses: Iterable[NearMiss]) -> str:
    """Return a cause's file."""
    entries = [each.entry() for each in near_misses]
    return yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=120)


def kept(code: str, cases: Mapping[str, Case]) -> list[NearMiss]:
    """Return the near misses of a cause as its file keeps them."""
    file = FOLDER / f"{code}.yaml"
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    return [_near_miss(each, cases) for each in entries]


def _near_miss(entry: Mapping[str, Any], cases: Mapping[str, Case]) -> NearMiss:
    lists = (tuple(entry.get(name, ())) for name in ("because", "missing"))
    judgement = None if entry["judged"] == "not relevant" else Judgement(entry["judged"], *lists)
    base = Base(entry["of"], cases[entry["of"]], entry.get("about", ""))
    return NearMiss(base, entry["with"], judgement)

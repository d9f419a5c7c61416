"""What if a condition of a cause were not there, or said the opposite: does any proof notice?

The proofs are the recorded scenarios, the same with each source taken away, and the log cases.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal
from unittest.mock import patch

from bot.engine import decide, questions, verdicts
from bot.engine.book import Book, CompiledCause, Rule
from bot.engine.expressions import Outcome, Truth, compile_expression, expression_environment
from bot.engine.facts import Case
from bot.engine.verdicts import STATUS_ORDER, Verdict, judge_all
from bot.knowledge.files import entries, knowledge_folder

Kind = Literal["deleted", "inverted"]
Key = tuple[str, Kind, str]  # the cause's code, what was done, the condition
MOST_NAMED = 4  # causes that remain are named in a reply, at most
Fails = Callable[[Book], Awaitable[str | None]]


@dataclass(frozen=True)
class Mutant:
    """The knowledge with one condition of one cause deleted or inverted; `number` counts from 0."""

    code: str
    number: int
    kind: Kind
    original: CompiledCause
    compiled: CompiledCause
    file: str
    line: int

    @property
    def when(self) -> str:
        """The condition as it is written."""
        return self.original.rules[self.number].condition.when

    @property
    def key(self) -> Key:
        """What it is called in a list that outlives moved lines."""
        return self.code, self.kind, self.when

    @property
    def name(self) -> str:
        """Where it stands and what was done to it."""
        return f"{self.file}:{self.line}: {self.kind}: {self.when}"


@dataclass(frozen=True)
class State:
    """One case as the engine judged it in an undisturbed run, and what came of it.

    `truths` holds, for each cause and each thing it was judged about, the truth of each of its rules.
    """

    case: Case
    verdicts: tuple[Verdict, ...]
    truths: Mapping[str, Sequence[tuple[Truth, ...]]]


@dataclass(frozen=True)
class Proof:
    """One recorded scenario or log case; `fails` says how it goes wrong with other knowledge."""

    name: str
    about: frozenset[str]
    fails: Fails
    states: tuple[State, ...]


def mutants(book: Book) -> Iterator[Mutant]:
    """Yield each condition of each cause, deleted and inverted."""
    lines = {entry.data["code"]: entry for entry in entries(knowledge_folder(), "causes/*.yaml")}
    environment = expression_environment()
    for compiled in book.causes:
        cause = compiled.cause
        for number, rule in enumerate(compiled.rules[: len(cause.conditions)]):
            before, after = compiled.rules[:number], compiled.rules[number + 1 :]
            opposite = compile_expression(f"not ({rule.condition.when})", environment)
            inverted = Rule(rule.condition, opposite, rule.blocks)
            place = (cause.file, lines[cause.code].line_of(("conditions", number)))
            without = replace(compiled, rules=(*before, *after))
            opposed = replace(compiled, rules=(*before, inverted, *after))
            yield Mutant(cause.code, number, "deleted", compiled, without, *place)
            yield Mutant(cause.code, number, "inverted", compiled, opposed, *place)


def mutated(book: Book, mutant: Mutant) -> Book:
    """Return the book with the mutant in its cause's place."""
    causes = [mutant.compiled if each.cause.code == mutant.code else each for each in book.causes]
    return replace(book, causes=tuple(causes))


@contextmanager
def watching() -> Iterator[list[State]]:
    """Collect every case that is judged meanwhile, those only supposed to find a question included."""
    found: list[State] = []
    truths: dict[str, list[tuple[Truth, ...]]] = {}
    judge = verdicts.judge

    def judging(compiled: CompiledCause, *rest: Any) -> Verdict:
        verdict = judge(compiled, *rest)
        own = tuple(rule.expression.evaluate(verdict.facts).truth for rule in compiled.rules)
        truths.setdefault(compiled.cause.code, []).append(own)
        return verdict

    def all_judged(case: Case, book: Book) -> tuple[Verdict, ...]:
        truths.clear()
        told = judge_all(case, book)
        found.append(State(case, told, dict(truths)))
        return told

    with (
        patch.object(verdicts, "judge", judging),
        patch.object(decide, "judge_all", all_judged),
        patch.object(questions, "judge_all", all_judged),
    ):
        yield found


def changes(proof: Proof, mutant: Mutant, book: Book) -> bool:
    """Tell whether any case of the proof is judged otherwise with the mutant."""
    alone, rules = replace(book, causes=(mutant.compiled,)), mutant.original.rules
    return any(
        _otherwise(state, judge_all(state.case, alone), mutant.code)
        for state in proof.states
        if any(_matters(rules, truths, mutant) for truths in state.truths.get(mutant.code, ()))
    )


def _matters(rules: Sequence[Rule], truths: Sequence[Truth], mutant: Mutant) -> bool:
    """Tell whether the mutant can make a difference where these are the truths of the rules."""
    for number, (rule, truth) in enumerate(zip(rules, truths, strict=True)):
        if number != mutant.number and verdicts._rules_out(rule, Outcome(truth)):
            return False
    truth, weight = truths[mutant.number], rules[mutant.number].condition.weight
    if mutant.kind == "inverted":
        return truth is not None
    silent: dict[str, tuple[Truth, ...]] = {
        "decisive": (),
        "supporting": (False, None),
        "rules_out": (False,),
    }
    return truth not in silent[weight]


def _otherwise(state: State, fresh: Sequence[Verdict], code: str) -> bool:
    was = [verdict for verdict in state.verdicts if verdict.cause.code == code]
    if list(map(_told, was)) == list(map(_told, fresh)) and _scores(was) == _scores(fresh):
        return False
    others = [verdict for verdict in state.verdicts if verdict.cause.code != code]
    return _standing(state.verdicts) != _standing(sorted([*others, *fresh], key=verdicts._order))


def _scores(found: Sequence[Verdict]) -> list[int]:
    return [verdict.score for verdict in found]


def _standing(found: Sequence[Verdict]) -> tuple[Any, ...]:
    """What a reply and its question are made of, of verdicts that stand best first."""
    confirmed = [_told(verdict) for verdict in found if verdict.status == "confirmed"]
    remaining = [verdict for verdict in found if verdict.status == "open"]
    named = [v.cause.code for v in remaining if v.cause.kind != "guide"]
    first = _told(found[0]) if found and found[0].status != "ruled_out" else None
    return confirmed, first, sorted(map(_told, remaining)), list(dict.fromkeys(named))[:MOST_NAMED]


def _told(verdict: Verdict) -> tuple[Any, ...]:
    subject = verdict.subject.id if verdict.subject else ""
    stated = tuple(each.condition.say for each in verdict.stated)
    return verdict.cause.code, subject, STATUS_ORDER[verdict.status], stated, verdict.missing


async def survivors(book: Book, proofs: Sequence[Proof], some: Sequence[Mutant]) -> AsyncIterator[Mutant]:
    """Yield the mutants that no proof notices."""
    for mutant in some:
        if not await _noticed(mutant, proofs, book):
            yield mutant


async def _noticed(mutant: Mutant, proofs: Sequence[Proof], book: Book) -> str:
    changed = mutated(book, mutant)
    own_first = sorted(proofs, key=lambda proof: mutant.code not in proof.about)
    for proof in own_first:
        if not changes(proof, mutant, book):
            continue
        try:
            if await proof.fails(changed):
                return proof.name
        except Exception:  # noqa: BLE001 - whatever breaks a reply fails its test
            return proof.name
    return ""

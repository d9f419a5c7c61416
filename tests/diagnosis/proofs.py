"""Everything that proves the knowledge without a server, as functions of the knowledge."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.engine.book import Book
from bot.engine.causes import LogCase
from bot.lab.scenario import Scenario, find_scenarios
from bot.turn import Conversation, Turn
from tests.lab.stage import answered, confirmed

from .ablation import TOLD, flipped
from .mutation import Proof, watching
from .recording import Recording, file_of, recording_of
from .replay import RecordedLive, words
from .sources import SOURCES, Taken
from .talking import talk, wrong
from .variations import VARIATIONS, Variation


@dataclass(frozen=True)
class Outcome:
    """How a proof went: what is wrong with it, and what was said."""

    wrong: str | None
    said: str = ""


Run = Callable[[Book], Awaitable[Outcome]]


async def log_proofs(book: Book, names: Iterable[str] | None = None) -> AsyncIterator[Proof]:
    """Yield the log cases, or those of these names."""
    for name in book.log_cases if names is None else names:
        log_case = book.log_cases[name]
        yield await _proof(name, {log_case.expect, *log_case.never}, _talked(log_case), book)


async def recorded_proofs(book: Book, sources: Iterable[Taken] = SOURCES) -> AsyncIterator[Proof]:
    """Yield the recorded scenarios, and these without each of the sources."""
    for scenario in find_scenarios():
        if not file_of(scenario.name).exists():
            continue
        recording = recording_of(scenario.name)
        about = {str(scenario.cause), *recording.confirmed}
        yield await _proof(scenario.name, about, _replayed(scenario, recording), book)
        whole = await _asked(book, RecordedLive(recording), scenario)
        for source in sources:
            run = _without(scenario, recording, source, whole)
            yield await _proof(f"{scenario.name} without {source.name}", about, run, book)


async def varied_proofs(book: Book) -> AsyncIterator[Proof]:
    """Yield the recorded scenarios with one thing otherwise, each."""
    for scenario in find_scenarios():
        if file_of(scenario.name).exists():
            recording = recording_of(scenario.name)
            for variation in VARIATIONS:
                run = _varied(scenario, recording, variation)
                yield await _proof(f"{scenario.name}: {variation.name}", recording.confirmed, run, book)


async def told_when_varied(scenario: Scenario, book: Book) -> str:
    """Return what is told of a recorded scenario with each thing otherwise, one to a line."""
    recording = recording_of(scenario.name)
    runs = [(each.name, await _varied(scenario, recording, each)(book)) for each in VARIATIONS]
    return "".join(f"{name}: {outcome.said}\n" for name, outcome in runs)


async def _proof(name: str, about: Iterable[str], run: Run, book: Book) -> Proof:
    with watching() as states:
        base = await run(book)
    assert base.wrong is None, f"{name} fails already: {base.wrong}"

    async def fails(other: Book) -> str | None:
        outcome = await run(other)
        return outcome.wrong or (None if outcome.said == base.said else "other words")

    return Proof(name, frozenset(about), fails, tuple(states))


def _talked(log_case: LogCase) -> Run:
    async def run(book: Book) -> Outcome:
        told = await talk(log_case, book)
        return Outcome(wrong(log_case, told), told.said)

    return run


def _replayed(scenario: Scenario, recording: Recording) -> Run:
    live = RecordedLive(recording)

    async def run(book: Book) -> Outcome:
        turn = await _asked(book, live, scenario)
        codes = confirmed(turn, kinds=TOLD)
        right = codes[:1] == list(recording.confirmed[:1])
        return Outcome(None if right else f"{codes} is told", f"{codes}{words(scenario.opening, turn)}")

    return run


def _without(scenario: Scenario, recording: Recording, source: Taken, whole: Turn) -> Run:
    live = RecordedLive(recording, source)

    async def run(book: Book) -> Outcome:
        return Outcome(flipped(scenario, whole, await _asked(book, live, scenario)))

    return run


def _varied(scenario: Scenario, recording: Recording, variation: Variation) -> Run:
    live = RecordedLive(recording, variation)

    async def run(book: Book) -> Outcome:
        turn = await _asked(book, live, scenario)
        if turn.answer is None:
            return Outcome(None, "not taken for a question about limits")
        return Outcome(None, ", ".join(confirmed(turn, kinds=TOLD)) or "nothing")

    return run


async def _asked(book: Book, live: RecordedLive, scenario: Scenario) -> Turn:
    return await answered(Conversation(book, live), scenario)

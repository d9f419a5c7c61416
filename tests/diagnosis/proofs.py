"""Everything that proves the knowledge without a server, as functions of the knowledge."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from bot.engine.book import Book
from bot.engine.causes import LogCase
from bot.lab.scenario import Scenario, find_scenarios
from bot.turn import Conversation, Turn
from tests.lab.stage import answered, confirmed

from .ablation import TOLD, flipped
from .mutation import Fails, Proof, watching
from .recording import Recording, file_of, recording_of
from .replay import RecordedLive, words
from .sources import SOURCES, Taken
from .talking import talk, wrong


async def all_proofs(book: Book, sources: Iterable[Taken] = SOURCES) -> AsyncIterator[Proof]:
    """Yield the log cases, the recorded scenarios, and these without each of the sources."""
    for log_case in book.log_cases.values():
        about = frozenset({log_case.expect, *log_case.never})
        yield await _proof(log_case.log_case, about, await _of_log(log_case, book), book)
    for scenario in find_scenarios():
        if not file_of(scenario.name).exists():
            continue
        recording = recording_of(scenario.name)
        about = frozenset({str(scenario.cause), *recording.confirmed})
        yield await _proof(scenario.name, about, await _of_recording(scenario, recording, book), book)
        for source in sources:
            name = f"{scenario.name} without {source.name}"
            yield await _proof(name, about, await _without(scenario, recording, source, book), book)


async def _proof(name: str, about: frozenset[str], fails: Fails, book: Book) -> Proof:
    with watching() as states:
        why = await fails(book)
    assert why is None, f"{name} fails already: {why}"
    return Proof(name, about, fails, tuple(states))


async def _of_log(log_case: LogCase, book: Book) -> Fails:
    said = (await talk(log_case, book)).said

    async def fails(other: Book) -> str | None:
        told = await talk(log_case, other)
        return wrong(log_case, told) or ("other words" if told.said != said else None)

    return fails


async def _of_recording(scenario: Scenario, recording: Recording, book: Book) -> Fails:
    live = RecordedLive(recording)
    said = words(scenario.opening, await _asked(book, live, scenario))

    async def fails(other: Book) -> str | None:
        turn = await _asked(other, live, scenario)
        codes = confirmed(turn, kinds=TOLD)
        if codes != list(recording.confirmed):
            return f"{codes} is told instead of {recording.confirmed}"
        return None if words(scenario.opening, turn) == said else "other words"

    return fails


async def _without(scenario: Scenario, recording: Recording, source: Taken, book: Book) -> Fails:
    whole, live = await _asked(book, RecordedLive(recording), scenario), RecordedLive(recording, source)

    async def fails(other: Book) -> str | None:
        return flipped(scenario, whole, await _asked(other, live, scenario))

    return fails


async def _asked(book: Book, live: RecordedLive, scenario: Scenario) -> Turn:
    return await answered(Conversation(book, live), scenario)

"""A recorded scenario asked about again, without a server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from prefect.client.orchestration import PrefectClient

from bot.engine.book import Book
from bot.engine.findings import Findings, Hints
from bot.errors import OutOfReach
from bot.knowledge.load import knowledge
from bot.lab.scenario import find_play
from bot.prefect_live.asking import Asking, Row
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.find_run import FLOW_RUN_PAGE, UUID
from bot.prefect_live.judge import judge
from bot.prefect_live.names import nearest
from bot.prefect_live.sources import SETTLED
from bot.prefect_live.survey import survey
from bot.turn import Conversation, Turn
from tests.lab.stage import answered

from .as_json import from_json
from .recording import API_URL, Recording, recording_of
from .sources import Taken

MOST_NAMED_RUNS = 5


class _Nobody(Asking):
    """Whom a replay asks, so that nothing it prepares is left over; what it gets is recorded."""

    def __init__(self) -> None:
        super().__init__(cast("PrefectClient", None), API_URL)

    async def _json(self, method: str, path: str, body: Any) -> Any:
        raise OutOfReach(f"{method} {path} with {body} is read from what was recorded")


@dataclass(frozen=True)
class RecordedLive:
    """Prefect as it was when it was recorded, without what was taken away, or with one thing otherwise."""

    recording: Recording
    without: Taken | None = None
    probes: frozenset[str] = PrefectLive.probes
    seen: dict[tuple[frozenset[str], Hints], Findings] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    async def look(self, probes: frozenset[str], hints: Hints) -> Findings:
        """Say what the recorded look shows; the rounds of the look are those of today."""
        if (probes, hints) not in self.seen:
            look = _Look(self.recording, self.without, hints, self.refused)
            token = SETTLED.set(look.settle)
            try:
                seconds, now = self.recording.silent_after, self.recording.now
                read = await survey(_Nobody(), probes, hints, seconds, now)
            finally:
                SETTLED.reset(token)
            self.seen[probes, hints] = judge(read, probes, hints)
        return self.seen[probes, hints]


@dataclass
class _Look:
    recording: Recording
    without: Taken | None
    hints: Hints
    refused: set[str]
    times: dict[str, int] = field(default_factory=dict)

    async def settle(self, name: str, source: Awaitable[Any]) -> Any:
        """Answer as the server did; a source asked once more gets the answer of that time."""
        with suppress(OutOfReach):
            await source
        looked_up = {
            "named_flows": ("/flows/filter", self._flows),
            "named_deployments": ("/deployments/filter", self._deployments),
            "named_runs": ("/flow_runs/filter", self._runs),
            "run": ("/flow_runs/filter", self._run),
        }
        if name in looked_up:
            path, find = looked_up[name]
            self._refuse(path)
            return find()
        known = self.recording.sources.get(name)
        if known is None:
            raise OutOfReach(f"{name} was not read when this was recorded")
        self._refuse(*known.paths)
        if known.failed:
            raise OutOfReach(known.failed)
        time = self.times.get(name, 0)
        self.times[name] = time + 1
        answer = from_json(known.answers[min(time, len(known.answers) - 1)])
        return self.without.bare(name, answer) if self.without else answer

    def _refuse(self, *paths: str) -> None:
        for path in paths:
            if self.without and self.without.takes(path):
                self.refused.add(path)
                raise OutOfReach(f"Prefect answered {self.without.status} on {path}")

    def _flows(self) -> list[Row]:
        return [row for row in self.recording.flows if row["name"] in self.hints.names]

    def _deployments(self) -> list[Row]:
        flows = {row["id"]: row["name"] for row in self.recording.flows}
        known = self.recording.sources.get("deployments")
        rows: list[Row] = list(from_json(known.answers[-1]).values()) if known and known.answers else []
        return [row for row in rows if f"{flows.get(row['flow_id'])}/{row['name']}" in self.hints.names]

    def _runs(self) -> list[Row]:
        return [row for row in self.recording.runs if row["name"] in self.hints.names][:MOST_NAMED_RUNS]

    def _run(self) -> tuple[Row | None, tuple[str, ...]]:
        reference, runs = self.hints.run, self.recording.runs
        page = FLOW_RUN_PAGE.search(reference)
        ids = [page[1]] if page else UUID.findall(reference)[-1:]
        wanted, key = (ids[0], "id") if ids else (reference.strip(), "name")
        found = next((row for row in runs if row[key] == wanted), None)
        return found, () if found or ids else tuple(nearest(wanted, [row["name"] for row in runs]))


async def replay(recording: Recording, without: Taken | None = None, book: Book | None = None) -> Turn:
    """Ask in the scenario's words and answer as its person would."""
    conversation = Conversation(book or knowledge(), RecordedLive(recording, without))
    return await answered(conversation, find_play(recording.scenario).scenario)


def words(opening: str, turn: Turn) -> str:
    """Return what was written and what is answered, as it is kept in `replies/`."""
    return f"{opening.strip()}\n\n{turn.report['text'].strip()}\n"


async def told(names: Sequence[str]) -> str:
    """Return the words for these scenarios, one after the other."""
    openings = [find_play(name).scenario.opening for name in names]
    turns = [await replay(recording_of(name)) for name in names]
    return "".join(map(words, openings, turns))


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(told(sys.argv[1:])))

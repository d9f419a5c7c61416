"""A connection that writes down what it reads, and what was told from it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from contextvars import ContextVar
from typing import Any

from bot.engine.findings import Hints
from bot.errors import OutOfReach
from bot.lab.lab import PROGRAMS, Lab
from bot.prefect_live.asking import Asking
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.rounds import WORKSPACE
from bot.prefect_live.snapshot import START, Snapshot
from bot.prefect_live.sources import SETTLED
from bot.turn import Turn
from tests.diagnosis.ablation import TOLD
from tests.diagnosis.as_json import to_json
from tests.diagnosis.recording import Recording, Source, write

from .stage import confirmed

NAME = ContextVar("NAME", default="")  # of the source that is being read
LOOKED_UP = frozenset(
    {"named_flows", "named_deployments", "named_runs", "run"}
)  # found among all flows and runs on replay


class Witness(PrefectLive):
    """Looks as the connection does; `sources` is what each source answered last, `now` when it was asked."""

    def __init__(self, api_url: str, silent_after: float) -> None:
        super().__init__(api_url, silent_after=silent_after)
        self.sources: dict[str, Source] = {}
        self.now = START
        self._paths: dict[str, list[str]] = {}
        self._hints = Hints()

    async def read(self, probes: frozenset[str], hints: Hints) -> Snapshot:
        """Read the workspace once and keep each source's answers."""
        fresh, paths = dict[str, Source](), dict[str, list[str]]()

        async def settle(name: str, source: Awaitable[Any]) -> Any:
            NAME.set(name)
            so_far = fresh.get(name, Source(paths=()))
            try:
                answer = await source
            except OutOfReach as error:
                fresh[name] = Source(paths=tuple(paths.get(name, ())), failed=str(error))
                raise
            told = (*so_far.answers, to_json(answer))
            fresh[name] = Source(paths=tuple(dict.fromkeys(paths.get(name, ()))), answers=told)
            return answer

        self._paths = paths
        token = SETTLED.set(settle)
        try:
            read = await super().read(probes, hints)
        finally:
            SETTLED.reset(token)
        self.sources = {**self.sources, **fresh}
        if probes & WORKSPACE:
            self.now, self._hints = read.now, hints
        return read

    async def read_the_rest(self) -> None:
        """Read what this question did not need, so that the recording answers other questions too."""
        told, now = self.sources, self.now
        await self.read(self.probes, self._hints)
        self.sources, self.now = {**self.sources, **told}, now

    def _ask(self) -> Asking:
        return _Listening(self._paths, self._client, self.api_url, self._seconds)


class _Listening(Asking):
    def __init__(self, paths: dict[str, list[str]], *arguments: Any) -> None:
        super().__init__(*arguments)
        self._paths = paths

    async def _json(self, method: str, path: str, body: Any) -> Any:
        self._paths.setdefault(NAME.get(), []).append(path.partition("?")[0])
        return await super()._json(method, path, body)


async def record(lab: Lab, witness: Witness, turn: Turn) -> Recording:
    """Write down what the turn was told from, what else a look reads, and every flow and run there is."""
    await witness.read_the_rest()
    kept = {name: source for name, source in sorted(witness.sources.items()) if name not in LOOKED_UP}
    recording = Recording(
        scenario=lab.scenario,
        confirmed=tuple(confirmed(turn, kinds=TOLD)),
        now=witness.now,
        silent_after=witness.silent_after,
        flows=await _all(lab, "/flows/filter", {"sort": "NAME_ASC"}),
        runs=await _all(lab, "/flow_runs/filter", {"sort": "EXPECTED_START_TIME_DESC"}),
        sources=kept,
    )
    return write(
        recording, lab.api_url, {str(PROGRAMS): "/home/person/flows", str(lab.directory): "/home/person/lab"}
    )


async def _all(lab: Lab, path: str, body: dict[str, Any]) -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = await lab.rest.post(path, {**body, "limit": 200})
    return tuple(found)

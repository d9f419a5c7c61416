"""Each scenario, while it is broken, is asked about again with each source of a look taken away.

The verdict may weaken to what is open; it never flips. All scenarios are tried so by their recordings, in
tests/diagnosis/test_ablated_recordings.py; here some of each kind, to see that a real server that refuses is
what a recording makes of it. `make recordings` only writes down what was read, of every scenario.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.knowledge.load import knowledge
from bot.lab.command_lines import CommandLine
from bot.lab.play import break_in
from bot.lab.scenario import Scenario, find_play, find_scenarios
from bot.lab.server import free_port
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.snapshot import SILENT_AFTER
from bot.turn import Conversation, Turn
from tests.diagnosis.ablation import flipped
from tests.diagnosis.replay import replay
from tests.diagnosis.sources import SOURCES
from tests.turn.broken import serving

from .partly import Partly
from .stage import SILENT_SECONDS, answered, confirmed, lab_of, told
from .witness import Witness, record

pytestmark = [pytest.mark.live, pytest.mark.lab, pytest.mark.timeout(900)]
NOBODY = "cannot be reached"
WRITING = bool(os.environ.get("UPDATE_RECORDINGS"))
ON_REAL_SERVERS = (
    *("pool-full", "queue-full", "deployment-full", "tag-full", "global-full", "rate-limit-used-up"),
    *("dead-run-holds-pool", "deployment-leak", "global-leak", "limit-missing", "pool-orphan-works-on"),
    *("nested-deadlock-tag", "deployment-runs-outside", "worker-clock-behind"),
)
NAMES = [scenario.name for scenario in find_scenarios() if WRITING or scenario.name in ON_REAL_SERVERS]


@pytest.mark.parametrize("name", NAMES)
async def test_no_source_taken_away_flips_the_verdict(
    name: str, lab_server: str, command_line: CommandLine, templates: Path, tmp_path: Path
) -> None:
    scenario = find_play(name).scenario
    silent_after = SILENT_SECONDS if scenario.silent else SILENT_AFTER
    async with (
        lab_of(name, lab_server, tmp_path, templates, command_line) as lab,
        Witness(lab.api_url, silent_after) as witness,
    ):
        await break_in(lab)
        turn = await told(Conversation(knowledge(), witness), scenario)
        assert flipped(scenario, turn, turn) is None, turn.report["text"]
        assert not scenario.cause or confirmed(turn)[:1] == [scenario.cause], turn.report["text"]
        if WRITING:
            again = await replay(await record(lab, witness, turn))
            assert again.report["text"] == turn.report["text"], "the replay is not what was told"
            return
        flips = await ablated(lab.api_url, scenario, turn, silent_after)
    assert not flips, "\n\n".join(f"without {name}: {why}" for name, why in flips.items())


async def ablated(api_url: str, scenario: Scenario, whole: Turn, silent_after: float) -> dict[str, str]:
    """Ask again without each source and without any connection; returns the flips, with their text."""
    flips, asked = {}, set[str]()
    for source in SOURCES:
        partly = Partly(api_url, source)
        async with serving(partly.answer) as url, talking_to(url, silent_after) as conversation:
            turn = await answered(conversation, scenario)
        await partly.close()
        asked |= partly.asked
        if why := flipped(scenario, whole, turn, told_as=f"{source.status} on /" if partly.refused else ""):
            flips[source.name] = f"{why}: {turn.report['text']}"
    nobody = f"http://127.0.0.1:{free_port()}/api"
    async with talking_to(nobody, silent_after) as conversation:
        turn = await answered(conversation, scenario)
    if why := flipped(scenario, whole, turn, told_as=NOBODY):
        flips["no connection"] = f"{why}: {turn.report['text']}"
    assert not uncovered(asked), "no source of tests/diagnosis/sources.py takes these away"
    return flips


def uncovered(paths: set[str]) -> set[str]:
    """Return the paths that no ablation refuses; the health of a server is asked by programs of before."""
    return {path for path in paths - {"/health"} if not any(source.takes(path) for source in SOURCES)}


@asynccontextmanager
async def talking_to(api_url: str, silent_after: float) -> AsyncIterator[Conversation]:
    async with PrefectLive(api_url, silent_after=silent_after) as live:
        yield Conversation(knowledge(), live)

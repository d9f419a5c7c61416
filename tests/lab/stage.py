"""A scenario on its server, asked about by the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.command_lines import CommandLine
from bot.lab.installed import Installed, own_release
from bot.lab.lab import Lab, lab_environment
from bot.lab.releases import installed
from bot.lab.scenario import Scenario, find_play
from bot.lab.server import LocalPrefect
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.snapshot import SILENT_AFTER
from bot.turn import Conversation, Turn
from tests.migrated import migrated

SILENT_SECONDS = 12  # where a run died, the bot doubts a silent run after seconds, not minutes
EVERY_KIND = ("fault", "folklore", "normal", "guide")


@asynccontextmanager
async def lab_of(
    name: str, shared: str, home: Path, templates: Path, line: CommandLine | None = None
) -> AsyncIterator[Lab]:
    """Yield the scenario's lab, on the shared server or on one of its own; nothing of it is left after.

    A fault that the newest release no longer has gets a server of the newest one that has it.
    """
    scenario = find_play(name).scenario
    if scenario.server is None and scenario.release == own_release().version:
        async with Lab(shared, name, home, command_line=line) as lab, tidy(lab):
            yield lab
        return
    release = installed(scenario.release)
    own = await migrated(home / "server", templates, scenario.server, release)
    async with own:
        with _client_of(release, own, home) as client:
            async with Lab(own.api_url, name, home, server=own, command_line=client) as lab:
                try:
                    yield lab
                finally:
                    await lab.cleanup()
                assert not lab.living()


def _client_of(
    release: Installed, server: LocalPrefect, home: Path
) -> AbstractContextManager[CommandLine | None]:
    if release == own_release():
        return nullcontext()
    return CommandLine(release, lab_environment(server.api_url, home / "client"))


@asynccontextmanager
async def tidy(lab: Lab) -> AsyncIterator[None]:
    """Remove what the scenario made, and see that nothing of it is left on the server."""
    before = await census(lab)
    try:
        yield
    finally:
        await lab.cleanup()
    assert not lab.living()
    assert await census(lab) == before


async def census(lab: Lab) -> dict[str, set[str]]:
    """Everything on the server that a scenario could have left."""
    page: dict[str, Any] = {"limit": 200}
    paths = ("work_pools", "v2/concurrency_limits", "deployments", "flows", "flow_runs")
    return {path: {each["id"] for each in await lab.rest.post(f"/{path}/filter", page)} for path in paths}


@asynccontextmanager
async def bot_for(api_url: str, scenario: Scenario) -> AsyncIterator[Conversation]:
    """Yield the bot, connected to the server."""
    seconds = SILENT_SECONDS if scenario.silent else SILENT_AFTER
    async with PrefectLive(api_url, silent_after=seconds) as live:
        yield Conversation(knowledge(), live)


async def told(conversation: Conversation, scenario: Scenario) -> Turn:
    """Ask; ask again while the bot says to look again, or until the silence of a dead run counts."""
    for _ in range(15):
        turn = await answered(conversation, scenario)
        moved = any("look again" in reason["why"] for reason in turn.report["unavailable"])
        early = scenario.silent and confirmed(turn)[:1] != [scenario.cause]
        if not moved and not early:
            return turn
        await asyncio.sleep(3)
    return turn


async def answered(conversation: Conversation, scenario: Scenario) -> Turn:
    """Write the opening, then answer what is asked as the person would; no answer means "I don't know"."""
    turn = await conversation.say(Case(), scenario.opening)
    while scenario.answers and turn.answer and turn.answer.question:
        fact, _ = turn.answer.question
        turn = await conversation.answer(turn.case, fact, scenario.answers.get(fact))
    return turn


def confirmed(turn: Turn, kinds: Sequence[str] = EVERY_KIND) -> list[str]:
    """Return the codes of the confirmed verdicts, best first."""
    assert turn.answer, turn.report["text"]
    found = [verdict for verdict in turn.answer.verdicts if verdict.status == "confirmed"]
    return [verdict.cause.code for verdict in found if verdict.cause.kind in kinds]

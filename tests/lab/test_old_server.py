"""What a reply advises for an old server is no command of Prefect's, so it is carried out here."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.lab.installed import own_release
from bot.lab.lease_situations import end_holders, start_holder, until_used
from bot.lab.play import break_in
from bot.lab.restart import own_server
from bot.lab.scenario import find_play

from .stage import lab_of

pytestmark = [pytest.mark.live, pytest.mark.lab, pytest.mark.timeout(900)]
NAME = "old-server-new-client"


async def test_an_upgraded_server_gives_the_slot_that_the_old_one_refused(
    templates: Path, tmp_path: Path
) -> None:
    play = find_play(NAME)
    names = play.scenario.names
    async with lab_of(NAME, "", tmp_path, templates) as lab:
        await break_in(lab)
        assert await play.is_real(lab)
        server = own_server(lab)
        await asyncio.to_thread(server.stop)
        server.installed = own_release()
        server.start()
        await server.wait_ready()
        assert await lab.rest.get("/admin/version") == own_release().version
        await start_holder(lab, names["flow"], "seats-tomorrow", names["limit"])
        await until_used(lab, {names["limit"]: 1})
        await end_holders(lab, names["flow"])
        states = {run["name"]: run["state_type"] for run in await lab.runs_of(names["flow"])}
        assert states["seats-tomorrow"] == "COMPLETED"
        assert await lab.used(names["limit"]) == 0

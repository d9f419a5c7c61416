"""A break that fails half-way, or is interrupted, leaves nothing of it on the server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.lab.lab import Lab
from bot.lab.play import break_in, break_scenario, is_broken
from bot.lab.rest import LabFailed
from bot.lab.scenario import find_play

from .stage import census

pytestmark = pytest.mark.live
NAME = "deployment-full"


async def test_a_name_that_is_taken_is_left_alone_and_the_rest_is_removed(
    lab_server: str, tmp_path: Path
) -> None:
    async with Lab(lab_server, "a-person", tmp_path / "person") as person:
        theirs = await person.flow(flow_of(NAME))
        before = await census(person)
        try:
            with pytest.raises(LabFailed, match="exists already"):
                await break_scenario(lab_server, NAME, tmp_path)
            assert await census(person) == before
            assert await person.rest.get(f"/flows/{theirs}")
            assert not is_broken(lab_server, NAME, tmp_path)
        finally:
            await person.cleanup()


async def test_an_interrupted_break_removes_what_it_made(lab_server: str, tmp_path: Path) -> None:
    async with Lab(lab_server, NAME, tmp_path) as lab:
        before = await census(lab)
        breaking = asyncio.create_task(break_in(lab))
        await lab.until(lambda: made_a_process(lab), "the worker starting")
        breaking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await breaking
        assert not lab.living()
        assert await census(lab) == before
        assert not is_broken(lab_server, NAME, tmp_path)


async def test_a_fault_that_the_server_no_longer_has_is_refused(lab_server: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Prefect servers before 3\.6\.22; this one is 3\."):
        await break_scenario(lab_server, "cancel-new-left-late", tmp_path)


async def made_a_process(lab: Lab) -> bool:
    return bool(lab.ledger.made.processes)


def flow_of(name: str) -> str:
    return find_play(name).scenario.names["deployment"].partition("/")[0]

"""Past one machine: several bots on one Redis and one Postgres, all of them real."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.workbench import Workbench

from ..other_servers import postgres_server, redis_server
from .house import event, mention, served, until


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Return the settings of a queue and a store that every replica uses."""
    with postgres_server() as postgres, redis_server(tmp_path) as redis:
        yield {"bot_docket_url": redis, "bot_database_url": postgres}


async def test_an_event_that_reaches_every_replica_is_answered_once(
    bench: Workbench, tmp_path: Path, shared: dict[str, Any]
) -> None:
    async with served(bench, tmp_path, **shared) as one, served(bench, tmp_path, **shared) as two:
        heard = [one.echo.heard, two.echo.heard]
        roots = [await one.root() for _ in range(6)]
        for number, root in enumerate(roots):
            said = event(mention(f"why {number}?", ts=root), f"Ev{number}")
            assert set(await asyncio.gather(one.send(said), two.send(said))) == {200}
        await until(lambda: len(heard[0]) + len(heard[1]) >= len(roots), 15)
        for number, root in enumerate(roots):
            [answer] = await one.says(f"heard why {number}?")
            assert answer.thread_ts == root
        assert sorted([*heard[0], *heard[1]]) == [f"heard why {number}?" for number in range(len(roots))]


async def test_a_conversation_goes_on_at_another_replica(
    bench: Workbench, tmp_path: Path, shared: dict[str, Any]
) -> None:
    async with served(bench, tmp_path, **shared) as one:
        await one.do("messages", channel="C0GENERAL", text="@concurrency why?")
        [question] = await one.says("heard why?")
    async with served(bench, tmp_path, **shared) as two:
        await two.press(question, "answer.0")
        await two.says("hosting=cloud after why?")

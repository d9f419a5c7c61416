"""A look counts in the server's time, as all that Prefect tells does; the bot's own clock may be wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.engine.findings import Hints
from bot.lab.rest import Rest
from bot.prefect_live.connection import PrefectLive
from tests.turn import broken

A_MOMENT = timedelta(seconds=10)


async def now_of(api_url: str) -> datetime:
    async with PrefectLive(api_url) as live:
        return (await live.read(frozenset({"limits"}), Hints())).now


@pytest.mark.parametrize("minutes", [-11, -1, 1, 11])
@pytest.mark.parametrize("status", [200, 403])
async def test_the_time_of_a_look_is_the_servers(minutes: float, status: int) -> None:
    off = timedelta(minutes=minutes)

    async def answer(_: web.Request) -> web.Response:
        date = format_datetime(datetime.now(UTC) + off, usegmt=True)
        return web.json_response([], status=status, headers={"Date": date})

    async with broken.serving(answer) as url:
        assert abs(await now_of(url) - datetime.now(UTC) - off) < A_MOMENT


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 28 Nov 2026 01:00:00 -0000"])
async def test_a_date_that_cannot_be_read_leaves_the_bots_own_clock(date: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response([], headers={"Date": date})

    async with broken.serving(answer) as url:
        assert abs(await now_of(url) - datetime.now(UTC)) < A_MOMENT


async def test_clocks_that_agree_keep_their_fractions_of_a_second(rest: Rest) -> None:
    before = datetime.now(UTC)
    assert before <= await now_of(rest.api_url) <= datetime.now(UTC)

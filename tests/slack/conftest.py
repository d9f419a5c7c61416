from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.slack.serve import serving
from bot.workbench import Workbench, WorkbenchConfig, create_workbench

from .echo import Echo
from .house import House, settings_for


@pytest.fixture
async def bench() -> AsyncIterator[Workbench]:
    workbench = create_workbench(WorkbenchConfig())
    await workbench.start()
    yield workbench
    await workbench.close()


@pytest.fixture
async def house(bench: Workbench, tmp_path: Path) -> AsyncIterator[House]:
    echo = Echo()
    async with serving(settings_for(bench, tmp_path), echo) as address, aiohttp.ClientSession() as http:
        bench.reach_bot_at(f"{address}/slack/events")
        yield House(bench, echo, address, http)

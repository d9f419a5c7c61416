from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.workbench import Workbench, WorkbenchConfig, create_workbench

from .house import House, served


@pytest.fixture
async def bench() -> AsyncIterator[Workbench]:
    workbench = create_workbench(WorkbenchConfig())
    await workbench.start()
    yield workbench
    await workbench.close()


@pytest.fixture
async def house(bench: Workbench, tmp_path: Path) -> AsyncIterator[House]:
    async with served(bench, tmp_path) as opened:
        yield opened

"""`concurrency-bot demo` as a person runs it: one URL, and Ctrl-C ends everything."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.demo import FIRST_FAULT
from bot.lab.ledger import Ledger, lab_directory
from bot.lab.processes import is_alive

pytestmark = pytest.mark.live
SECONDS = 200  # a first start installs the server's tables


@asynccontextmanager
async def demo() -> AsyncIterator[Process]:
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", stdout=PIPE, start_new_session=True
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def said(process: Process, pattern: str) -> str:
    """Read on until a line says this; return what its group holds."""
    assert process.stdout is not None
    async for line in process.stdout:
        if found := re.search(pattern, line.decode()):
            return found[1]
    raise AssertionError(f"the demo ended without saying {pattern}")


async def test_one_url_with_a_fault_to_ask_about_and_ctrl_c_ends_everything() -> None:
    async with demo() as process, httpx.AsyncClient() as client, asyncio.timeout(SECONDS):
        prefect = await said(process, r"Prefect is ready: (\S+)")
        page = await said(process, r"Open (\S+)")
        assert "<title>Workbench</title>" in (await client.get(page)).text
        made = Ledger(lab_directory(f"{prefect}/api"), FIRST_FAULT).made
        assert made.broken
        assert [pid for pid, mark in made.processes if is_alive(pid, mark)]

        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0

        assert not [pid for pid, mark in made.processes if is_alive(pid, mark)]
        assert not lab_directory(f"{prefect}/api").exists()
        for address in (page, prefect):
            with pytest.raises(httpx.ConnectError):
                await client.get(address)

"""The demo from one command to nothing left of it."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from .watching import ADDRESS, started

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks for what is left in /proc")


def is_closed(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) != 0


@linux_only
@pytest.mark.live
async def test_one_command_shows_a_page_and_ctrl_c_twice_leaves_nothing(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as demo:
        address = ADDRESS.search(await demo.line("Open http", 60))
        assert address is not None
        assert any("Prefect server is starting" in line for line in demo.lines), "progress is told"
        async with aiohttp.ClientSession() as browser, browser.get(address[0]) as page:
            assert page.status == 200
            assert "<html" in await page.text()
        ports = demo.ports
        assert len(ports) == 2, "the page and Prefect's own"
        assert await demo.end(signal.SIGINT, signal.SIGINT) == 0
        await demo.is_gone()
        assert all(is_closed(port) for port in ports)
        assert "Traceback" not in "".join(demo.lines)


@linux_only
@pytest.mark.live
async def test_told_to_end_while_it_starts_it_leaves_nothing(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as demo:
        await demo.line("Prefect server is starting", 60)
        assert await demo.end(signal.SIGTERM) == 0
        await demo.is_gone()
        assert "Traceback" not in "".join(demo.lines)


@linux_only
@pytest.mark.live
async def test_killed_without_a_word_its_processes_end_themselves(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as demo:
        await demo.line("Prefect server is starting", 60)
        await demo.end(signal.SIGKILL)
        await demo.is_gone()


async def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with started(tmp_path, "--port", str(port)) as demo:
            assert await demo.end() == 2
    [line] = demo.lines
    assert line.startswith(f"concurrency-bot: port {port} cannot be used")
    assert "--port 0" in line

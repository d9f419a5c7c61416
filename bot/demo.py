"""The demo: a local Prefect server, the workbench in the browser, and the unchanged bot between them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.doors.healing import fix_for
from bot.errors import OutOfReach, UsageError
from bot.lab.ledger import lab_directory
from bot.lab.panel import FixFor, Panel
from bot.lab.server import LocalPrefect
from bot.lab.steps import Steps
from bot.prefect_live.connection import PrefectLive
from bot.workbench import LabScenario, LabSlot, LabState, Workbench, WorkbenchConfig, create_workbench

HOST = "127.0.0.1"
SILENT_AFTER = 75.0  # the lab's flows give a heartbeat every 30 s
FIRST_FAULT = "tag-reset-leak"
# Waiting runs try again each 5 s instead of 30 s, so that a person sees the fix work.
SERVER_SETTINGS = {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5"}
CACHE = Path.home() / ".cache" / "prefect-concurrency-bot"


@dataclass(frozen=True, slots=True)
class PanelOfLab:
    """The lab as the workbench's side panel sees it."""

    panel: Panel

    async def describe(self) -> LabState:
        """Return the panel as it is now."""
        state: dict[str, Any] = await self.panel.describe()
        scenarios = tuple(LabScenario(**scenario) for scenario in state["scenarios"])
        slots = tuple(LabSlot(**slot) for slot in state["slots"])
        return LabState(bool(state["available"]), state["server"], scenarios, slots)

    async def break_(self, name: str) -> None:
        """Make the fault."""
        await self.panel.break_(name)

    async def heal(self, name: str) -> None:
        """Mend the fault with the bot's own commands."""
        await self.panel.heal(name)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the demo starts around a Prefect server."""

    bench: Workbench
    panel: Panel
    bot: asyncio.subprocess.Process


async def run_demo(port: int) -> None:
    """Run until Ctrl-C; whatever was started is ended, also when a part fails to start.

    Raises UsageError when the port is taken, before anything is started, and OutOfReach.
    """
    _must_be_free(port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as started:
        starting = asyncio.create_task(_start(port, started))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            with suppress(asyncio.CancelledError):
                await starting
            return
        bot = starting.result()
        ended = asyncio.create_task(bot.wait())
        await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            raise OutOfReach(f"the bot ended by itself with status {bot.returncode}; see above")
        _say("Ending what was started …")


def _must_be_free(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            told = f"port {port} cannot be used ({error.strerror})"
            raise UsageError(f"{told}; `demo --port 0` takes any free one") from error


async def _start(port: int, started: AsyncExitStack) -> asyncio.subprocess.Process:
    home = Path(
        started.enter_context(
            tempfile.TemporaryDirectory(prefix="concurrency-demo-", ignore_cleanup_errors=True)
        )
    )
    server = LocalPrefect(home / "prefect", settings=SERVER_SETTINGS, template_directory=CACHE)
    # Another server may get this port another day.
    started.callback(shutil.rmtree, lab_directory(server.api_url), ignore_errors=True)
    server.start()
    started.callback(server.stop)
    await server.wait_ready(_progress())
    _say(f"Prefect is ready: {server.ui_url}")
    rooms = await open_rooms(server.api_url, home, port, started)
    with suppress(OutOfReach):
        await rooms.panel.break_(FIRST_FAULT)
    _say(f"\n  Open {rooms.bench.url}\n\n  Ctrl-C ends everything.\n")
    return rooms.bot


async def open_rooms(api_url: str, home: Path, port: int, started: AsyncExitStack) -> Rooms:
    """Start workbench and bot around a Prefect server; `started` ends them. Raises OutOfReach, OSError."""
    live = await started.enter_async_context(_connected(api_url))
    panel = Panel(api_url, live.slots, _healing(api_url))
    bench = create_workbench(WorkbenchConfig(port=port), PanelOfLab(panel))
    await bench.start()
    started.push_async_callback(bench.close)
    # A healed fault has processes too: the worker that a fix started.
    started.push_async_callback(panel.cleanup)
    bot = await _start_bot(bench, api_url, home)
    started.push_async_callback(_end, bot)
    await _when_connected(bench, bot)
    return Rooms(bench, panel, bot)


def _connected(api_url: str) -> PrefectLive:
    live = PrefectLive.configured(api_url)
    if live is None:
        raise OutOfReach(f"no Prefect at {api_url}")
    return live


def _healing(api_url: str) -> FixFor:
    async def fix(opening: str, cause: str | None) -> Steps:
        return await fix_for(api_url, opening, cause, SILENT_AFTER)

    return fix


async def _start_bot(bench: Workbench, api_url: str, home: Path) -> asyncio.subprocess.Process:
    """Start `concurrency-bot serve` as anybody would; only the address of Slack is another."""
    config = WorkbenchConfig()
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": config.bot_token,
        "SLACK_APP_TOKEN": config.app_token,
        "SLACK_SIGNING_SECRET": config.signing_secret,
        "SLACK_API_URL": bench.api_url,
        "PREFECT_API_URL": api_url,
        "BOT_SILENT_AFTER": str(SILENT_AFTER),
        "PREFECT_HOME": str(home / "bot"),
        "BOT_DATABASE_URL": f"sqlite:///{home / 'bot.sqlite3'}",
        "BOT_LOG_LEVEL": os.environ.get("BOT_LOG_LEVEL", "WARNING"),
        "BOT_PORT": "0",
    }
    # The guard ends the bot when this process is killed and cannot.
    guard = [sys.executable, "-m", "bot.lab.programs.guard", str(os.getpid())]
    return await asyncio.create_subprocess_exec(
        *guard, sys.executable, "-m", "bot", "serve", env=environment, start_new_session=True
    )


async def _when_connected(bench: Workbench, bot: asyncio.subprocess.Process, seconds: float = 60) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not bench.connected:
                if bot.returncode is not None:
                    raise OutOfReach(f"the bot ended with status {bot.returncode}; see above")
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise OutOfReach(f"the bot did not connect to the workbench within {seconds:.0f} s") from None


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _progress() -> Callable[[str], None]:
    if not sys.stdout.isatty():
        return _say_now_and_then()
    return lambda text: print(f"\r\033[K{text}", end="", flush=True)


def _say_now_and_then() -> Callable[[str], None]:
    count = 0

    def say(text: str) -> None:
        nonlocal count
        if count % 10 == 0:
            _say(text)
        count += 1

    return say


def _say(text: str) -> None:
    print(f"\r\033[K{text}" if sys.stdout.isatty() else text, flush=True)

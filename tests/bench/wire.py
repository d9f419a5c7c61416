"""The real bot in a process of its own, the workbench as its Slack, and events as Slack sends them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.lab.server import free_port
from bot.workbench import Workbench, WorkbenchConfig, create_workbench

ROOT = Path(__file__).resolve().parents[2]
CHANNEL, PERSON = "C0GENERAL", "U0ALEX"


@dataclass
class Wire:
    """Sends events to the bot and sees what it posts."""

    bench: Workbench
    bot: str
    http: aiohttp.ClientSession
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def mention(self, text: str) -> dict[str, Any]:
        """Write a message and return its event, not delivered yet; each begins a thread of its own."""
        number, written = next(self.numbers), {"channel": CHANNEL, "text": "for the bench"}
        async with self.http.post(f"{self.bench.url}/workbench/messages", json=written) as answer:
            ts = (await answer.json())["ts"]
        said = {"type": "app_mention", "channel": CHANNEL, "user": PERSON, "text": f"<@U0BOT> {text}"}
        event = {**said, "ts": ts}
        outer = {"type": "event_callback", "team_id": "T0WORKBENCH", "event_id": f"Ev{number}"}
        return {**outer, "api_app_id": "A0WORKBENCH", "authorizations": [], "event": event}

    async def send(self, event: dict[str, Any]) -> float:
        """Deliver an event as Slack does; return the seconds until the bot's ack."""
        body, stamp = json.dumps(event).encode(), str(int(time.time()))
        secret = self.bench.config.signing_secret.encode()
        signature = hmac.new(secret, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
        headers |= {"Content-Type": "application/json"}
        began = time.perf_counter()
        async with self.http.post(f"{self.bot}/slack/events", data=body, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        return time.perf_counter() - began

    def replies(self) -> list[str]:
        """The threads the bot has posted in, once for each message."""
        messages = self.bench._bench.store.messages.values()
        return [message.thread_ts or "" for message in messages if message.by_bot]

    async def until_replies(self, count: int, seconds: float = 60) -> None:
        async with asyncio.timeout(seconds):
            while len(self.replies()) < count:  # noqa: ASYNC110 - the workbench has no such event
                await asyncio.sleep(0.001)

    async def turn(self, text: str) -> float:
        """Return the seconds from an event's way out to the bot's message in the workbench."""
        before, event = len(self.replies()), await self.mention(text)
        began = time.perf_counter()
        await self.send(event)
        await self.until_replies(before + 1)
        return time.perf_counter() - began

    async def healthz(self) -> float:
        began = time.perf_counter()
        async with self.http.get(f"{self.bot}/healthz") as answer:
            await answer.read()
        return time.perf_counter() - began


@asynccontextmanager
async def connected(home: Path, **settings: str) -> AsyncIterator[Wire]:
    """Start workbench and bot (over HTTP); end both."""
    bench, config = create_workbench(WorkbenchConfig()), WorkbenchConfig()
    await bench.start()
    port = free_port()
    clean = {"PATH": os.environ["PATH"], "HOME": str(home), "BOT_LOG_LEVEL": "ERROR"}
    slack = {"SLACK_BOT_TOKEN": config.bot_token, "SLACK_SIGNING_SECRET": config.signing_secret}
    slack |= {"SLACK_API_URL": bench.api_url, "BOT_PORT": str(port)}
    slack |= {"BOT_DATABASE_URL": f"sqlite:///{home}/bot-{port}.sqlite3"}
    command = (sys.executable, "-m", "bot", "serve")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**clean, **slack, **settings})
    try:
        async with aiohttp.ClientSession() as http:
            wire = Wire(bench, f"http://127.0.0.1:{port}", http)
            await _ready(wire, process)
            yield wire
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await bench.close()


async def _ready(wire: Wire, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        while process.returncode is None:
            try:
                async with wire.http.get(f"{wire.bot}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    raise RuntimeError(f"the bot ended with status {process.returncode}")

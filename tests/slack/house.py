"""The whole Slack side, running, for the tests of this room."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.settings import Settings
from bot.slack.serve import serving
from bot.workbench import Workbench
from bot.workbench.messages import Message

from .echo import Echo


@dataclass
class House:
    """The whole Slack side, running: workbench, bot, and a person's hands."""

    bench: Workbench
    echo: Echo
    bot: str
    http: aiohttp.ClientSession

    async def do(self, what: str, **asked: Any) -> Any:
        body = io.BytesIO(json.dumps(asked).encode())  # aiohttp warns of a long text that is not a stream
        async with self.http.post(f"{self.bench.url}/workbench/{what}", data=body) as answer:
            return await answer.json()

    async def root(self) -> str:
        """Write something that is not for the bot, to have a thread."""
        written = await self.do("messages", channel="C0GENERAL", text="hello all")
        return str(written["ts"])

    async def send(
        self, body: str, *, secret: str = "", age: int = 0, headers: dict[str, str] | None = None
    ) -> int:
        stamp = str(int(time.time()) - age)
        key = (secret or self.bench.config.signing_secret).encode()
        signature = "v0=" + hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        signed |= {"Content-Type": "application/json"} | (headers or {})
        async with self.http.post(
            f"{self.bot}/slack/events", data=io.BytesIO(body.encode()), headers=signed
        ) as answer:
            return answer.status

    async def hears(self, *texts: str) -> None:
        async with asyncio.timeout(5):
            while len(self.echo.heard) < len(texts):  # noqa: ASYNC110 - the echo knows no events
                await asyncio.sleep(0.01)
        assert self.echo.heard == list(texts)

    def messages(self) -> list[Message]:
        return list(self.bench._bench.store.messages.values())

    def answers(self) -> list[str]:
        """Return what the bot said, oldest first."""
        return [m.text for m in self.messages() if m.by_bot]

    async def says(self, wanted: str, count: int = 1, seconds: float = 5) -> list[Message]:
        """Wait until the bot has said this so many times."""

        def found() -> list[Message]:
            return [m for m in self.messages() if m.by_bot and wanted in m.text]

        await until(lambda: len(found()) >= count, seconds)
        assert len(found()) == count
        return found()

    async def press(self, message: Message, action_id: str, **who: str) -> None:
        """Press a button or a thumb of this message, as it stands now."""
        now = next(m for m in self.messages() if m.ts == message.ts)
        block, element = next(
            (block, each)
            for block in now.blocks
            for each in block.get("elements", [])
            if each.get("action_id") == action_id
        )
        place = {"channel": now.channel, "message_ts": now.ts, "block_id": block["block_id"]}
        assert await self.do("actions", **place, action_id=action_id, element=element, **who) == {"ok": True}

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self.bot + path) as answer:
            return answer.status, await answer.text()


def settings_for(bench: Workbench, where: Path, **more: Any) -> Settings:
    named: dict[str, Any] = {
        "slack_bot_token": bench.config.bot_token,
        "slack_api_url": bench.api_url,
        "bot_port": 0,
    }
    named |= {"slack_signing_secret": bench.config.signing_secret}
    named |= {"bot_database_url": f"sqlite:///{where}/bot.sqlite3"}
    return Settings(**named | more)


@asynccontextmanager
async def served(bench: Workbench, where: Path, **more: Any) -> AsyncIterator[House]:
    """Serve a bot to this workbench; with the same folder again, it is the same bot after a restart."""
    echo = Echo()
    settings = settings_for(bench, where, **more)
    async with serving(settings, echo) as address, aiohttp.ClientSession() as http:
        bench.reach_bot_at(f"{address}/slack/events")
        yield House(bench, echo, address, http)


async def until(true: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - neither echo nor workbench tell of it
            await asyncio.sleep(0.01)


def event(body: dict[str, Any], event_id: str = "Ev1") -> str:
    outer = {"type": "event_callback", "team_id": "T0WORKBENCH", "event_id": event_id, "event": body}
    return json.dumps(outer | {"api_app_id": "A0WORKBENCH", "authorizations": []})


def mention(text: str, ts: str = "1700000000.000100", **more: str) -> dict[str, Any]:
    said = {"type": "app_mention", "channel": "C0GENERAL", "user": "U0ALEX", "ts": ts}
    return said | {"text": f"<@U0BOT> {text}"} | more

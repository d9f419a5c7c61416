"""A workbench with a real Bolt app connected to it, and the person at its page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workbench import Lab, Workbench, WorkbenchConfig, create_workbench

Json = dict[str, Any]
FAST = WorkbenchConfig(ack_deadline=0.5, retry_delays=(0.01, 0.02, 0.03), lab_poll=0.05)


@dataclass(frozen=True)
class House:
    """The workbench, the person's browser session and the bot's own client."""

    bench: Workbench
    browser: ClientSession
    client: AsyncWebClient

    async def post(self, path: str, body: Json, **headers: str) -> Json:
        url = f"{self.bench.url}/workbench/{path}"
        async with self.browser.post(url, json=body, headers=headers) as answer:
            return dict(await answer.json())

    async def get(self, path: str) -> Json:
        async with self.browser.get(f"{self.bench.url}/workbench/{path}") as answer:
            return dict(await answer.json())

    async def messages(self) -> list[Json]:
        return list((await self.get("state"))["messages"])

    async def message(self, wanted: Callable[[Json], bool]) -> Json:
        """Wait for a message like this, at most 3 seconds."""
        until = time.monotonic() + 3.0
        while time.monotonic() < until:
            for message in await self.messages():
                if wanted(message):
                    return message
            await asyncio.sleep(0.01)
        raise AssertionError(f"no such message among {await self.messages()}")

    def new_app(self) -> AsyncApp:
        return AsyncApp(client=self.client, signing_secret=self.bench.config.signing_secret)


@asynccontextmanager
async def open_house(config: WorkbenchConfig = FAST, lab: Lab | None = None) -> AsyncIterator[House]:
    bench = create_workbench(config, lab)
    await bench.start()
    try:
        async with ClientSession() as browser, ClientSession() as session:
            client = AsyncWebClient(token=config.bot_token, base_url=bench.api_url, session=session)
            yield House(bench, browser, client)
    finally:
        await bench.close()


@asynccontextmanager
async def over_socket(house: House, app: AsyncApp) -> AsyncIterator[None]:
    token = house.bench.config.app_token
    web_client = AsyncWebClient(token=token, base_url=house.bench.api_url)
    handler = AsyncSocketModeHandler(app, token, web_client=web_client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await until(lambda: house.bench.connected)
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(house: House, app: AsyncApp) -> AsyncIterator[str]:
    runner = web.AppRunner(app.server(port=0).web_app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    house.bench.reach_bot_at(url)
    try:
        yield url
    finally:
        await runner.cleanup()


WAYS = {"socket mode": over_socket, "http": over_http}


async def until(true: Callable[[], object], seconds: float = 3.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.01)


def button(action_id: str = "go", value: str = "1") -> Json:
    words = {"type": "plain_text", "text": "Go"}
    return {"type": "button", "action_id": action_id, "text": words, "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}

"""A person who installs the app with a browser, and a bot that can be installed."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.fernet import Fernet

from bot.slack.serve import serving
from bot.workbench import Workbench, WorkbenchConfig, create_workbench

from .echo import Echo
from .house import House, settings_for

KEY = Fernet.generate_key().decode()
COOKIE = "slack-app-oauth-state"


@dataclass
class Installer:
    """A person at a browser; cookies are kept by hand, because ours are for https only."""

    house: House
    cookie: str = ""

    async def get(self, url: str) -> tuple[int, str, str]:
        sent = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        async with self.house.http.get(url, headers=sent, allow_redirects=False) as answer:
            if COOKIE in answer.cookies:
                self.cookie = answer.cookies[COOKIE].value
            return answer.status, answer.headers.get("Location", ""), await answer.text()

    async def begin(self) -> str:
        """Return the address at Slack that the install page leads to."""
        status, location, _ = await self.get(f"{self.house.bot}/slack/install")
        assert status == 302
        return location

    async def allow(self, page: str, answer: str = "allow") -> str:
        """Answer at Slack; returns the address that Slack sends the browser back to."""
        status, _, shown = await self.get(page)
        assert status == 200, shown
        async with self.house.http.post(page, data={"answer": answer}, allow_redirects=False) as back:
            assert back.status == 302
            return back.headers["Location"]

    async def install(self) -> None:
        status, _, page = await self.get(await self.allow(await self.begin()))
        assert (status, "Thank you" in page) == (200, True), page


@asynccontextmanager
async def installable(where: Path, **more: Any) -> AsyncIterator[Installer]:
    """Serve a bot without a token of its own, that Slack knows the address of."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    redirect_url = f"http://127.0.0.1:{port}/slack/oauth_redirect"
    bench = create_workbench(WorkbenchConfig(redirect_url=redirect_url))
    await bench.start()
    named = oauth_settings(bench) | {"bot_port": port} | more
    echo = Echo()
    try:
        async with (
            serving(settings_for(bench, where, **named), echo) as address,
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        ):
            bench.reach_bot_at(f"{address}/slack/events")
            yield Installer(House(bench, echo, address, http))
    finally:
        await bench.close()


def oauth_settings(bench: Workbench) -> dict[str, Any]:
    named = {"slack_client_id": bench.config.client_id, "slack_client_secret": bench.config.client_secret}
    return named | {"slack_bot_token": None, "bot_encryption_key": KEY}

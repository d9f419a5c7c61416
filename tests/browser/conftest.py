"""A real Chromium at the workbench's page, the unchanged bot behind it, a real Prefect server behind that."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from bot.demo import Rooms, open_rooms
from bot.lab.server import LocalPrefect

from .person import Person

SIZE = {"width": 1280, "height": 820}
# A turn takes well under a second; a machine that runs other tests as well takes longer.
PATIENCE = 60_000
NewPerson = Callable[..., Awaitable[Person]]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: install the package `chromium` to run the browser tests")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rooms(
    chromium_path: str, local_prefect: LocalPrefect, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Rooms]:
    """What `make demo` starts around its Prefect server, here around the one that all tests share."""
    async with AsyncExitStack() as started:
        yield await open_rooms(local_prefect.api_url, tmp_path_factory.mktemp("demo"), 0, started)


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def _tidy(rooms: Rooms) -> AsyncIterator[None]:
    """What a file of tests broke is gone before another file finds it on the shared server."""
    yield
    await rooms.panel.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(chromium_path: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        # Inside a container, as root, Chromium has no sandbox of its own.
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_person(rooms: Rooms, chromium: Browser) -> AsyncIterator[NewPerson]:
    """Open the page as somebody with this kind of screen; complaints of the page fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    async def arrive(**screen: Any) -> Person:
        context = await chromium.new_context(**{"viewport": SIZE, **screen})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        person = Person(page)
        await person.open(rooms.bench.url)
        return person

    yield arrive
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def person(new_person: NewPerson) -> Person:
    return await new_person()

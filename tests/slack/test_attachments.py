from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.errors import OutOfReach
from bot.inbox_event import AttachedFile
from bot.slack.attachments import MOST_BYTES, MOST_FILES, Attachments, is_slacks
from bot.slack.clients import Clients, new_client

from .house import House, event, mention

LOG = "12:00:01 | ERROR | Concurrency lease renewal failed <x> & more"


def snippet(name: str = "run.log", content: str = LOG, **more: str) -> dict[str, str]:
    return {"name": name, "content": content, **more}


async def test_a_snippet_is_read_as_if_it_were_pasted(house: House) -> None:
    await house.do("messages", channel="C0GENERAL", text="@concurrency what is this?", files=[snippet()])
    await house.hears(f"heard what is this?\n{LOG}")


async def test_a_snippet_without_a_word_is_enough(house: House) -> None:
    await house.do("messages", channel="D0ALEX", text="", files=[snippet(), snippet("two.txt", "two")])
    await house.hears(f"heard {LOG}\ntwo")


async def test_what_is_no_text_is_named_and_the_lines_are_asked_for(house: House) -> None:
    picture = snippet("shot.png", "…", mimetype="image/png")
    await house.do("messages", channel="D0ALEX", text="", files=[picture])
    [told] = await house.says("shot.png (it is not a text file). Paste the lines that matter.")
    assert house.echo.heard == []
    await house.do("messages", channel="D0ALEX", text="why?", files=[picture, snippet()])
    await house.hears(f"heard why?\n{LOG}")
    assert told.thread_ts


async def test_what_lies_is_no_text_either(house: House) -> None:
    await house.do("messages", channel="D0ALEX", text="", files=[snippet("a.log", "a\0b")])
    await house.says("a.log (it is not a text file)")


async def test_a_log_of_one_megabyte_is_read_and_a_longer_one_is_not(house: House) -> None:
    fits = "x" * MOST_BYTES
    await house.do("messages", channel="D0ALEX", text="", files=[snippet(content=fits)])
    await house.hears(f"heard {fits}")
    await house.do("messages", channel="D0ALEX", text="", files=[snippet(content=fits + "x")])
    await house.says("run.log (more than 1 MB)")


async def test_files_beyond_the_fifth_are_named(house: House) -> None:
    many = [snippet(f"{number}.log", str(number)) for number in range(MOST_FILES + 1)]
    await house.do("messages", channel="D0ALEX", text="", files=many)
    await house.says("5.log (I read 5 files at most)")


@dataclass
class Elsewhere:
    """A server that is not Slack and notes what it is sent; as Slack it would redirect to itself."""

    url: str
    requests: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    async def note(request: web.Request) -> web.Response:
        here.requests.append({"path": request.path, **request.headers})
        if request.path == "/endless":
            return web.Response(body=b"x" * (MOST_BYTES + 1))
        if request.path == "/signin":
            return web.Response(text="<html>", content_type="text/html")
        return web.Response(status=302, headers={"Location": f"http://localhost:{port}/stolen"})

    app = web.Application()
    app.router.add_get("/{any:.*}", note)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    here = Elsewhere(f"http://127.0.0.1:{port}")
    yield here
    await runner.cleanup()


async def test_the_token_never_leaves_for_another_host(house: House, elsewhere: Elsewhere) -> None:
    file = {"name": "x.log", "mimetype": "text/plain", "size": 3, "url_private": f"{elsewhere.url}/x.log"}
    said: dict[str, Any] = mention("look", ts=await house.root()) | {"files": [file]}
    await house.send(event(said))
    await house.hears("heard look")
    assert elsewhere.requests == []


async def fetched(elsewhere: Elsewhere, path: str, size: int = 3) -> str:
    """Read a file from a place that passes for Slack; return why it was not read."""
    async with ClientSession() as session:
        clients = Clients(new_client("xoxb-secret", f"{elsewhere.url}/api/", session), None)
        file = AttachedFile("x.log", "text/plain", size, elsewhere.url + path)
        texts, unread = await Attachments(clients).read("T", [file])
    assert texts == []
    return unread[0].why


async def test_a_redirect_is_not_followed(elsewhere: Elsewhere) -> None:
    assert "did not hand it out" in await fetched(elsewhere, "/x.log")
    assert [each["path"] for each in elsewhere.requests] == ["/x.log"]


async def test_slacks_sign_in_page_is_not_taken_for_the_file(elsewhere: Elsewhere) -> None:
    assert "files:read" in await fetched(elsewhere, "/signin")


async def test_a_file_that_is_longer_than_said_is_not_read_to_its_end(elsewhere: Elsewhere) -> None:
    assert await fetched(elsewhere, "/endless") == "more than 1 MB"


async def test_a_file_server_that_is_away_is_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        await fetched(Elsewhere("http://127.0.0.1:1"), "/x.log")


@pytest.mark.parametrize(
    ("url", "slacks"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.log", True),
        ("https://slack.com/files-pri/T1-F1/x.log", True),
        ("http://files.slack.com/files-pri/x.log", False),
        ("https://files.slack.com.evil.example/x.log", False),
        ("https://evilslack.com/x.log", False),
        ("https://files.slack.com@evil.example/x.log", False),
        ("https://x:y@files.slack.com/x.log", False),
        ("https://files.slack.com:bad/x.log", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_slacks_own_addresses_are_asked(url: str, slacks: bool) -> None:
    assert is_slacks(url, "https://slack.com/api/") is slacks

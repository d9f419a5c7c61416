"""Installing over the real wire: the person's browser, the workbench as Slack, and the served bot."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.errors import UsageError
from bot.slack.serve import serving
from bot.workbench import Workbench

from .echo import Echo
from .house import House, event, mention, settings_for, until
from .installer import installable, oauth_settings

# slack_sdk 3.47 still hands its client secret to aiohttp in the old way.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


async def test_after_installing_the_team_is_answered_with_its_own_token(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        house = person.house
        await person.install()
        await house.do("messages", channel="C0GENERAL", text="@concurrency why?")
        await house.says("heard why?")
        await house.press((await house.says("heard why?"))[0], "answer.0")
        await house.says("hosting=cloud")
        assert (await house.get("/readyz"))[0] == 200
    assert b"xoxb" not in await asyncio.to_thread((tmp_path / "bot.sqlite3").read_bytes)


async def test_a_team_that_did_not_install_is_not_answered(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        assert await person.house.send(event(mention("why?"))) == 200
        await person.install()
        await person.house.send(event(mention("again?", ts=await person.house.root()), "Ev2"))
        await person.house.hears("heard again?")


async def test_what_the_bot_asks_for_is_what_slack_is_told(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        page = urlsplit(await person.begin())
        asked = parse_qs(page.query)
        assert page.path == "/oauth/v2/authorize"
        assert asked["client_id"] == [person.house.bench.config.client_id]
        assert "chat:write" in asked["scope"][0].split(",")
        assert person.cookie == asked["state"][0]


async def test_removing_the_app_forgets_the_token(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        house = person.house
        await person.install()
        await house.do("uninstall")
        await until(lambda: not _installed(tmp_path))
        assert await house.send(event(mention("there?"))) == 200
        await asyncio.sleep(1.1)  # Slack tells the time of a removal in whole seconds
        await person.install()
        await house.do("messages", channel="C0GENERAL", text="@concurrency once more?")
        await house.says("heard once more?")
        assert house.echo.heard == ["heard once more?"]


def _installed(where: Path) -> list[Any]:
    with closing(sqlite3.connect(where / "bot.sqlite3")) as connection:
        return connection.execute("SELECT team FROM installations").fetchall()


async def test_a_state_is_good_once(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        back = await person.allow(await person.begin())
        cookie = person.cookie
        assert (await person.get(back))[0] == 200
        person.cookie = cookie
        status, _, page = await person.get(back)
        assert (status, "invalid_state" in page) == (401, True)


async def test_an_old_state_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.installations.STATE_LIFETIME", timedelta(seconds=-1))
    async with installable(tmp_path) as person:
        status, _, page = await person.get(await person.allow(await person.begin()))
        assert (status, "invalid_state" in page) == (401, True)


async def test_another_browser_cannot_finish_an_install(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        back = await person.allow(await person.begin())
        person.cookie = ""
        status, _, page = await person.get(back)
        assert (status, "invalid_browser" in page) == (400, True)


async def test_a_code_is_good_once_at_slack(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        back = await person.allow(await person.begin())
        await person.get(back)
        code = parse_qs(urlsplit(back).query)["code"][0]
        again = parse_qs(urlsplit(await person.begin()).query)["state"][0]
        answer = await person.get(f"{person.house.bot}/slack/oauth_redirect?code={code}&state={again}")
        assert answer[0] == 401


async def test_the_wrong_secret_installs_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with installable(tmp_path, slack_client_secret="wrong-secret") as person:
        status, _, page = await person.get(await person.allow(await person.begin()))
        assert status == 401
        assert "bad_client_secret" in caplog.text
        assert "wrong-secret" not in caplog.text + page


async def test_who_says_no_is_told_so(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        status, _, page = await person.get(await person.allow(await person.begin(), "deny"))
        assert (status, "access_denied" in page) == (200, True)


async def test_a_workspace_that_is_not_wanted_is_not_installed_and_told_so(tmp_path: Path) -> None:
    async with installable(tmp_path, bot_workspaces="T0HOME, T0SECOND") as person:
        status, _, page = await person.get(await person.allow(await person.begin()))
        assert (status, page) == (
            403,
            "Not installed: workspace T0WORKBENCH is not among those that may install this app.\n",
        )
        assert _installed(tmp_path) == []


async def test_a_workspace_that_is_wanted_no_longer_gets_no_answer(tmp_path: Path) -> None:
    async with installable(tmp_path, bot_workspaces="T0WORKBENCH") as person:
        await person.install()
    async with installable(tmp_path, bot_workspaces="T0HOME") as person:
        assert await person.house.send(event(mention("why?"))) == 200
        await asyncio.sleep(0.2)
        assert person.house.echo.heard == []


async def test_a_store_that_is_away_makes_slack_try_again(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        await person.install()
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as connection:
            connection.execute("ALTER TABLE installations RENAME TO away")
        said = event(mention("why?", ts=await person.house.root()))
        assert await person.house.send(said) == 500
        assert (await person.get(f"{person.house.bot}/slack/install"))[0] == 302
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as connection:
            connection.execute("ALTER TABLE away RENAME TO installations")
        assert await person.house.send(said) == 200
        await person.house.says("heard why?")


async def test_hostile_answers_are_not_drawn_as_html(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        address = f"{person.house.bot}/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E"
        assert "<script>alert" not in (await person.get(address))[2]


async def test_slack_being_away_is_said_and_no_traceback(tmp_path: Path) -> None:
    async with installable(tmp_path) as person:
        back = await person.allow(await person.begin())
        await person.house.do("faults", rate_limit_next=9, retry_after=0, rate_limit_method="oauth.v2.access")
        status, _, page = await person.get(back)
        assert status in {401, 503}
        assert "Traceback" not in page


async def test_socket_mode_can_be_installed_too(tmp_path: Path) -> None:
    async with installable(tmp_path, slack_app_token="xapp-workbench") as person:
        house = person.house
        await person.install()
        house.bench.reach_bot_at(None)
        await house.do("messages", channel="C0GENERAL", text="@concurrency why?")
        await house.says("heard why?")


async def test_without_client_id_there_is_nothing_to_install(house: House) -> None:
    for path in ("/slack/install", "/slack/oauth_redirect?code=1&state=2"):
        assert (await house.get(path))[0] == 404


async def test_the_settings_token_still_serves_beside_installs(bench: Workbench, tmp_path: Path) -> None:
    settings = settings_for(
        bench, tmp_path, **oauth_settings(bench) | {"slack_bot_token": bench.config.bot_token}
    )
    echo = Echo()
    async with serving(settings, echo) as address, aiohttp.ClientSession() as http:
        bench.reach_bot_at(f"{address}/slack/events")
        house = House(bench, echo, address, http)
        await house.do("messages", channel="C0GENERAL", text="@concurrency why?")
        await house.says("heard why?")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"bot_encryption_key": None}, r"^BOT_ENCRYPTION_KEY is not set[^\n]*$"),
        ({"bot_encryption_key": "short"}, r"^BOT_ENCRYPTION_KEY: not a key[^\n]*$"),
        ({"slack_client_secret": None}, r"^set both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither$"),
        ({"slack_signing_secret": None}, r"SLACK_SIGNING_SECRET"),
    ],
)
async def test_settings_that_cannot_install_are_one_clear_line(
    bench: Workbench, tmp_path: Path, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        async with serving(settings_for(bench, tmp_path, **oauth_settings(bench) | wrong), Echo()):
            pass


async def test_empty_variables_are_as_good_as_none(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, "")
    echo = Echo()
    async with serving(settings_for(bench, tmp_path), echo) as address, aiohttp.ClientSession() as http:
        bench.reach_bot_at(f"{address}/slack/events")
        await House(bench, echo, address, http).do("messages", channel="C0GENERAL", text="@concurrency why?")
        await until(lambda: echo.heard)


async def test_no_token_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with installable(tmp_path) as person:
        await person.install()
        await person.house.do("messages", channel="C0GENERAL", text="@concurrency why?")
        await person.house.says("heard why?")
        assert not re.search(r"xoxb-installed-\w+", caplog.text)
        assert person.house.bench.config.client_secret not in caplog.text

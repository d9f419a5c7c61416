"""The workbench lets an app in as strictly as Slack does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from .house import FAST, House, open_house

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
BACK = "http://127.0.0.1:9/slack/oauth_redirect"
CONFIG = replace(FAST, redirect_url=BACK, code_lifetime=0.3)


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    async with open_house(CONFIG) as opened:
        yield opened


async def authorize(house: House, answer: str = "allow", **asked: str) -> tuple[int, dict[str, list[str]]]:
    query = {"client_id": CONFIG.client_id, "scope": "chat:write,users:read", "state": "s"} | asked
    url = f"{house.bench.url}/oauth/v2/authorize"
    async with house.browser.post(
        url, params=query, data={"answer": answer}, allow_redirects=False
    ) as response:
        return response.status, parse_qs(urlsplit(response.headers.get("Location", "")).query)


async def code(house: House, **asked: str) -> str:
    status, back = await authorize(house, **asked)
    assert (status, back["state"]) == (302, ["s"])
    return back["code"][0]


async def exchange(house: House, **given: Any) -> dict[str, Any]:
    named = {"client_id": CONFIG.client_id, "client_secret": CONFIG.client_secret} | given
    done = await AsyncWebClient(base_url=house.bench.api_url).oauth_v2_access(**named)
    assert isinstance(done.data, dict)
    return done.data


async def refused(house: House, **given: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        await exchange(house, **given)
    return str(error.value.response["error"])


async def test_a_code_becomes_a_token_that_has_what_was_allowed_and_no_more(house: House) -> None:
    given = await exchange(house, code=await code(house))
    assert (given["team"]["id"], given["scope"]) == (CONFIG.team_id, "chat:write,users:read")
    client = AsyncWebClient(given["access_token"], base_url=house.bench.api_url)
    await client.chat_postMessage(channel="C0GENERAL", text="hello")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.reactions_add(channel="C0GENERAL", timestamp="1.0", name="eyes")
    await house.post("uninstall", {})
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()


async def test_a_code_is_good_once_and_soon(house: House) -> None:
    first = await code(house)
    await exchange(house, code=first)
    assert await refused(house, code=first) == "code_already_used"
    assert await refused(house, code="made.up") == "invalid_code"
    assert (
        await refused(house, code=await code(house), redirect_uri="https://x.example") == "bad_redirect_uri"
    )
    late = await code(house)
    house.bench._bench.grants.codes[late] = replace(house.bench._bench.grants.codes[late], born=-1e9)
    assert await refused(house, code=late) == "code_expired"


async def test_another_client_gets_nothing_and_leaves_the_code_good(house: House) -> None:
    given = await code(house)
    assert await refused(house, code=given, client_secret="wrong") == "bad_client_secret"
    assert await refused(house, code=given, client_id="wrong") == "invalid_client_id"
    await exchange(house, code=given)


@pytest.mark.parametrize(
    "wrong", [{"client_id": "x"}, {"scope": "admin"}, {"scope": ""}, {"redirect_uri": "https://evil.example"}]
)
async def test_what_cannot_be_asked_for_is_refused_before_anybody_is_asked(
    house: House, wrong: dict[str, str]
) -> None:
    assert (await authorize(house, **wrong))[0] == 400


async def test_who_says_no_gives_no_code(house: House) -> None:
    status, back = await authorize(house, "deny")
    assert (status, back) == (302, {"state": ["s"], "error": ["access_denied"]})


async def test_the_page_names_what_is_asked_for(house: House) -> None:
    query = {"client_id": CONFIG.client_id, "scope": "chat:write"}
    async with house.browser.get(f"{house.bench.url}/oauth/v2/authorize", params=query) as page:
        shown = await page.text()
    assert "chat:write" in shown
    assert "Allow" in shown


async def test_a_file_is_for_holders_of_a_token_that_may_read_it(house: House) -> None:
    sent = [{"name": "a b.log", "content": "line"}]
    await house.post("messages", {"channel": "C0GENERAL", "text": "", "files": sent})
    [kept] = house.bench._bench.store.files
    url = f"{house.bench.url}/files-pri/{kept}/a%20b.log"
    without = (await exchange(house, code=await code(house)))["access_token"]
    for token, status in ((CONFIG.bot_token, 200), (without, 302), ("", 302), ("xoxb-x", 302)):
        headers = {"Authorization": f"Bearer {token}"}
        async with house.browser.get(url, headers=headers, allow_redirects=False) as answer:
            assert answer.status == status
            assert (await answer.text() == "line") is (status == 200)


async def test_files_that_are_none_are_refused(house: House) -> None:
    refusal = await house.post("messages", {"channel": "C0GENERAL", "text": "", "files": ["x"]})
    assert refusal == {"ok": False, "error": "invalid_files"}

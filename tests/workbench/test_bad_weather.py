"""Late acks, lost acks, double deliveries, rate limits, wrong signatures."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.workbench import WorkbenchConfig

from .house import FAST, WAYS, House, open_house, over_http, over_socket, until

Json = dict[str, Any]
either_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())


def _retry(headers: dict[str, list[str]]) -> tuple[str, str]:
    return headers.get("x-slack-retry-num", ["0"])[0], headers.get("x-slack-retry-reason", [""])[0]


async def test_an_event_acked_too_late_comes_again_over_http(house: House) -> None:
    app, seen = house.new_app(), []

    @app.middleware
    async def slow(req: Any, next_: Any) -> None:
        seen.append(_retry(req.headers))
        if len(seen) == 1:
            await asyncio.sleep(0.7)
        await next_()

    @app.event("message")
    async def message() -> None: ...

    async with over_http(house, app):
        await house.post("messages", {"channel": "C0GENERAL", "text": "hello"})
        await until(lambda: len(seen) == 2)
        await asyncio.sleep(0.3)  # the first one is still being worked on

    assert seen == [("0", ""), ("1", "http_timeout")]


@either_way
async def test_a_lost_ack_brings_the_event_again(house: House, way: Any) -> None:
    app, seen = house.new_app(), []

    @app.event("message")
    async def message(body: Json, req: Any) -> None:
        seen.append((body["event_id"], _retry(req.headers)[0]))

    async with way(house, app):
        await house.post("faults", {"drop_ack_next": 1})
        await house.post("messages", {"channel": "C0GENERAL", "text": "hello"})
        await until(lambda: len(seen) == 2)

    assert seen[0][0] == seen[1][0]


@either_way
async def test_an_event_comes_twice_on_demand(house: House, way: Any) -> None:
    app, seen = house.new_app(), []

    @app.event("message")
    async def message(body: Json) -> None:
        seen.append(body["event_id"])

    async with way(house, app):
        await house.post("faults", {"duplicate_next": 1})
        await house.post("messages", {"channel": "C0GENERAL", "text": "one"})
        await until(lambda: len(seen) == 2)
        await house.post("messages", {"channel": "C0GENERAL", "text": "two"})
        await until(lambda: len(seen) == 3)

    assert seen[0] == seen[1] != seen[2]


@either_way
async def test_a_command_without_ack_in_time_fails_before_the_person(house: House, way: Any) -> None:
    app = house.new_app()

    @app.command("/concurrency")
    async def command(ack: Any) -> None:
        await asyncio.sleep(0.7)
        await ack()

    async with way(house, app), house.browser.ws_connect(f"{house.bench.url}/workbench/live") as page:
        await page.receive_json()
        await house.post("commands", {"channel": "C0GENERAL", "command": "/concurrency", "text": ""})
        frame = await page.receive_json(timeout=3)
        await asyncio.sleep(0.3)

    assert frame["type"] == "error"
    assert "operation_timeout" in frame["text"]


async def test_a_wrong_signature_is_refused_by_the_bot_and_told_to_the_person() -> None:
    wrong = replace(FAST, retry_delays=())
    async with open_house(wrong) as house:
        app, seen = house.new_app(), []
        house.bench.reach_bot_at(None)

        @app.event("message")
        async def message(event: Json) -> None:
            seen.append(event)

        stranger = replace(wrong, signing_secret="another")
        async with over_http(house, app) as url, open_house(stranger) as other:
            other.bench.reach_bot_at(url)
            async with other.browser.ws_connect(f"{other.bench.url}/workbench/live") as page:
                await page.receive_json()
                await other.post("messages", {"channel": "C0GENERAL", "text": "hello"})
                frames = [await page.receive_json(timeout=3) for _ in range(2)]
            async with other.browser.post(url, data=b"{}", headers={"X-Slack-Signature": "v0=0"}) as answer:
                assert answer.status == 401

    assert seen == []
    assert "http_error" in frames[1]["text"]


async def test_a_rate_limit_is_waited_out_by_the_sdk(house: House) -> None:
    waiting = AsyncRateLimitErrorRetryHandler(max_retry_count=2)
    client = AsyncWebClient(
        token=house.bench.config.bot_token, base_url=house.bench.api_url, retry_handlers=[waiting]
    )
    await house.post("faults", {"rate_limit_next": 2, "retry_after": 0})
    posted = await client.chat_postMessage(channel="C0GENERAL", text="at last")
    assert posted["ok"]

    await house.post("faults", {"rate_limit_next": 1, "retry_after": 7})
    with pytest.raises(SlackApiError) as refused:
        await house.client.chat_postMessage(channel="C0GENERAL", text="no")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"


async def test_a_bot_that_is_told_to_reconnect_does(house: House) -> None:
    app, seen = house.new_app(), []

    @app.event("message")
    async def message(event: Json) -> None:
        seen.append(event["text"])

    async with over_socket(house, app):
        assert (await house.post("faults", {"disconnect": True}))["ok"]
        await asyncio.sleep(0.2)
        await house.post("messages", {"channel": "C0GENERAL", "text": "still there?"})
        await until(lambda: seen)

    assert seen == ["still there?"]


async def test_an_unknown_fault_is_refused(house: House) -> None:
    assert await house.post("faults", {"earthquake": 1}) == {
        "ok": False,
        "error": "unknown fault: earthquake",
    }
    assert not (await house.post("faults", {"retry_after": "soon"}))["ok"]


async def test_nobody_listening_is_told_to_the_person(house: House) -> None:
    async with house.browser.ws_connect(f"{house.bench.url}/workbench/live") as page:
        assert await page.receive_json() == {"type": "connected", "connected": False}
        await house.post("messages", {"channel": "C0GENERAL", "text": "hello?"})
        frames = [await page.receive_json(timeout=3) for _ in range(2)]
    assert [frame["type"] for frame in frames] == ["message", "error"]


def test_the_real_slack_deadlines_are_the_default() -> None:
    config = WorkbenchConfig()
    assert (config.ack_deadline, config.retry_delays) == (3.0, (0.0, 60.0, 300.0))

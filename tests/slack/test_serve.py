from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.errors import OutOfReach, UsageError
from bot.slack.serve import serving
from bot.workbench import Workbench
from bot.workbench.messages import Message

from .echo import Echo
from .house import House, event, mention, settings_for


async def test_a_mention_is_heard_once_however_often_it_is_delivered(house: House) -> None:
    for number in range(3):
        assert await house.send(event(mention("why?"), f"Ev{number}")) == 200
    again = mention("why?") | {"type": "message", "channel_type": "channel", "thread_ts": "1700000000.000100"}
    assert await house.send(event(again, "Ev9")) == 200
    await house.send(event(mention("more", ts="1700000001.0"), "Ev10"))
    await house.hears("heard why?", "heard more")


async def test_a_thread_of_ours_is_followed_and_others_are_not(house: House) -> None:
    root = await house.root()
    await house.send(event(mention("why?", ts=root)))
    await house.hears("heard why?")
    follow = {"type": "message", "channel": "C0GENERAL", "channel_type": "channel", "user": "U0ALEX"}
    other = follow | {"ts": "1700000002.0", "thread_ts": "1600000000.0", "text": "not for you"}
    ours = follow | {"ts": "1700000003.0", "thread_ts": root, "text": "and now?"}
    by_bot = ours | {"ts": "1700000004.0", "bot_id": "B1"}
    edit = ours | {"ts": "1700000005.0", "subtype": "message_changed"}
    for number, each in enumerate((other, by_bot, edit, ours)):
        assert await house.send(event(each, f"Ev2{number}")) == 200
    await house.hears("heard why?", "heard and now?")


async def test_what_is_not_signed_by_slack_is_refused(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = event(mention("top-secret-words"))
    assert await house.send(body, secret="wrong") == 401
    assert await house.send(body, age=600) == 401
    assert await house.send(body, headers={"X-Slack-Signature": ""}) == 401
    assert await house.send(body, headers={"X-Slack-Signature": "v0=ü"}) == 401
    assert "top-secret-words" not in caplog.text


async def test_what_is_malformed_is_refused(house: House) -> None:
    for body in ('{"a":', "[1]", "nonsense"):
        assert await house.send(body) == 400, body
    assert (
        await house.send("payload=%7B", headers={"Content-Type": "application/x-www-form-urlencoded"}) == 400
    )
    assert await house.send("{}", headers={"X-Slack-Request-Timestamp": "soon"}) == 400
    assert await house.send("x" * 1_048_577) == 413


async def test_nothing_signed_gives_404(house: House) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    unknown = json.dumps({"type": "block_actions", "user": {"id": "U"}, "actions": [{"action_id": "old"}]})
    assert await house.send(event({"type": "reaction_added", "user": "U0ALEX"})) == 200
    assert await house.send("payload=" + unknown, headers=form) == 200
    assert await house.send("command=%2Fother&trigger_id=1&user_id=U&channel_id=C", headers=form) == 200


async def test_a_failed_turn_is_told_with_an_id(house: House) -> None:
    await house.send(event(mention("boom", ts=await house.root())))
    async with asyncio.timeout(5):
        while not (told := [m for m in _messages(house.bench) if "I failed on this (id " in m]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert len(told) == 1
    assert "broken on purpose" not in told[0]


def _messages(bench: Workbench) -> list[str]:
    return [m.text for m in bench._bench.store.messages.values()]


async def test_a_person_writes_presses_and_presses_again(house: House) -> None:
    written = await house.do("messages", channel="C0GENERAL", text="@concurrency why <b>?")
    assert written["ok"], written
    async with asyncio.timeout(5):
        while not (found := _with_buttons(house.bench)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    [question] = found
    for count, number in enumerate((0, 1), 2):
        actions = _with_buttons(house.bench)[0].blocks[-2]
        element = actions["elements"][number]
        press = {
            "message_ts": question.ts,
            "block_id": actions["block_id"],
            "action_id": element["action_id"],
        }
        await house.do("actions", channel="C0GENERAL", element=element, **press)
        async with asyncio.timeout(5):
            while len(house.echo.heard) < count or not _chosen(house.bench, number):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert house.echo.heard[1:] == [
        f"hosting={value} after {house.echo.heard[0][6:]}" for value in ("cloud", "self")
    ]


def _with_buttons(bench: Workbench) -> list[Message]:
    return [m for m in bench._bench.store.messages.values() if m.blocks and m.blocks[-1]["type"] == "actions"]


def _chosen(bench: Workbench, number: int) -> bool:
    return bool(_with_buttons(bench)[0].blocks[-2]["elements"][number].get("style") == "primary")


async def test_a_command_is_answered_to_its_sender_only(house: House) -> None:
    await house.do("commands", channel="C0GENERAL", command="/concurrency", text="limit db-write")
    await house.hears("limit db-write")
    async with asyncio.timeout(5):
        while not (found := [m for m in house.bench._bench.store.messages.values() if m.by_bot]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert [m.ephemeral_to for m in found] == ["U0ALEX"]


async def test_health_says_what_is_well(house: House) -> None:
    assert (await house.get("/healthz"))[0] == 200
    status, body = await house.get("/readyz")
    assert (status, json.loads(body)["checks"]) == (200, {"slack": "ok", "store": "ok", "queue": "ok"})
    assert "bot_turn_seconds" in (await house.get("/metrics"))[1]


async def test_readiness_names_what_is_away(bench: Workbench, tmp_path: Path) -> None:
    async def prefect() -> None:
        raise OutOfReach("Prefect cannot be reached")

    served = serving(settings_for(bench, tmp_path), Echo(), checks={"prefect": prefect})
    async with served as address, aiohttp.ClientSession() as http, http.get(f"{address}/readyz") as answer:
        assert answer.status == 503
        assert (await answer.json())["checks"]["prefect"] == "Prefect cannot be reached"


async def test_socket_mode_connects_through_the_same_slack(bench: Workbench, tmp_path: Path) -> None:
    settings = settings_for(bench, tmp_path, slack_app_token=bench.config.app_token)
    async with serving(settings, Echo()):
        async with asyncio.timeout(5):
            while not bench.connected:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("wrong", [{"slack_bot_token": None}, {"slack_bot_token": "xoxb-wrong"}])
async def test_a_wrong_token_is_one_clear_line(
    bench: Workbench, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    with pytest.raises(UsageError, match=r"^SLACK_BOT_TOKEN"):
        async with serving(settings_for(bench, tmp_path, **wrong), Echo()):
            pass


async def test_no_slack_is_out_of_reach(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(OutOfReach):
        async with serving(settings_for(bench, tmp_path, slack_api_url="http://127.0.0.1:1/"), Echo()):
            pass

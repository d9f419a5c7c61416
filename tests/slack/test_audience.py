from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.slack.audience import GUEST, NOT_TOLD, SHARED, STRANGER
from bot.workbench import Channel, User, Workbench, WorkbenchConfig, create_workbench

from .house import House, event, mention, served

PLAIN = WorkbenchConfig()
CONFIG = WorkbenchConfig(
    others=(*PLAIN.others, User("U0GUEST", "gast", guest=True), User("U0OUT", "outa", team="T0OTHER")),
    channels=(
        *PLAIN.channels,
        Channel("C0SHARED", "with-customer", shared=True),
        Channel("D0GUEST", "concurrency", is_im=True, person="U0GUEST"),
    ),
)


@pytest.fixture
async def bench() -> AsyncIterator[Workbench]:
    workbench = create_workbench(CONFIG)
    await workbench.start()
    yield workbench
    await workbench.close()


async def test_a_channel_shared_with_others_gets_one_line_and_no_data(house: House) -> None:
    asked = await house.do("messages", channel="C0SHARED", text="@concurrency status")
    [told] = await house.says(SHARED)
    assert told.thread_ts == asked["ts"]
    assert not told.blocks
    await house.do("messages", channel="C0SHARED", text="and now?", thread_ts=asked["ts"])
    await house.do("messages", channel="C0GENERAL", text="@concurrency why?")
    await house.says("heard why?")
    assert house.echo.heard == ["heard why?"]
    await house.says(SHARED, count=1)


async def test_what_is_refused_is_one_short_line() -> None:
    for told in (SHARED, GUEST, STRANGER, NOT_TOLD):
        assert "\n" not in told
        assert len(told) < 250
        assert "ask" in told or "install" in told


@pytest.mark.parametrize(
    ("who", "where", "told"),
    [("U0GUEST", "C0GENERAL", GUEST), ("U0GUEST", "D0GUEST", GUEST), ("U0OUT", "C0GENERAL", STRANGER)],
)
async def test_guests_and_outsiders_are_told_to_ask_a_member(
    house: House, who: str, where: str, told: str
) -> None:
    await house.do("messages", channel=where, text="@concurrency status", user=who)
    await house.says(told)
    assert house.echo.heard == []


async def test_an_outsiders_press_is_answered_to_them_alone_and_changes_nothing(house: House) -> None:
    await house.do("messages", channel="C0GENERAL", text="@concurrency why?")
    [question] = await house.says("heard why?")
    await house.press(question, "answer.0", user="U0OUT")
    [told] = await house.says(STRANGER)
    assert told.ephemeral_to == "U0OUT"
    assert house.echo.heard == ["heard why?"]


async def test_a_guests_command_is_refused_to_them_alone(house: House) -> None:
    asked = {"channel": "C0GENERAL", "command": "/concurrency", "text": "status"}
    await house.do("commands", **asked, user="U0GUEST")
    assert [m.ephemeral_to for m in await house.says(GUEST)] == ["U0GUEST"]


async def test_a_person_nobody_knows_gets_no_data(house: House) -> None:
    root = await house.root()
    await house.send(event(mention("why?", ts=root, user="U0NOBODY")))
    await house.says(STRANGER)


async def test_without_the_scope_nothing_is_told_and_the_scope_is_named(tmp_path: Path) -> None:
    scopes = tuple(each for each in CONFIG.scopes if each != "users:read")
    bench = create_workbench(replace(CONFIG, scopes=scopes))
    await bench.start()
    try:
        async with served(bench, tmp_path) as house:
            await house.do("messages", channel="C0GENERAL", text="@concurrency why?")
            await house.says("users:read")
            assert house.echo.heard == []
    finally:
        await bench.close()


async def test_slack_is_asked_once_about_a_person(house: House) -> None:
    for number in range(3):
        await house.do("messages", channel="C0GENERAL", text=f"@concurrency why {number}?")
        await house.says(f"heard why {number}?")
        # From now on every further question about a person would have to wait.
        await house.do("faults", rate_limit_next=99, retry_after=30, rate_limit_method="users.info")
    assert house.echo.heard == [f"heard why {number}?" for number in range(3)]

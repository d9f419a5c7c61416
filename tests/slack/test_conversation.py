"""What a person does in a thread, through the workbench, and what comes back."""

from __future__ import annotations

import functools
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.replies.reply import FixView, Span
from bot.slack.clients import new_client
from bot.slack.outbound import EVENT_TYPE
from bot.store import open_store
from bot.workbench import Workbench
from bot.workbench.messages import Message

from .house import House, event, mention, served, until


async def asked(house: House, text: str = "why?") -> Message:
    """Mention the bot; return its question."""
    await house.do("messages", channel="C0GENERAL", text=f"@concurrency {text}")
    return (await house.says(f"heard {text}"))[-1]


async def write(house: House, message: Message, text: str, **who: str) -> None:
    written = await house.do(
        "messages", channel=message.channel, text=text, thread_ts=message.thread_ts, **who
    )
    assert written["ok"], written


async def test_another_press_changes_the_answer_where_it_stands(house: House) -> None:
    question = await asked(house)
    await house.press(question, "answer.0")
    [answer] = await house.says("hosting=cloud")
    await house.press(question, "answer.1")
    [changed] = await house.says("hosting=self")
    assert (changed.ts, changed.edited_at is not None) == (answer.ts, True)
    assert len(house.answers()) == 2


async def test_an_answer_that_others_stand_below_is_left_and_a_new_one_is_given(house: House) -> None:
    question = await asked(house)
    await house.press(question, "answer.0")
    await house.says("hosting=cloud")
    await write(house, question, "and the second run?")
    await house.says("heard and the second run?")
    await house.press(question, "answer.1")
    [last] = await house.says("hosting=self")
    assert last.edited_at is None
    await house.says("hosting=cloud")


async def test_an_answer_that_somebody_deleted_is_given_anew(house: House) -> None:
    question = await asked(house)
    await house.press(question, "answer.0")
    [answer] = await house.says("hosting=cloud")
    house.bench._bench.store.drop(answer.channel, answer.ts)
    await house.press(question, "answer.1")
    assert (await house.says("hosting=self"))[0].ts != answer.ts


async def test_i_do_not_know_is_an_answer(house: House) -> None:
    await house.press(await asked(house), "answer.unknown")
    await house.says("hosting=None after why?")


async def test_back_and_start_over_are_buttons_and_words(house: House) -> None:
    question = await asked(house)
    await house.press(question, "case.back")
    await house.says("back")
    await write(house, question, "Back")
    await house.says("back", count=2)
    await house.press(question, "case.start_over")
    await house.says("start over")
    await write(house, question, "start over.")
    await house.says("start over", count=2)


async def test_a_typed_answer_counts_as_a_press(house: House) -> None:
    question = await asked(house)
    await write(house, question, "self-hosted")
    await house.says("hosting=self after why?")
    # The question is answered: the same words are now as good as any others.
    await write(house, question, "self-hosted")
    await house.says("heard self-hosted")


async def test_somebody_else_in_the_thread_may_answer(house: House) -> None:
    question = await asked(house)
    await write(house, question, "I don't know", user="U0SAM")
    await house.says("hosting=None")


async def test_what_is_asked_by_the_way_leaves_the_conversation_as_it_was(house: House) -> None:
    question = await asked(house)
    for aside in ("help", "status", "limit db-write", "back", "run", "limit"):
        await write(house, question, aside)
        await until(functools.partial(_heard_last, house, aside))
    await write(house, question, "cloud")
    await house.says("hosting=cloud after why?")


def _heard_last(house: House, wanted: str) -> bool:
    return house.echo.heard[-1].strip() == wanted


async def test_long_code_is_posted_in_the_thread_when_asked_for(house: House) -> None:
    code = "\n".join(f"step_{number}('<&>')" for number in range(20))
    fixes = (FixView((Span("first"),), "none"), FixView((Span("second"),), "none", snippet=code))
    house.echo.fixes = fixes
    question = await asked(house)
    assert code not in json.dumps(question.blocks)
    await house.press(question, "answer.0")
    await house.says("hosting=cloud")
    await house.press(question, "code.2")
    await until(lambda: len(house.answers()) == 3)
    shown = house.messages()[-1]
    assert (shown.thread_ts, shown.ephemeral_to) == (question.thread_ts, None)
    assert shown.blocks[0]["elements"][1]["elements"][0]["text"] == code
    await house.says("hosting=cloud")  # an answer before it stays


async def test_code_of_a_private_answer_is_shown_to_its_reader_alone(house: House) -> None:
    code = "\n".join(f"step_{number}()" for number in range(20))
    house.echo.fixes = (FixView((Span("1st"),), "none"), FixView((Span("2nd"),), "none", snippet=code))
    await house.do("commands", channel="C0GENERAL", command="/concurrency", text="why?")
    [answer] = await house.says("heard why?")
    await house.press(answer, "code.2")
    await until(lambda: len(house.answers()) == 2)
    assert [m.ephemeral_to for m in house.messages() if m.by_bot] == ["U0ALEX", "U0ALEX"]


async def test_a_typed_answer_in_another_thread_is_none(house: House) -> None:
    await asked(house)
    await asked(house, "cloud")
    assert house.echo.heard == ["heard why?", "heard cloud"]


async def test_thumbs_are_thanked_to_the_presser_alone_and_kept(house: House, tmp_path: Path) -> None:
    question = await asked(house)
    await house.press(question, "answer.0")
    [answer] = await house.says("hosting=cloud")
    for value, thanks in (("positive_button", "Thanks"), ("negative_button", "Noted.")):
        await _thumb(house, answer, value)
        assert [m.ephemeral_to for m in await house.says(thanks)] == ["U0ALEX"]
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as connection:
        rows = connection.execute("SELECT case_id, person, message, value FROM feedback").fetchall()
    case = f"T0WORKBENCH:C0GENERAL:{answer.thread_ts}"
    assert rows == [(case, "U0ALEX", answer.ts, "bad")]


async def _thumb(house: House, answer: Message, name: str) -> None:
    block = answer.blocks[-1]
    element = block["elements"][0]
    pressed = {"type": "feedback_buttons", "value": element[name]["value"]}
    place = {"channel": answer.channel, "message_ts": answer.ts, "block_id": block["block_id"]}
    asked_for: dict[str, Any] = {"action_id": element["action_id"], "element": pressed}
    assert await house.do("actions", **place, **asked_for) == {"ok": True}


async def test_the_home_tab_says_how_to_ask(house: House) -> None:
    assert await house.do("home", tab="home") == {"ok": True}
    home = house.bench._bench.store.home
    await until(lambda: "U0ALEX" in home)
    assert "/concurrency status" in str(home["U0ALEX"].body)


async def test_a_command_with_a_question_is_answered_and_goes_on_in_private(house: House) -> None:
    await house.do("commands", channel="C0GENERAL", command="/concurrency", text="why?")
    [question] = await house.says("heard why?")
    await house.press(question, "answer.0")
    [answer] = await house.says("hosting=cloud")
    assert [question.ephemeral_to, answer.ephemeral_to] == ["U0ALEX", "U0ALEX"]


async def test_what_nobody_wrote_to_the_bot_gets_no_reply(house: House) -> None:
    root = await house.root()
    said = {"type": "message", "channel": "C0GENERAL", "channel_type": "channel", "user": "U0ALEX"}
    direct = {"type": "message", "channel": "D0ALEX", "channel_type": "im", "user": "U0ALEX", "text": "hi"}
    edited = {"message": {"user": "U0ALEX", "text": "hi", "ts": "4.0"}, "hidden": True}
    silent: list[dict[str, Any]] = [
        said | {"ts": "1.0", "text": "not for you"},
        said | {"ts": "2.0", "text": "a thread of others", "thread_ts": root},
        direct | {"ts": "3.0", "bot_id": "B0OTHER"},
        direct | {"ts": "4.1", "subtype": "message_changed", **edited},
        direct | {"ts": "5.0", "subtype": "message_deleted", "deleted_ts": "4.0"},
        direct | {"ts": "6.0", "subtype": "bot_message", "bot_id": "B0OTHER"},
        direct | {"ts": "7.0", "user": "U0BOT", "bot_id": "B0WORKBENCH"},
        {**mention("from a bot", ts="8.0"), "bot_id": "B0OTHER"},
        {**mention("edited", ts="9.0"), "edited": {"user": "U0ALEX", "ts": "9.1"}},
        said | {"ts": "10.0", "subtype": "channel_join"},
    ]
    for number, each in enumerate(silent):
        assert await house.send(event(each, f"EvS{number}")) == 200
    await asked(house, "last?")
    assert house.echo.heard == ["heard last?"]


async def test_what_slack_repeats_is_answered_once(house: House) -> None:
    said = mention("why?", ts=await house.root())
    assert await house.send(event(said)) == 200
    for number in (1, 2, 3):
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        assert await house.send(event(said), headers=retry) == 200
    await asked(house, "last?")
    assert house.echo.heard == ["heard why?", "heard last?"]
    await house.says("heard why?", count=1)


async def test_what_slack_repeats_after_a_restart_is_answered_once(bench: Workbench, tmp_path: Path) -> None:
    async with served(bench, tmp_path) as house:
        said = mention("why?", ts=await house.root())
        await house.send(event(said))
        [question] = await house.says("heard why?")
    async with served(bench, tmp_path) as house:
        retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
        assert await house.send(event(said), headers=retry) == 200
        # The thread, its case and the question that stands in it are known to the new process.
        await write(house, question, "cloud")
        await house.says("hosting=cloud after why?")
        assert house.echo.heard == ["hosting=cloud after why?"]
        await house.says("heard why?", count=1)


async def test_a_delivery_doubled_by_slack_is_answered_once(house: House) -> None:
    await house.do("faults", duplicate_next=2)
    await asked(house)
    await asked(house, "last?")
    assert house.echo.heard == ["heard why?", "heard last?"]


async def test_a_turn_that_broke_off_after_sending_does_not_send_again(house: House, tmp_path: Path) -> None:
    # As a process leaves it that dies between Slack's taking the message and our writing that down.
    root = await house.root()
    key = f"message:C0GENERAL:{root}"
    async with open_store(f"sqlite:///{tmp_path}/bot.sqlite3") as store:
        await store.outbox.claim(key, "C0GENERAL")
    slack = new_client(house.bench.config.bot_token, house.bench.api_url, house.http)
    told = {"event_type": EVENT_TYPE, "event_payload": {"event_id": key}}
    await slack.chat_postMessage(channel="C0GENERAL", thread_ts=root, text="heard why?", metadata=told)
    await house.send(event(mention("why?", ts=root)))
    await asked(house, "last?")
    await house.says("heard why?", count=1)


async def test_a_turn_that_broke_off_before_sending_is_answered(house: House, tmp_path: Path) -> None:
    root = await house.root()
    async with open_store(f"sqlite:///{tmp_path}/bot.sqlite3") as store:
        await store.outbox.claim(f"message:C0GENERAL:{root}", "C0GENERAL")
    await house.send(event(mention("why?", ts=root)))
    await house.says("heard why?", count=1)


async def test_a_turn_that_was_answered_is_not_taken_again(house: House, tmp_path: Path) -> None:
    root = await house.root()
    key = f"message:C0GENERAL:{root}"
    async with open_store(f"sqlite:///{tmp_path}/bot.sqlite3") as store:
        await store.outbox.claim(key, "C0GENERAL")
        await store.outbox.sent(key, "1.0")
    await house.send(event(mention("back", ts=root)))
    await asked(house, "last?")
    assert house.echo.heard == ["heard last?"]

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.replies.plain import plain_text
from bot.replies.reply import FixView, GateView, Line, Mood, QuestionView, Reply, Span
from bot.slack.block_limits import problems
from bot.slack.blocks import message_of
from bot.slack.home import home_blocks
from bot.slack.question import Press, mark_chosen, read_press

KEY = "T0:C0:1.0"
HOSTILE = "<!channel> <@U1> `*x*` {{ 7*7 }} \"'& <https://evil|good>"


def line(*texts: str) -> Line:
    return tuple(Span(text) for text in texts)


def everything(size: int, text: str) -> Reply:
    return Reply(
        mood="fault",
        headline=line(text),
        evidence=(line(text),) * size,
        explanation=(line(text),) * size,
        fixes=(FixView(line(text), "high", line(text), ("prefect gcl ls",), "x = 1\n" * size),) * size,
        verify=line(text),
        also=(line(text),) * size,
        not_seen=(line(text),) * size,
        gates=(GateView("pool limit", "closed", text), GateView(text[:40], "open", text)) * size,
        question=QuestionView(
            "hosting", text, line(text), line(text), tuple((str(n), text) for n in range(size))
        ),
    )


def drawn(blocks: Any) -> str:
    return json.dumps(blocks, ensure_ascii=False)


def texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [found for child in node.values() for found in texts(child)]
    return [found for child in node for found in texts(child)] if isinstance(node, list | tuple) else []


def kinds(node: Any) -> set[str]:
    if isinstance(node, dict):
        return {str(node.get("type"))} | {kind for child in node.values() for kind in kinds(child)}
    return {kind for child in node for kind in kinds(child)} if isinstance(node, list | tuple) else set()


@pytest.mark.parametrize("size", [1, 3, 30, 300])
@pytest.mark.parametrize("text", ["short", HOSTILE, "long " * 400, "ÄÖÜ 漢字 \u202e" * 50])
def test_any_reply_fits_slack(size: int, text: str) -> None:
    message = message_of(everything(size, text), KEY)
    assert problems(message.blocks) == []
    assert len(message.text) <= 4_000


@pytest.mark.parametrize("mood", ["fault", "normal", "healthy", "open", "guide", "refusal"])
def test_a_bare_reply_fits_in_every_mood(mood: Mood) -> None:
    assert problems(message_of(Reply(mood, line("Nothing is broken.")), KEY).blocks) == []


def test_hostile_names_are_literal_and_ping_nobody() -> None:
    message = message_of(everything(2, HOSTILE), KEY)
    assert "<" not in message.text
    assert "&lt;!channel&gt;" in message.text
    assert HOSTILE in texts(message.blocks)
    assert not kinds(message.blocks) & {"mrkdwn", "markdown", "user", "broadcast", "usergroup", "link"}


def test_what_is_left_out_is_counted() -> None:
    message = message_of(everything(300, "some words"), KEY)
    assert any(text.startswith("… ") and text.endswith(" more") for text in texts(message.blocks))
    assert "more choices" in drawn(message.blocks)


def test_a_command_is_whole_or_not_there() -> None:
    command = "prefect gcl update " + "x" * 9_000
    reply = Reply("fault", line("Stuck"), fixes=(FixView(line("Free it"), "low", (), (command,)),))
    message = message_of(reply, KEY)
    assert problems(message.blocks) == []
    assert "too long for Slack" in drawn(message.blocks)


def test_only_web_addresses_become_links() -> None:
    spans = (Span("run", url="https://x.example/r"), Span("bad", url="javascript:alert(1)"))
    blocks = message_of(Reply("normal", spans), KEY).blocks
    assert "javascript" not in drawn(blocks)
    assert '"url": "https://x.example/r"' in drawn(blocks)


def test_a_question_offers_its_options_and_three_ways_out() -> None:
    message = message_of(everything(2, "words"), KEY)
    buttons = message.blocks[-2]["elements"]
    assert [button["text"]["text"] for button in buttons][2:] == ["I don't know"]
    ways_back = message.blocks[-1]["elements"]
    assert [button["text"]["text"] for button in ways_back] == ["Back", "Start over"]
    assert read_press(buttons[1]["value"]) == Press(KEY, "hosting", "1")
    assert read_press(buttons[2]["value"]) == Press(KEY, "hosting", None)


def test_a_chosen_button_stands_out_and_stays() -> None:
    blocks = message_of(everything(3, "words"), KEY).blocks
    marked = mark_chosen(mark_chosen(blocks, "answer.0"), "answer.2")
    styles = [button.get("style") for button in marked[-2]["elements"]]
    assert styles == [None, None, "primary", None]
    assert problems(marked) == []


GATES = (
    GateView("schedule", "open", "due since 14:02"),
    GateView("work pool paused", "closed", "etl is paused"),
    GateView("deployment limit", "open", "none is set"),
    GateView("task runner", "unknown", "not told to the API"),
)


def test_gates_that_are_passed_share_the_last_line() -> None:
    reply = Reply("fault", line("Work pool etl is paused."), gates=GATES)
    [_, gates, _] = message_of(reply, KEY).blocks
    lines = ["".join(texts(section["elements"])) for section in gates["elements"]]
    assert lines == [
        " work pool paused (closed) etl is paused",
        " task runner (unknown) not told to the API",
        " passed: schedule, deployment limit",
    ]
    assert "rich_text_list" not in kinds(gates)
    assert plain_text(reply).splitlines()[1:] == [
        "  [CLOSED ] work pool paused: etl is paused",
        "  [unknown] task runner: not told to the API",
        "  passed: schedule, deployment limit",
    ]


def test_no_line_is_empty_and_only_a_verdict_is_bold() -> None:
    reply = Reply("fault", line("Stuck."), evidence=(line("2/2"),), explanation=(line("It leaks."), ()))
    [first, _] = message_of(reply, KEY).blocks
    assert texts(first) == [" Fault · ", "Stuck.", "2/2", "It leaks."]
    assert '"bold"' in drawn(first)
    assert '"bold"' not in drawn(message_of(Reply("refusal", line("I only know limits.")), KEY).blocks)


def test_a_note_is_one_plain_line() -> None:
    [block] = message_of(Reply("guide", line("There is no answer to take back.")), KEY).blocks
    assert texts(block) == ["There is no answer to take back."]
    assert '"bold"' not in drawn(block)


LONG = "\n".join(f"step_{number}()" for number in range(20))


def test_long_code_waits_behind_a_button_except_in_the_first_fix() -> None:
    fixes = tuple(FixView(line(f"way {number}"), "none", snippet=LONG) for number in (1, 2, 3))
    message = message_of(Reply("guide", line("How to"), fixes=fixes), KEY)
    assert problems(message.blocks) == []
    assert texts(message.blocks).count(LONG) == 1
    buttons = [block["elements"][0] for block in message.blocks if block["type"] == "actions"]
    assert [button["action_id"] for button in buttons] == ["code.2", "code.3"]
    assert read_press(buttons[0]["value"]) == Press(KEY, "way 2", LONG)


def test_code_that_no_button_can_carry_is_told_as_before() -> None:
    fixes = (FixView(line("one"), "none"), FixView(line("two"), "none", snippet="x = 1\n" * 400))
    message = message_of(Reply("guide", line("How to"), fixes=fixes), KEY)
    assert problems(message.blocks) == []
    assert "too long for Slack" in drawn(message.blocks)


@pytest.mark.parametrize("value", [None, "", "{", "[]", '"x"', '{"case": 1}', 7])
def test_a_foreign_value_is_no_press(value: object) -> None:
    assert read_press(value) is None


def test_the_home_tab_fits() -> None:
    assert problems(home_blocks(), "home") == []

"""No secret that a person writes is left in a case, a reply, a button, the JSON or a later turn."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.engine.facts import Case, Fact
from bot.knowledge.load import knowledge
from bot.reading import read
from bot.replies.plain import plain_text
from bot.slack.blocks import message_of
from bot.turn import Conversation, Turn, patterns
from tests.planted import KINDS, Planted, pieces, planted

ALONE = Conversation(knowledge())
ROTATE = "rotate it"
CASE = TypeAdapter(Case)
BEGAN = Case().with_facts([Fact("mechanism", "task_tag", "person"), Fact("symptom", "slots_stuck", "person")])


def left_of(planted_secret: Planted, *turns: Turn) -> list[str]:
    """The pieces of the secret that are still somewhere."""
    kept = [CASE.dump_json(turn.case).decode() for turn in turns]
    told = [json.dumps(turn.report, ensure_ascii=False) for turn in turns]
    shown = [repr(message_of(turn.reply, "team:channel:1.0")) + plain_text(turn.reply) for turn in turns]
    everywhere = "".join([*kept, *told, *shown, *map(repr, turns)])
    return [piece for piece in pieces(planted_secret.secret) if piece in everywhere]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_planted_secret_survives_the_reading(kind: str, data: st.DataObject) -> None:
    secret = data.draw(planted(kind))
    reading = read(secret.text, patterns(ALONE.book))
    assert [piece for piece in pieces(secret.secret) if piece in repr(reading)] == []
    assert reading.secrets_masked


@pytest.mark.parametrize("later", [False, True], ids=["at first", "later in a talk"])
@given(data=st.data())
@settings(max_examples=10, deadline=None, phases=[Phase.generate])
def test_no_planted_secret_survives_a_turn(later: bool, data: st.DataObject) -> None:
    secret = data.draw(st.sampled_from(list(KINDS)).flatmap(planted))
    turn = asyncio.run(ALONE.say(BEGAN if later else Case(), secret.text))
    assert left_of(secret, turn) == []
    assert ROTATE in plain_text(turn.reply)
    assert ROTATE in turn.report["text"]


async def test_who_was_told_of_a_secret_is_not_told_again() -> None:
    text = "PREFECT_API_KEY=pnu_" + "a1B2" * 9 + " my tag limit is stuck: slots stay taken"
    first = await ALONE.say(Case(), text)
    again = await ALONE.say(first.case, "and it is pnu_" + "c3D4" * 9)
    assert plain_text(first.reply).count(ROTATE) == 1
    assert ROTATE not in plain_text(again.reply)
    over = await ALONE.say(again.case, "start over")
    assert ROTATE not in plain_text((await ALONE.say(over.case, text)).reply)


async def test_an_innocent_message_brings_no_warning() -> None:
    turn = await ALONE.say(
        Case(), "the token of the limiter at https://host:4200/runs, my tag limit is stuck"
    )
    assert ROTATE not in plain_text(turn.reply)


async def test_a_secret_given_as_an_answer_or_as_a_run_is_masked() -> None:
    key = "pnu_" + "a1B2" * 9
    asked = await ALONE.say(Case(), "my tag limit is stuck", {"client_version": key})
    why = await ALONE.why(key)
    assert key not in repr((asked, why))


async def test_what_is_handed_over_holds_no_secret() -> None:
    secret = Planted(
        "postgresql://me:hunter2hunter2@db/x tag limit stuck: slots stay taken", "hunter2hunter2"
    )
    first = await ALONE.say(Case(), secret.text)
    assert left_of(secret, await ALONE.say(first.case, "can I talk to a human?")) == []

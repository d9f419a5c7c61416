"""A plain word of a text names a limit where a live one is called so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation, Turn
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.diagnosis.replay import RecordedLive
from tests.lab.stage import confirmed


def renamed(recording: Recording, names: dict[str, str]) -> Recording:
    """The same server, on which a limit bears another name."""
    text = recording.model_dump_json()
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return Recording.model_validate_json(text)


def with_limit(recording: Recording, **more: Any) -> Recording:
    """The same server with one more limit, which nobody uses."""
    limits = recording.sources["limits"]
    pages = [dict(page) for page in limits.answers]
    for page in pages:
        rows = page["rows"]["items"]
        page["rows"] = {**page["rows"], "items": [*rows, {**rows[0], **more}]}
    sources = {**recording.sources, "limits": Source(paths=limits.paths, answers=tuple(pages))}
    return recording.model_copy(update={"sources": sources})


async def asked(recording: Recording, text: str) -> Turn:
    return await Conversation(knowledge(), RecordedLive(recording)).say(Case(), text)


@pytest.mark.parametrize(
    "text",
    [
        "my courier limit is stuck",
        "The courier limit shows 1 active slot and no run is alive",
        "courier hangs, its slots never come free",
        "why does everything wait for the limit courier",
    ],
)
async def test_a_stuck_limit_with_a_plain_name_is_told(text: str) -> None:
    turn = await asked(renamed(recording_of("global-count-set-too-high"), {"tax-office": "courier"}), text)
    assert confirmed(turn)[:1] == ["CL22"], turn.report["text"]
    assert turn.case.focus == {"limit:courier"}


async def test_a_word_beside_its_kind_means_a_thing_of_that_kind() -> None:
    recording = renamed(recording_of("global-count-set-too-high"), {"tax-office": "courier"})
    turn = await asked(recording, "nothing gets through the courier queue any more, it is stuck")
    assert "limit:courier" not in turn.case.focus


async def test_a_plain_word_does_not_turn_from_what_is_named_in_full() -> None:
    recording = with_limit(
        recording_of("global-count-set-too-high"), name="orders", id="other", active_slots=0
    )
    turn = await asked(recording, "tax-office is stuck at 1/1 and the orders wait")
    assert turn.case.focus == {"limit:tax-office"}


async def test_who_names_no_limit_is_not_told_all_is_well_beside_a_stuck_one() -> None:
    turn = await asked(recording_of("global-count-set-too-high"), "my runs start late, what holds them back?")
    assert turn.reply.mood != "healthy"
    assert "tax-office" in turn.report["text"]
    assert "Nothing that Prefect shows holds your runs back" not in turn.report["text"]

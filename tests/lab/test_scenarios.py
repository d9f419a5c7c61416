"""Each scenario is a real fault, told right, healed by the reply as written, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bot.doors.healing import fixes_in
from bot.engine.causes import Fix
from bot.knowledge.load import knowledge
from bot.lab.lab import Lab
from bot.lab.play import break_in, heal_in, is_broken
from bot.lab.scenario import Scenario, find_play, find_scenarios, for_any_server
from bot.lab.steps import Steps
from bot.turn import Conversation, Turn

from .stage import bot_for, confirmed, lab_of, told

pytestmark = pytest.mark.live
QUICK = {scenario.name for scenario in for_any_server()}


def fixes_of(scenario: Scenario) -> list[int]:
    """Return the numbers of those fixes of the scenario's cause that can be carried out."""
    cause = knowledge().cause(scenario.cause or "")
    fixes = cause.fixes if cause else ()
    able = [number for number, fix in enumerate(fixes) if fix.snippet or (fix.risk != "none" and runs(fix))]
    return [number for number in able if number not in scenario.untried]


def runs(fix: Fix) -> bool:
    return bool(fix.commands or fix.setting)


def trials() -> Iterator[ParameterSet]:
    """Every scenario with every fix; the first fix of those that any server can show is quick."""
    for scenario in find_scenarios():
        tried: list[int | None] = [*fixes_of(scenario)] or [None]
        for number in tried:
            slow = scenario.name not in QUICK or number != tried[0]
            marks = [pytest.mark.lab] if slow else []
            yield pytest.param(scenario.name, number, marks=marks, id=f"{scenario.name}-{number}")


@pytest.mark.parametrize(("name", "number"), list(trials()))
async def test_the_fault_is_real_named_healed_by_the_reply_and_leaves_nothing(
    name: str, number: int | None, lab_server: str, templates: Path, tmp_path: Path
) -> None:
    play = find_play(name)
    async with (
        lab_of(name, lab_server, tmp_path, templates) as lab,
        bot_for(lab.api_url, play.scenario) as conversation,
    ):
        await break_in(lab)
        assert is_broken(lab.api_url, name, tmp_path)
        assert await play.is_real(lab)
        await the_reply_heals(conversation, play.scenario, number, lab)


async def the_reply_heals(
    conversation: Conversation, scenario: Scenario, number: int | None, lab: Lab
) -> None:
    """Ask in the scenario's words, do exactly what the reply says, and ask for a check-up."""
    turn = await told(conversation, scenario)
    faults = confirmed(turn, kinds=("fault",))
    if scenario.cause is None:
        assert not faults, turn.report["text"]
        return
    assert confirmed(turn)[:1] == [scenario.cause], turn.report["text"]
    assert set(faults) <= {scenario.cause}, turn.report["text"]
    assert any(own in turn.report["text"] for own in scenario.names.values())
    if number is None:
        return
    await heal_in(lab, offered(turn, scenario.cause, number))
    well = await conversation.doctor()
    assert not confirmed(well, kinds=("fault",)), well.report["text"]


def offered(turn: Turn, cause: str, number: int) -> Steps:
    """Return the fix of that number in the knowledge, as the reply offers it."""
    steps = (fixes_in(turn, cause) or {}).get(number)
    assert steps, f"fix {number} is not offered: {turn.report['text']}"
    assert steps.commands or steps.snippet, "the reply has nothing to run"
    return steps

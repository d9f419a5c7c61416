"""Each scenario is a real fault, told right, mended by the reply as written, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bot.knowledge.load import knowledge
from bot.lab.command_lines import CommandLine
from bot.lab.installed import own_release
from bot.lab.scenario import find_play, find_scenarios, for_any_server

from .stage import bot_for, lab_of
from .trial import Record, fixes_of, tried

pytestmark = pytest.mark.live
PROOFS = {entry.cause.proof.scenario for entry in knowledge().causes}
# `make test` shows each cause once, where that is quick; the others are replayed from recordings there.
QUICK = {each.name for each in for_any_server() if each.cause is None or each.name in PROOFS}


def trials() -> Iterator[ParameterSet]:
    """Every scenario with every fix; the first fix of each cause's proof is quick."""
    for scenario in find_scenarios():
        if scenario.release != own_release().version:
            continue  # older releases show it
        numbers: list[int | None] = [*fixes_of(scenario)] or [None]
        for number in numbers:
            slow = scenario.name not in QUICK or number != numbers[0]
            marks = [pytest.mark.lab] if slow else []
            if scenario.slow:  # leases of a minute run out, servers restart
                marks.append(pytest.mark.timeout(900))
            yield pytest.param(scenario.name, number, marks=marks, id=f"{scenario.name}-{number}")


@pytest.mark.parametrize(("name", "number"), list(trials()))
async def test_the_fault_is_real_told_mended_by_the_reply_and_leaves_nothing(  # noqa: PLR0917
    name: str,
    number: int | None,
    lab_server: str,
    command_line: CommandLine,
    templates: Path,
    tmp_path: Path,
    record_property: Record,
) -> None:
    scenario = find_play(name).scenario
    async with (
        lab_of(name, lab_server, tmp_path, templates, command_line) as lab,
        bot_for(lab.api_url, scenario) as conversation,
    ):
        await tried(lab, conversation, number, record_property)

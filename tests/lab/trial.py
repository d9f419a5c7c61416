"""One trial: a scenario on a release is broken, asked about, mended by one fix, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

from bot.doors.healing import fixes_in
from bot.engine.causes import Fix
from bot.knowledge.load import knowledge
from bot.lab.lab import Lab
from bot.lab.other_servers import NoServer
from bot.lab.play import break_in, heal_in, is_broken
from bot.lab.scenario import Scenario, find_play
from bot.lab.steps import Steps
from bot.turn import Conversation, Turn

from .stage import EVERY_KIND, confirmed, told

Record = Callable[[str, object], None]


@dataclass
class Score:
    """What is written to the scorecard; `told` is the top confirmed cause, `wrong` other confirmed faults."""

    scenario: str
    release: str
    expected: str | None
    fix: int | None
    told: str | None = None
    wrong: tuple[str, ...] = ()
    questions: int = 0
    seconds_to_tell: float = 0.0
    mended: bool = False


def fixes_of(scenario: Scenario) -> list[int]:
    """Return the numbers of those fixes of the scenario's cause that can be carried out."""
    cause = knowledge().cause(scenario.cause or "")
    fixes = cause.fixes if cause else ()
    able = [number for number, fix in enumerate(fixes) if number in scenario.in_words or runs(fix)]
    return [number for number in able if number not in scenario.untried]


def runs(fix: Fix) -> bool:
    """Tell whether there is a snippet to run, or a line or a setting that changes something."""
    return bool(fix.snippet) or (fix.risk != "none" and bool(fix.commands or fix.settings))


async def tried(lab: Lab, conversation: Conversation, number: int | None, record: Record) -> None:
    """Break the lab's scenario, ask in its words, do what fix `number` says, ask for a check-up."""
    play = find_play(lab.scenario)
    scenario = play.scenario
    score = Score(scenario.name, lab.release, scenario.cause, number)
    try:
        await break_in(lab)
        assert is_broken(lab.api_url, scenario.name, lab.directory)
        assert await play.is_real(lab)
        began = time.monotonic()
        turn = await told(conversation, scenario)
        score.seconds_to_tell = round(time.monotonic() - began, 2)
        score.questions = len(turn.case.asked)
        await told_right(turn, score)
        if scenario.cause and number is not None:
            named = list(scenario.names.values())  # none where a server does not even start
            assert not named or any(own in turn.report["text"] for own in named)
            try:
                await heal_in(lab, offered(turn, scenario, number))
            except NoServer as error:
                pytest.skip(str(error))
            well = await conversation.doctor()
            assert not confirmed(well, kinds=("fault",)), well.report["text"]
            score.mended = True
    finally:
        record("score", asdict(score))


async def told_right(turn: Turn, score: Score) -> None:
    """The cause is told first and nothing else is accused."""
    kinds = ("fault", "normal", "folklore") if score.expected is None else EVERY_KIND
    score.told = next(iter(confirmed(turn, kinds=kinds)), None)
    score.wrong = tuple(code for code in confirmed(turn, kinds=("fault",)) if code != score.expected)
    assert not score.wrong, turn.report["text"]
    if score.expected is not None:
        assert confirmed(turn)[:1] == [score.expected], turn.report["text"]


def offered(turn: Turn, scenario: Scenario, number: int) -> Steps:
    """Return the fix of that number in the knowledge, as the reply offers it."""
    steps = (fixes_in(turn, scenario.cause or "") or {}).get(number)
    assert steps, f"fix {number} is not offered: {turn.report['text']}"
    assert steps.commands or steps.snippet or number in scenario.in_words, "the reply has nothing to run"
    return steps

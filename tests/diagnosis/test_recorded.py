"""Every scenario, as it was recorded on a real server, is told right again, in the very same words.

`make recordings` records anew on real servers; `make replies` writes the words anew from what is recorded.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doors.healing import fixes_in
from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.scenario import find_play, find_scenarios
from bot.turn import Conversation
from tests.lab.stage import confirmed
from tests.lab.trial import fixes_of

from .recording import RECORDED, ROOT, Recording, file_of, recording_of
from .replay import replay, words
from .replies import REPLIES, expected, same_words

NAMES = [scenario.name for scenario in find_scenarios()]
TOLD = ("fault", "folklore", "normal")
every_scenario = pytest.mark.parametrize("name", NAMES)


def recorded(name: str) -> Recording:
    if not file_of(name).exists():
        pytest.fail(f"{name} is not recorded: make recordings SCENARIO={name}")
    return recording_of(name)


@every_scenario
async def test_what_was_recorded_is_told_right_in_the_same_words(name: str) -> None:
    recording, scenario = recorded(name), find_play(name).scenario
    turn, again = await replay(recording), await replay(recording)
    assert (turn.reply, turn.report) == (again.reply, again.report)
    codes = confirmed(turn, kinds=TOLD)
    assert codes[:1] == list(recording.confirmed[:1]), turn.report["text"]
    if scenario.cause:
        assert confirmed(turn)[:1] == [scenario.cause], turn.report["text"]
    assert set(confirmed(turn, kinds=("fault",))) <= {scenario.cause}, turn.report["text"]
    same_words(name, words(scenario.opening, turn), "scenarios")


@every_scenario
async def test_every_fix_that_the_lab_tries_is_offered(name: str) -> None:
    scenario = find_play(name).scenario
    offered = fixes_in(await replay(recorded(name)), scenario.cause or "") or {}
    assert set(fixes_of(scenario)) <= set(offered)


@every_scenario
async def test_the_order_of_facts_changes_no_word(name: str) -> None:
    turn = await replay(recorded(name))
    for seed in range(3):
        case = shuffled(turn.case, random.Random(seed))  # noqa: S311 - no secret
        same = await Conversation(knowledge()).carry_on(case)
        assert same.report["verdicts"] == turn.report["verdicts"]
        assert same.reply.headline == turn.reply.headline
        if turn.case.looked:  # else it was told from words alone, with a line on what a look refused
            assert same.report["text"].splitlines()[:-1] == turn.report["text"].splitlines()[:-1]


def shuffled(case: Case, pick: random.Random) -> Case:
    """The same case, learnt in another order."""
    facts, subjects = list(case.facts.items()), list(case.subjects)
    unavailable = list(case.unavailable.items())
    for each in (facts, subjects, unavailable):
        pick.shuffle(each)
    mixed = []
    for subject in subjects:
        own = list(subject.facts.items())
        pick.shuffle(own)
        mixed.append(replace(subject, facts=dict(own)))
    return replace(case, facts=dict(facts), subjects=tuple(mixed), unavailable=dict(unavailable))


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_another_process_with_another_hash_seed_says_the_same(seed: str) -> None:
    names = [name for name in NAMES if file_of(name).exists()]
    told = subprocess.run(
        [sys.executable, "-m", "tests.diagnosis.replay", *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == "".join(expected(name, "scenarios") for name in names)


def test_nothing_is_recorded_that_is_no_scenario() -> None:
    assert {file.stem for file in RECORDED.glob("*.json")} <= set(NAMES)
    assert {file.stem for file in (REPLIES / "scenarios").glob("*.txt")} <= set(NAMES)
    assert {file.stem for file in (REPLIES / "logs").glob("*.txt")} <= set(knowledge().log_cases)


@every_scenario
def test_a_recording_holds_nothing_of_the_machine(name: str) -> None:
    recorded(name)
    text = file_of(name).read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert "/tmp/" not in text  # noqa: S108 - where tests keep their servers
    assert f"{Path.home()}/" not in text

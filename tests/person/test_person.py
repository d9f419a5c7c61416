"""Who knows the true facts comes to the right cause with few questions; who forgets some, to no wrong one."""

from __future__ import annotations

import random
from statistics import median

import pytest

from bot.knowledge.load import knowledge
from bot.lab.scenario import find_play, find_scenarios
from tests.diagnosis.recording import file_of, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

from .simulated import Told, figures, own_people, people, talk

LEAST_RIGHT, MOST_QUESTIONS = 0.9, 2
SEEDS = range(3)


@pytest.fixture(scope="module")
async def told() -> list[Told]:
    """What the talk of everybody came to."""
    return [await talk(person) for person in people()]


async def test_nine_in_ten_come_to_the_right_cause_with_two_questions_at_most(told: list[Told]) -> None:
    share, asked, misses = figures(told)
    assert share >= LEAST_RIGHT, "\n".join(misses)
    assert asked <= MOST_QUESTIONS


async def test_so_do_those_who_wrote_in_words_of_their_own(told: list[Told]) -> None:
    own = [each for each in told if each.person in own_people()]
    share, asked, misses = figures(own)
    assert share >= LEAST_RIGHT, "\n".join(misses)
    assert asked <= MOST_QUESTIONS


async def test_no_question_is_asked_twice(told: list[Told]) -> None:
    for each in told:
        assert len(set(each.asked)) == len(each.asked), str(each)


def test_there_is_a_person_for_every_cause_that_words_can_tell() -> None:
    by_words = {case.expect for case in knowledge().log_cases.values()}
    assert by_words <= {person.cause for person in people()}


@pytest.mark.parametrize("seed", SEEDS)
async def test_who_forgets_a_third_is_never_told_a_wrong_cause(seed: int, told: list[Told]) -> None:
    pick = random.Random(seed)  # noqa: S311 - no secret
    for knowing in told:
        if not knowing.asked:
            continue  # nothing is asked, so nothing is forgotten
        forgetful = await talk(knowing.person, pick)
        wrong = set(forgetful.confirmed) - {knowing.person.cause, *knowing.confirmed}
        faults = {code for code in wrong if (cause := knowledge().cause(code)) and cause.kind == "fault"}
        assert not faults, str(forgetful)


async def test_with_live_data_nothing_is_asked_and_the_cause_is_told() -> None:
    recorded = [each for each in find_scenarios() if each.cause and file_of(each.name).exists()]
    right, asked = [], []
    for scenario in recorded:
        turn = await replay(recording_of(scenario.name))
        asked.append(len(turn.case.asked))
        right.append(confirmed(turn)[:1] == [find_play(scenario.name).scenario.cause])
    assert recorded
    assert median(asked) == 0
    assert sum(right) / len(right) >= LEAST_RIGHT, [
        s.name for s, ok in zip(recorded, right, strict=True) if not ok
    ]

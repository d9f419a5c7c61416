"""What people paste is told right, with few questions; every cause can be told, every talk ends."""

from __future__ import annotations

import random

import pytest

from bot.engine.causes import LogCase
from bot.engine.decide import PATIENCE, Answer, decide
from bot.engine.facts import Case, Fact
from bot.knowledge.load import knowledge
from bot.lab.scenario import find_plays

from .replies import same_words
from .talking import talk, wrong

BOOK = knowledge()
DEPTH = 6  # questions deep, every option of each; deeper talks are walked at random
EVERYTHING = sum(definition.question is not None for definition in BOOK.facts.values())
SEEDS = range(40)


@pytest.mark.parametrize("log_case", BOOK.log_cases.values(), ids=list(BOOK.log_cases))
async def test_a_pasted_log_is_told_right_in_the_same_words(log_case: LogCase) -> None:
    told = await talk(log_case, BOOK)
    assert wrong(log_case, told) is None, (wrong(log_case, told), told.said)
    same_words(log_case.log_case, told.said, "logs")


def test_every_cause_has_a_proof_that_exists() -> None:
    plays = find_plays()
    for compiled in BOOK.causes:
        cause, proof = compiled.cause, compiled.cause.proof
        log_case = BOOK.log_cases.get(proof.log_case or "")
        by_log = log_case is not None and log_case.expect == cause.code
        assert proof.scenario in plays or by_log, cause.code


def test_every_lease_cause_has_a_near_miss() -> None:
    for code in ("CL40", "CL41", "CL42", "CL43", "CL44", "CL46", "CL47"):
        near = [case for case in BOOK.log_cases.values() if code in case.never and case.expect != code]
        assert any(case.log_case.startswith("near-") for case in near), code


def told(case: Case, fact: str, value: object) -> Case:
    asked = Case(case.id, case.facts, case.unavailable, asked=(*case.asked, fact))
    return (
        asked.with_unavailable({fact: "not known"})
        if value is None
        else asked.with_facts([Fact(fact, value, "person")])
    )


def step(case: Case) -> Answer:
    answer = decide(case, BOOK)
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize("symptom", [None, *BOOK.symptoms])
def test_every_path_of_questions_ends(symptom: str | None) -> None:
    """Every option of every question, breadth first; "I don't know" is one of them.

    Who cannot even say what they see may be asked more than that; those talks are walked at random.
    """
    start = Case().with_facts([Fact("signatures", [], "person")])
    level = [start if symptom is None else start.with_facts([Fact("symptom", symptom, "person")])]
    seen: set[tuple[tuple[str, str], ...]] = set()
    for _ in range(DEPTH + 1):
        following = []
        for case in level:
            question = step(case).question
            if question is None:
                continue
            fact, asked = question
            assert fact not in case.asked, f"{fact} is asked twice"
            for value in (None, *(option.value for option in asked.options)):
                after = told(case, fact, value)
                key = tuple((name, str(after.value(name))) for name in sorted(after.asked))
                if key not in seen:
                    seen.add(key)
                    following.append(after)
        level = following
        if not level:
            break
    assert symptom is None or not level, [case.asked for case in level[:3]]


def test_who_cannot_tell_three_things_is_asked_no_more() -> None:
    case = Case().with_facts([Fact("signatures", [], "person")])
    while question := step(case).question:
        case = told(case, question[0], None)
    assert len(case.asked) == PATIENCE


@pytest.mark.parametrize("signs", [0, 2])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_talk_of_random_answers_ends(seed: int, signs: int) -> None:
    pick = random.Random(seed)  # noqa: S311 - no secret
    names = [signature.signature for signature in BOOK.signatures]
    case = Case().with_facts([Fact("signatures", pick.sample(names, signs), "log")])
    for _ in range(EVERYTHING + 1):
        question = step(case).question
        if question is None:
            return
        fact, asked = question
        case = told(case, fact, pick.choice([None, *(option.value for option in asked.options)]))
    pytest.fail(f"still asking after {case.asked}")

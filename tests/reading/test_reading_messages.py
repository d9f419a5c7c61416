from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.reading import Pattern, read

MESSAGES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "messages.yaml").read_text())


@pytest.mark.parametrize("case", MESSAGES, ids=[case["say"][:60] for case in MESSAGES])
def test_a_message_is_read_as_it_was_meant(case: dict[str, Any], patterns: list[Pattern]) -> None:
    reading = read(case["say"], patterns)

    assert reading.in_scope is case.get("in_scope", True)
    assert reading.problem == ("" if reading.in_scope else "not_concurrency")
    assert reading.small_talk is case.get("small_talk", False)
    if "mechanism" in case:
        assert (reading.mechanisms[0][0] if reading.mechanisms else "") == case["mechanism"], (
            reading.mechanisms
        )
    if "symptom" in case:
        assert reading.symptoms[0][0] == case["symptom"], reading.symptoms
    for fact, value in case.get("states", {}).items():
        stated = reading.value(fact)
        if isinstance(value, list):
            assert isinstance(stated, list)
            assert set(value) <= set(stated)
        else:
            assert stated == value
    assert set(case.get("names", [])) <= set(reading.names)
    assert all(reading.value(fact) is None for fact in case.get("lacks", [])), reading.statements
    if "only_names" in case:
        assert sorted(reading.names) == sorted(case["only_names"])
    if case.get("general"):
        assert (reading.symptoms, reading.statements) == ((), ())
    assert reading.run_reference == case.get("run", reading.run_reference)


def test_all_mechanisms_and_symptoms_stand_in_the_messages() -> None:
    assert {case.get("mechanism") for case in MESSAGES} >= {
        "task_tag", "global", "rate_limit", "deployment", "work_pool", "work_queue", "worker", "task_runner",
    }  # fmt: skip
    assert len({case["symptom"] for case in MESSAGES if "symptom" in case}) >= 14


def test_an_unclear_message_states_no_mechanism(patterns: list[Pattern]) -> None:
    reading = read("why is everything stuck", patterns)

    assert reading.in_scope
    assert reading.value("mechanism") is None

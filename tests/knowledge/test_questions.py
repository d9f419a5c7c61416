"""Questions that are asked only where their answer helps."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case, Fact
from bot.engine.questions import askable
from bot.knowledge.load import knowledge

COUNT = "slots_unexplained"


@pytest.mark.parametrize(
    ("symptom", "asked"),
    [
        ("slots_stuck", True),
        ("runs_late_pending", True),
        ("visibility", False),
        ("slow_acquisition", False),
        ("deadlock", False),
        ("how_to_configure", False),
    ],
)
def test_the_count_is_compared_with_the_runs_only_where_slots_may_have_leaked(
    symptom: str, asked: bool
) -> None:
    case = Case().with_facts([Fact("symptom", symptom, "person")])
    assert askable(COUNT, case, knowledge()) is asked

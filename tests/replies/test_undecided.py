"""What remains when no cause is named: possibilities, said as such."""

from __future__ import annotations

from typing import Literal

import pytest

from bot.engine.causes import Cause, Condition, Proof
from bot.engine.decide import Answer
from bot.engine.verdicts import Evidence, Verdict
from bot.replies.markup import text_of
from bot.replies.undecided import candidate_lines


def still_open(
    title: str,
    *evidence: str,
    kind: Literal["fault", "normal"] = "fault",
    code: str = "",
    rank: int = 0,
) -> Verdict:
    cause = Cause(
        code=code or ("CL01" if evidence else "CL02"),
        title=title,
        kind=kind,
        rank=rank,
        mechanisms=("global",),
        symptoms=("slots_stuck",),
        conditions=(Condition(when="true"),),
        headline=title,
        say=title,
        verify=title,
        proof=Proof(log_case="some-case"),
    )
    told = tuple(Evidence(Condition(when="true", say=say), "live") for say in evidence)
    return Verdict(cause, "open", None, told, ("hosting",), {})


def lines(*verdicts: Verdict, asking: bool) -> str:
    return "\n".join(text_of(line) for line in candidate_lines(Answer(verdicts), asking=asking))


@pytest.mark.parametrize("asking", [True, False])
def test_a_cause_for_which_nothing_speaks_is_left_out_beside_one_with_evidence(asking: bool) -> None:
    told = lines(still_open("Nothing lives"), still_open("A count leaked", "2 of 2"), asking=asking)
    assert "a count leaked" in told
    assert "nothing lives" not in told


def test_where_nothing_speaks_for_any_all_are_possible() -> None:
    told = lines(still_open("Nothing lives"), asking=False)
    assert "Perhaps: nothing lives" in told


def test_causes_that_are_normal_leave_half_of_the_places_to_the_best_faults() -> None:
    faults = [still_open(f"Fault {number}", code=f"CL1{number}") for number in range(3)]
    ranked = still_open("Special", kind="normal", code="CL20", rank=30)
    normal = [still_open(f"Full {number}", kind="normal", code=f"CL2{number + 1}") for number in range(4)]
    told = lines(*faults, ranked, *normal, asking=False).splitlines()[1:]
    assert told == ["• Perhaps: full 0", "• Perhaps: full 1", "• Perhaps: fault 0", "• Perhaps: fault 1"]

"""Which tries of a run are over, by its history: those that its process did not outlive."""

from __future__ import annotations

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.tries import ends_of, tried_again

from .seen import at, run

KILLED = ("Pending", "Running", "Crashed", "AwaitingRetry", "Running")
BY_A_WORKER = ("Scheduled", "Pending", "Running", "Crashed", "AwaitingRetry", "Late", "Pending", "Running")
IN_ITS_PROCESS = ("Pending", "Running", "AwaitingRetry", "Running")
UNMARKED = ("Pending", "Running", "AwaitingRetry", "Pending", "Running")


def history(*names: str) -> list[Row]:
    """The states of a run, one every 100 seconds, the last of them now; Prefect tells them in no order."""
    first = 100.0 * (len(names) - 1)
    kinds = {"AwaitingRetry": "SCHEDULED", "Late": "SCHEDULED"}
    return [_state(kinds.get(name, name.upper()), name, first - 100 * n) for n, name in enumerate(names)][
        ::-1
    ]


def _state(kind: str, name: str, ago: float) -> Row:
    return {"type": kind, "name": name, "timestamp": at(ago)}


def ended(*names: str, kept: str | None = None) -> list[str]:
    tried = run("r", names[-1], run_count=2, empirical_policy={"retry_type": kept})
    return [end.state for end in ends_of(tried, history(*names))]


def test_a_run_that_was_killed_and_retried_has_a_try_that_is_over() -> None:
    assert ended(*KILLED) == ["Crashed", "Rescheduled"]
    assert ended(*BY_A_WORKER, kept="reschedule") == ["Crashed", "Rescheduled", "Rescheduled"]


@pytest.mark.parametrize("end", ["Failed", "Cancelled", "Completed"])
def test_so_does_one_that_ended_otherwise(end: str) -> None:
    assert ended("Pending", "Running", end, "Late", "Pending", "Running")[0] == end


def test_a_retry_in_its_process_ends_no_try() -> None:
    assert ended(*IN_ITS_PROCESS, kept="in_process") == []
    assert ended(*IN_ITS_PROCESS[:3], kept="in_process") == []


def test_a_run_that_waits_to_be_started_again_elsewhere_has_a_try_that_is_over() -> None:
    assert ended(*IN_ITS_PROCESS[:3], kept="reschedule") == ["Rescheduled"]
    assert ended(*UNMARKED, kept="in_process") == ["Rescheduled"]


def test_a_pause_ends_no_try() -> None:
    assert ended("Pending", "Running", "Paused", "Running") == []


def test_the_end_of_a_run_is_no_end_of_an_earlier_try() -> None:
    assert ended("Pending", "Running", "Crashed") == []
    assert ended(*KILLED, "Completed") == ["Crashed", "Rescheduled"]


@pytest.mark.parametrize(
    ("state", "count", "kept", "again"),
    [
        ("Running", 1, None, False),
        ("Running", 2, None, True),
        ("Pending", 0, None, False),
        ("Pending", 1, None, True),
        ("AwaitingRetry", 1, "in_process", False),
        ("AwaitingRetry", 1, "reschedule", True),
        ("AwaitingConcurrencySlot", 1, None, True),
        ("Crashed", 1, None, False),
    ],
)
def test_only_of_a_run_that_was_started_again_the_history_is_asked(
    state: str, count: int, kept: str | None, again: bool
) -> None:
    known = run("r", state, run_count=count, empirical_policy={"retry_type": kept})
    assert tried_again(known) is again

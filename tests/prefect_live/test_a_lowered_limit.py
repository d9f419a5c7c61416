"""A limit that was set below what runs: in order only where those that hold its slots are heard of."""

from __future__ import annotations

import pytest

from ..lab.stage import confirmed
from .seen import acquired, by_id, limit, run, snapshot, told

TEXT = "global limit crm is stuck at 2 of 1, runs wait"


@pytest.mark.parametrize(
    ("heard", "headline"),
    [
        ({"a", "b"}, "Nothing is broken: a lower limit of crm never stops what runs already"),
        ({"a"}, "A lower limit of crm never stops what runs already"),
        (set(), "A lower limit of crm never stops what runs already"),
    ],
)
async def test_nothing_is_broken_only_where_every_holder_is_heard_of(heard: set[str], headline: str) -> None:
    runs = run("a", age=4000.0), run("b", age=4000.0)
    read = snapshot(
        limits=(limit("crm", 1, 2, 3900.0),),
        active=runs,
        flow_runs=by_id(*runs),
        slot_events={"limit-crm": (acquired("b", 3900.0), acquired("a", 3950.0))},
        limit_changes={"limit-crm": ()},
        signs=frozenset(heard),
    )
    turn = await told(read, TEXT)
    assert confirmed(turn, kinds=("fault", "normal"))[:1] == ["CL106"]
    text = turn.report["text"]
    assert text.startswith(headline)
    assert ("cannot be told whether these still live" in text) is (len(heard) < 2)

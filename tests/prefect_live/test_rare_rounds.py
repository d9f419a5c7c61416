"""Until the server's next round an expired lease frees no slot, and settings may make rounds rare."""

from __future__ import annotations

import dataclasses

import pytest

from bot.prefect_live.lease_lengths import ROUND, frees_within
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import SETTINGS, acquired, at, by_id, limit, run, snapshot, told

LIMIT = limit("payments", 1, 1, 1300.0)


def with_rounds(every: object) -> Snapshot:
    """A slot whose run crashed 1,000 s ago on a server with such rounds."""
    services = {"repossessor": {"enabled": True, "loop_seconds": every}}
    settings = {"server": {**SETTINGS["server"], "services": services}}
    dead = run("dead", "Crashed", 1000.0, end_time=at(1000.0))
    read = snapshot(
        limits=(LIMIT,),
        flow_runs=by_id(dead),
        slot_events={LIMIT["id"]: (acquired("dead", 1300.0),)},
    )
    return dataclasses.replace(read, settings=settings)


@pytest.mark.parametrize(("every", "cause"), [(15.0, "CL24"), (3600.0, "CL26")])
async def test_a_slot_is_lost_only_after_the_next_round(every: float, cause: str) -> None:
    turn = await told(with_rounds(every), "code hangs at concurrency('payments'), all slots are taken")
    assert confirmed(turn, kinds=("fault", "normal"))[:1] == [cause], turn.report["text"]


def test_rounds_that_are_not_told_are_those_of_the_default() -> None:
    assert frees_within(with_rounds(None), LIMIT) == 300.0 + ROUND
    assert frees_within(dataclasses.replace(with_rounds(60), settings=None), LIMIT) == 300.0 + ROUND
    assert frees_within(with_rounds(60), LIMIT) == 360.0

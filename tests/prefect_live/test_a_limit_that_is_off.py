"""The count of a limit that is off is set only where its slots are known to be held by nobody."""

from __future__ import annotations

import pytest

from tests.lab.stage import confirmed

from .seen import acquired, by_id, limit, run, snapshot, told


@pytest.mark.parametrize("arrives", [True, False])
async def test_its_count_is_set_only_where_events_of_clients_arrive(arrives: bool) -> None:
    """Without its event, a run that took its slot before the limit was switched off is not seen."""
    off = {**limit("crm", 1, 1, moved=1200.0), "active": False}
    other, holder = limit("api", 5, 1, moved=60.0), run("holder", age=1250.0)
    read = snapshot(
        limits=(off, other),
        active=(holder,),
        flow_runs=by_id(holder),
        signs=frozenset({"holder"}),
        slot_events={off["id"]: (), other["id"]: (acquired("holder", 60.0),) if arrives else ()},
        limit_changes={off["id"]: ()},
    )
    turn = await told(read, "the global limit crm does not limit")
    assert confirmed(turn) == ["CL34"]
    assert "prefect gcl enable crm" in turn.report["text"]
    assert ("crm --active-slots 0" in turn.report["text"]) is arrives
    assert ("that nothing holds" in turn.report["text"]) is arrives

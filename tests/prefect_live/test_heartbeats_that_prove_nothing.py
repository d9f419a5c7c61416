"""Heartbeats that stop prove nothing where nobody stores them, or where the run does not give them itself."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from bot.prefect_live.alive import NOT_STORED, alive
from bot.prefect_live.asking import Row
from bot.prefect_live.client_release import client_releases
from bot.prefect_live.signs import HEARTBEAT
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import NOW, SETTINGS, acquired, at, limit, run, snapshot, told
from .served import Served

WORKER = {"name": "w", "status": "OFFLINE", "last_heartbeat_time": at(1200), "created": at(9000)}
HOLDER = run("holder", age=5000.0, work_pool_name="pool")
PAYMENTS = "code hangs at concurrency('payments'), all slots are taken"


def with_holder(holder: Row = HOLDER, *, kind: str = "process", beats: bool = True, **more: Any) -> Snapshot:
    """A run of a pool whose worker is gone; its last heartbeats came 20 minutes ago."""
    full = limit("payments", 1, 1, 4000.0)
    own = {"id": "pool", "name": "pool", "is_paused": False, "concurrency_limit": None, "active_slots": None}
    times = tuple(NOW - timedelta(seconds=1200 + 180 * each) for each in range(4))
    return snapshot(
        limits=(full,),
        pools=({**own, "type": kind, "status": "READY", "created": at(9000), "updated": at(9000)},),
        active=(holder,),
        flow_runs={"holder": holder},
        workers={"pool": (WORKER,)},
        last_heartbeats={"holder": times} if beats else {},
        slot_events={full["id"]: (acquired("holder", 4000.0),)},
        **more,
    )


def unstored(read: Snapshot) -> Snapshot:
    """The same on a server that stores no events."""
    services = {"event_persister": {"enabled": False}}
    return dataclasses.replace(read, settings={"server": {**SETTINGS["server"], "services": services}})


@pytest.mark.parametrize("kind", ["process", "kubernetes"])
def test_events_that_nobody_stores_make_no_run_dead(kind: str) -> None:
    assert alive(with_holder(kind=kind), HOLDER)[0] is False
    assert alive(unstored(with_holder(kind=kind)), HOLDER) == (None, NOT_STORED)


def test_nor_does_it_that_none_was_ever_stored() -> None:
    assert alive(with_holder(beats=False), HOLDER)[0] is False
    assert alive(unstored(with_holder(beats=False)), HOLDER) == (None, NOT_STORED)


def test_a_run_that_nobody_started_gives_no_heartbeats_anyway() -> None:
    never = {**HOLDER, "state_type": "PENDING", "state_name": "Pending", "start_time": None}
    assert alive(unstored(with_holder(never, beats=False)), never)[0] is False


async def test_a_slot_whose_holder_may_live_is_not_lost() -> None:
    assert "CL24" in confirmed(await told(with_holder(), PAYMENTS))
    turn = await told(unstored(with_holder()), PAYMENTS)
    assert not {"CL24", "CL26"} & set(confirmed(turn, kinds=("fault", "normal")))


@pytest.mark.parametrize(
    ("release", "living"), [("3.4.25", None), ("3.6.20", None), ("3.6.24", False), ("3.8.8", False)]
)
async def test_older_clients_heartbeats_stop_with_what_started_the_run(
    release: str, living: bool | None
) -> None:
    read = with_holder(client_releases={"holder": release})
    assert alive(read, HOLDER)[0] is living
    assert ("CL24" in confirmed(await told(read, PAYMENTS))) is (living is False)


async def test_the_release_is_told_by_heartbeats_of_long_ago() -> None:
    own = {"prefect.resource.id": "prefect.flow-run.holder", "prefect.version": "3.4.25"}
    beat = {**acquired("holder", 1200.0), "event": HEARTBEAT, "resource": own}

    def answer(_: str, body: dict[str, Any]) -> Any:
        wanted = body["filter"]
        beats = wanted["event"]["name"] == [HEARTBEAT] and wanted["occurred"]["since"] < at(1200.0)
        return {"events": [beat] if beats else [], "next_page": None}

    assert await client_releases(Served(answer), ["holder", "other"], NOW) == {"holder": "3.4.25"}

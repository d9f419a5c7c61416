"""What could not be read or is not proven is left out: names, processes, who set a state, other commands."""

from __future__ import annotations

import copy

import pytest

from tests.diagnosis.as_json import from_json
from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed


def unread(recording: Recording, *sources: str) -> Recording:
    """The recording of a server that refuses these sources."""
    refused = {
        name: recording.sources[name].model_copy(update={"answers": (), "failed": "it was refused"})
        for name in sources
    }
    return recording.model_copy(update={"sources": {**recording.sources, **refused}})


@pytest.mark.parametrize("name", ["parent-child-pool", "parent-child-queue"])
async def test_a_child_without_a_readable_deployment_is_not_called_none(name: str) -> None:
    turn = await replay(unread(recording_of(name), "flows"))
    assert confirmed(turn)[0] in {"CL38", "CL61"}
    assert 'CHILD = "flow/deployment"' in turn.report["text"]
    assert "None'" not in turn.report["text"]


async def test_a_queue_is_only_for_deployments_whose_names_are_known() -> None:
    turn = await replay(unread(recording_of("queue-crowded"), "flows"))
    assert confirmed(turn)[:1] == ["CL84"]
    assert "`None`" not in turn.report["text"]
    assert "DEPLOYMENTS" not in turn.report["text"]


async def test_more_dead_runs_than_commands_are_told() -> None:
    recording = recording_of("dead-run-holds-pool")
    beats = recording.sources["last_heartbeats"]
    ((own, beat),) = beats.answers[0].items()
    ids = [own, *(f"{n:08}{own[8:]}" for n in range(7))]

    def many(rows: Rows) -> Rows:
        (dead,) = [row for row in rows if row["id"] == own]
        return [{**copy.deepcopy(dead), "id": each} for each in ids]

    silent = beats.model_copy(update={"answers": (dict.fromkeys(ids, beat),)})
    every = recording.model_copy(update={"sources": {**recording.sources, "last_heartbeats": silent}})
    turn = await replay(with_rows(every, "active", many))
    assert confirmed(turn)[:1] == ["CL23"], turn.report["text"]
    assert turn.report["text"].count("prefect flow-run cancel") == 5
    assert "The commands are for 5 of 8; ask again for the others." in turn.report["text"]


async def test_what_is_cancelled_is_named_a_flow_run() -> None:
    recording = recording_of("tag-holder-lost-lease")
    turn = await replay(recording)
    names = [row["name"] for row in from_json(recording.sources["active"].answers[0]).rows]
    (danger,) = [line for line in turn.report["text"].splitlines() if "Ends a flow run that works" in line]
    assert any(f"{name}: the whole run" in danger for name in names), danger


async def test_the_process_of_a_run_is_killed_only_where_its_worker_started_one() -> None:
    recording = recording_of("pool-orphan-works-on")
    assert confirmed(await replay(recording))[:1] == ["CL27"]
    elsewhere = with_rows(recording, "pools", lambda rows: [{**row, "type": "kubernetes"} for row in rows])
    turn = await replay(elsewhere)
    assert confirmed(turn)[:1] == ["CL10"], turn.report["text"]
    assert "kill its process" not in turn.report["text"]


def with_history(*kinds: str, leases: bool) -> Recording:
    """The server of a forced run whose run went through these states, with or without leases."""
    recording = recording_of("deployment-run-forced")

    def states(rows: Rows) -> Rows:
        ordered = sorted(rows, key=lambda row: str(row["timestamp"]))
        if any(row["state_details"].get("deployment_concurrency_lease_id") for row in ordered):
            return [bare(row) for row in rows]
        last = ordered[-1]
        return [
            bare({**last, "type": kind.split(":")[0], "name": kind.split(":")[-1]})
            | {"timestamp": ago(recording, seconds=6.5 - n / 10)}
            for n, kind in enumerate(kinds)
        ]

    def bare(row: dict[str, object]) -> dict[str, object]:
        return row if leases else {**row, "state_details": {}}

    changed = with_rows(recording, "states", states)
    if leases:
        return changed
    return with_rows(
        changed,
        "active",
        lambda rows: [{**row, "state": {**row["state"], "state_details": {}}} for row in rows],
    )


@pytest.mark.parametrize(
    ("kinds", "leases", "code"),
    [
        (("SCHEDULED", "RUNNING"), False, "CL102"),
        (("SCHEDULED", "PENDING", "RUNNING"), False, "CL18"),
        (("SCHEDULED", "PENDING", "RUNNING"), True, "CL102"),
        (("SCHEDULED:AwaitingRetry", "RUNNING"), False, "CL18"),
    ],
)
async def test_a_run_is_called_forced_only_where_it_took_no_slot_as_pending(
    kinds: tuple[str, ...], leases: bool, code: str
) -> None:
    turn = await replay(with_history(*kinds, leases=leases))
    assert confirmed(turn)[:1] == [code], turn.report["text"]

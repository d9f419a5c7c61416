"""The Prefect release that flows run with, as their heartbeats and process workers tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.engine.facts import Fact

from .asking import Asking, Row
from .lease_lines import losses_in
from .signs import HEARTBEAT, LOOKBACK
from .snapshot import Snapshot

SUBMITTED = "prefect.worker.submitted-flow-run"
# Other workers start containers, whose image may hold another release than the worker.
SAME_ENVIRONMENT = "prefect.worker.process."
MOST_RUNS, MOST_EVENTS = 40, 100
BEATS_WITHIN = timedelta(minutes=10)  # a run beats every 3 minutes where nobody set another pace


async def client_releases(ask: Asking, runs: Iterable[str], now: datetime) -> dict[str, str]:
    """Return the release of each of these runs that tells it: lately, or when it was heard of last."""
    wanted = list(runs)
    ids = [f"prefect.flow-run.{run}" for run in wanted]
    until = (now + timedelta(seconds=60)).isoformat()
    lately = {"since": (now - BEATS_WITHIN).isoformat(), "until": until}
    beats = await ask.events(
        {"event": {"name": [HEARTBEAT]}, "resource": {"id": ids}, "occurred": lately}, MOST_EVENTS
    )
    told = {_id(row["resource"]): _release(row) for row in reversed(beats.rows)}
    if silent := [own for run, own in zip(wanted, ids, strict=True) if run not in told]:
        long_ago = {"since": (now - LOOKBACK).isoformat(), "until": until}
        sent = await ask.events(
            {"event": {"name": [SUBMITTED]}, "related": {"id": silent}, "occurred": long_ago}, MOST_EVENTS
        )
        told |= {run: _release(row) for row in reversed(sent.rows) if (run := _started_here(row))}
        last = await ask.events(
            {"event": {"name": [HEARTBEAT]}, "resource": {"id": silent}, "occurred": long_ago}, MOST_EVENTS
        )
        told |= {_id(row["resource"]): _release(row) for row in reversed(last.rows)}
    return {run: release for run, release in told.items() if release}


def running(active: Iterable[Row], asked: Row | None) -> list[str]:
    """Return the ids of the runs whose release matters: the asked one, else all that run, newest first."""
    if asked is not None:
        return [asked["id"]] if asked["state_type"] != "SCHEDULED" else []
    runs = [row for row in active if row["state_type"] == "RUNNING"]
    return [row["id"] for row in sorted(runs, key=lambda row: str(row["start_time"]), reverse=True)]


def client_facts(read: Snapshot) -> list[Fact]:
    """Return the release of the flows, if every run that matters tells the same."""
    wanted, told = running(read.active, read.run), read.client_releases
    releases = {told.get(run) for run in wanted}
    release = releases.pop() if len(releases) == 1 else None
    if release is None:
        return []
    if read.run is None and any(loss.on_flow_loop for loss in losses_in(read.lease_logs)):
        return []  # a run that is gone told of an older release than those that run now may have
    told_by = f"told by flow run {wanted[0]}"
    return [Fact("client_version", release, "live", read.now, told_by, assumed=read.run is None)]


def _id(resource: Mapping[str, str]) -> str:
    return str(resource["prefect.resource.id"]).rpartition(".")[2]


def _release(event: Row) -> str:
    return str(event["resource"].get("prefect.version") or "")


def _started_here(event: Row) -> str | None:
    """Return the run that a process worker started in its own environment."""
    if not str(event["resource"]["prefect.resource.id"]).startswith(SAME_ENVIRONMENT):
        return None
    runs = [r for r in event.get("related", ()) if r["prefect.resource.id"].startswith("prefect.flow-run.")]
    return _id(runs[0]) if runs else None

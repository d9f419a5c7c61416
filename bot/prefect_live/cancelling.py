"""Runs that stay in Cancelling because whoever should end them is gone."""

from __future__ import annotations

from typing import Any

from .alive import Alive, alive, state_seconds, unread
from .asking import Row
from .holder_records import Record, flow_record
from .holders import Held
from .snapshot import Snapshot
from .watching import watched

# A process gets 30 s to end before it is killed; the word of it may come some seconds late.
ENDING_SECONDS = 60.0
FACT = "holders_not_ended"


def not_ended_facts(read: Snapshot, limit: Row, known: Held) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the holders of a deployment's slots in Cancelling that nobody ends, each with its why."""
    if known.why:
        return {}, {FACT: known.why}
    rows = [read.flow_runs[record["id"]] for record in known.records if record["id"] in read.flow_runs]
    cancelling = [row for row in rows if row["state_type"] == "CANCELLING"]
    told = [(row, *_left_alone(read, row)) for row in cancelling]
    left = [{**flow_record(read, row), "why": why} for row, alone, why in told if alone]
    held = _counted(limit, known, left)
    unsure = [why for _, alone, why in told if alone is None]
    return ({}, {FACT: unsure[0]}) if unsure and not held else ({FACT: held}, {})


def _counted(limit: Row, known: Held, left: list[Record]) -> list[Record]:
    """Leave out runs whose slots their leases freed already: they stay in Cancelling after that."""
    return left[: max(0, int(limit["active_slots"]) - (known.slots - len(left)))]


def _left_alone(read: Snapshot, run: Row) -> Alive:
    """Tell whether nobody ends a run in Cancelling, None where that is not known, and why.

    The process worker that started a run ends it; elsewhere the run's own process, pod or container does.
    """
    age = state_seconds(read, run) or 0.0
    if age <= min(ENDING_SECONDS, read.silent_after):
        return False, "it was cancelled a moment ago"
    living, why = alive(read, run)
    if living is False:
        return True, why
    pool = read.pool_of(run)
    if pool is not None and pool["type"] == "process":
        return _of_process_pool(read, run, pool["name"])
    untold = unread(read, run) or read.trouble("pools")
    return None, untold or "Prefect does not tell whether its process still ends it"


def _of_process_pool(read: Snapshot, run: Row, pool: str) -> Alive:
    if missing := read.trouble(f"workers:{pool}", "worker_events"):
        return None, missing
    if watched(read, run):
        return False, "the worker that started it ends it"
    return True, "the worker that started it is gone, and no other ends it"

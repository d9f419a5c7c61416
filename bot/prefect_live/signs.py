"""Signs of life: which flow runs logged, beat or sent any event lately."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from .asking import PAGE, Asking, Page, Row

MOST_ONE_BY_ONE = 20
MOST_EVENTS = 100
HEARTBEAT = "prefect.flow-run.heartbeat"  # since 3.6.22 every 180 s by default
LOOKBACK = timedelta(days=13)  # Cloud answers a query of at most 14 days


async def signs_of_life(ask: Asking, runs: Iterable[str], now: datetime, window: float) -> Page:
    """Return a row {id} for each run with a sign in the last `window` seconds; cut if any is undecided."""
    wanted = sorted(runs)
    since = now - timedelta(seconds=window)
    seen, complete = await _seen(ask, wanted[:PAGE], since, now)
    unseen = [run for run in wanted if run not in seen]
    if complete and len(wanted) <= PAGE:
        unseen = []
    # A chatty run may fill the page, so that the silence of the others proves nothing yet.
    for found, _ in await asyncio.gather(
        *(_seen(ask, [run], since, now) for run in unseen[:MOST_ONE_BY_ONE])
    ):
        seen |= found
    return Page(tuple({"id": run} for run in sorted(seen)), cut=len(unseen) > MOST_ONE_BY_ONE)


async def last_heartbeats(ask: Asking, runs: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Return when each run gave its last heartbeat; runs that never gave one are left out."""
    wanted = sorted(runs)[:MOST_ONE_BY_ONE]
    window = {"since": (now - LOOKBACK).isoformat(), "until": now.isoformat()}

    async def last(run: str) -> Page:
        resource = {"id": [f"prefect.flow-run.{run}"]}
        return await ask.events({"event": {"name": [HEARTBEAT]}, "resource": resource, "occurred": window}, 1)

    pages = await asyncio.gather(*map(last, wanted))
    return {
        run: datetime.fromisoformat(page.rows[0]["occurred"])
        for run, page in zip(wanted, pages, strict=True)
        if page.rows
    }


async def _seen(ask: Asking, runs: list[str], since: datetime, now: datetime) -> tuple[set[str], bool]:
    """Return the runs that gave a sign, and whether every sign was read."""
    after, until = since.isoformat(), (now + timedelta(seconds=60)).isoformat()
    logs = {
        "logs": {"flow_run_id": {"any_": runs}, "timestamp": {"after_": after}},
        "sort": "TIMESTAMP_DESC",
        "limit": PAGE,
    }
    resources = {"id": [f"prefect.flow-run.{run}" for run in runs]}
    window = {"since": after, "until": until}
    written, events = await asyncio.gather(
        ask.rows("/logs/filter", logs),
        ask.events({"resource": resources, "occurred": window}, MOST_EVENTS),
    )
    seen = {str(row["flow_run_id"]) for row in written} | {_run_of(row) for row in events.rows}
    return seen, len(written) < PAGE and not events.cut


def _run_of(event: Row) -> str:
    return str(event["resource"]["prefect.resource.id"]).rpartition(".")[2]

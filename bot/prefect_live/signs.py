"""Signs of life: which flow runs logged, beat or sent any event lately, or whose tasks and slots did."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from .asking import PAGE, Asking, Page, Row

MOST_ONE_BY_ONE = 20
MOST_EVENTS = 100
MOST_HEARTBEATS = 4  # of one run, to see at what pace it gives them
HEARTBEAT = "prefect.flow-run.heartbeat"  # since 3.6.22 every 180 s by default
LOOKBACK = timedelta(days=13)  # Cloud answers a query of at most 14 days
# What a run's own process sends; the events of a worker or an automation prove nothing of the run.
OF_ITS_PARTS = ["prefect.task-run.", "prefect.concurrency-limit."]
Seen = tuple[set[str], bool]  # the runs that gave a sign, and whether every sign was read


async def signs_of_life(ask: Asking, runs: Iterable[str], now: datetime, window: float) -> Page:
    """Return a row {id} for each run with a sign in the last `window` seconds; cut if any is undecided."""
    since, until = (now - timedelta(seconds=window)).isoformat(), (now + timedelta(seconds=60)).isoformat()
    wanted, occurred = sorted(runs), {"since": since, "until": until}
    seen, undecided = await _seen(wanted, lambda some: _by_itself(ask, some, occurred))
    silent = [run for run in wanted if run not in seen]
    told, untold = await _seen(silent, lambda some: _by_its_parts(ask, some, occurred))
    return Page(tuple({"id": run} for run in sorted(seen | told)), cut=undecided + untold > 0)


async def last_heartbeats(ask: Asking, runs: Iterable[str], now: datetime) -> dict[str, tuple[datetime, ...]]:
    """Return when each run gave its last heartbeats, newest first; runs that never gave one are left out."""
    wanted = sorted(runs)[:MOST_ONE_BY_ONE]
    window = {"since": (now - LOOKBACK).isoformat(), "until": now.isoformat()}

    async def last(run: str) -> Page:
        resource = {"id": [f"prefect.flow-run.{run}"]}
        wanted = {"event": {"name": [HEARTBEAT]}, "resource": resource, "occurred": window}
        return await ask.events(wanted, MOST_HEARTBEATS)

    pages = await asyncio.gather(*map(last, wanted))
    return {
        run: tuple(datetime.fromisoformat(row["occurred"]) for row in page.rows[:MOST_HEARTBEATS])
        for run, page in zip(wanted, pages, strict=True)
        if page.rows
    }


async def _seen(wanted: list[str], find: Callable[[list[str]], Awaitable[Seen]]) -> tuple[set[str], int]:
    """Return the runs that gave a sign, and of how many others that is not known."""
    if not wanted:
        return set(), 0
    seen, complete = await find(wanted[:PAGE])
    unseen = [run for run in wanted if run not in seen]
    if complete and len(wanted) <= PAGE:
        return seen, 0
    # A chatty run may fill the page, so that the silence of the others proves nothing yet.
    for found, _ in await asyncio.gather(*(find([run]) for run in unseen[:MOST_ONE_BY_ONE])):
        seen |= found
    return seen, max(0, len(unseen) - MOST_ONE_BY_ONE)


async def _by_itself(ask: Asking, runs: list[str], occurred: Row) -> Seen:
    logs = {
        "logs": {"flow_run_id": {"any_": runs}, "timestamp": {"after_": occurred["since"]}},
        "sort": "TIMESTAMP_DESC",
        "limit": PAGE,
    }
    resource = {"id": [f"prefect.flow-run.{run}" for run in runs]}
    written, events = await asyncio.gather(
        ask.rows("/logs/filter", logs),
        ask.events({"resource": resource, "occurred": occurred}, MOST_EVENTS),
    )
    seen = {str(row["flow_run_id"]) for row in written} | {_run_of(row["resource"]) for row in events.rows}
    return seen, len(written) < PAGE and not events.cut


async def _by_its_parts(ask: Asking, runs: list[str], occurred: Row) -> Seen:
    """Return the runs whose tasks or slots told of a change."""
    related = {"id": [f"prefect.flow-run.{run}" for run in runs]}
    wanted = {"event": {"prefix": OF_ITS_PARTS}, "related": related, "occurred": occurred}
    events = await ask.events(wanted, MOST_EVENTS)
    told = {_run_of(resource) for row in events.rows for resource in row.get("related") or ()}
    return told & set(runs), not events.cut


def _run_of(resource: Row) -> str:
    return str(resource["prefect.resource.id"]).rpartition(".")[2]

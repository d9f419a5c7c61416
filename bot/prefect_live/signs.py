"""Signs of life: which flow runs logged, beat or sent any event lately, or whose tasks and slots did."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from .asking import PAGE, Asking, Page, Row
from .moments import moment
from .sources import CLOCKS_APART, EVENT_DAYS

MOST_ONE_BY_ONE = 20
MOST_EVENTS = 100
MOST_HEARTBEATS = 4  # of one run, to see at what pace it gives them
HEARTBEAT = "prefect.flow-run.heartbeat"  # since 3.6.22 every 180 s by default
LOOKBACK = timedelta(days=EVENT_DAYS)
# What a run's own process sends; the events of a worker or an automation prove nothing of the run.
OF_ITS_PARTS = ["prefect.task-run.", "prefect.concurrency-limit."]
Seen = tuple[set[str], bool]  # the runs that gave a sign, and whether every sign was read


async def signs_of_life(ask: Asking, runs: Iterable[str], now: datetime, window: float) -> Page:
    """Return a row {id} for each run with a sign in the last `window` seconds; cut if any is undecided."""
    since, until = now - timedelta(seconds=window), now + CLOCKS_APART
    wanted, occurred = sorted(runs), {"since": since.isoformat(), "until": until.isoformat()}
    seen, undecided = await _seen(wanted, lambda some: _by_itself(ask, some, occurred))
    silent = [run for run in wanted if run not in seen]
    told, untold = await _seen(silent, lambda some: _by_its_parts(ask, some, occurred))
    return Page(tuple({"id": run} for run in sorted(seen | told)), cut=undecided + untold > 0)


async def last_heartbeats(ask: Asking, runs: Iterable[str], now: datetime) -> dict[str, tuple[datetime, ...]]:
    """Return when each run's last heartbeats came, newest first; runs that never gave one are left out."""
    wanted = sorted(runs)[:MOST_ONE_BY_ONE]
    window = {"since": (now - LOOKBACK).isoformat(), "until": (now + CLOCKS_APART).isoformat()}

    async def last(run: str) -> Page:
        resource = {"id": [f"prefect.flow-run.{run}"]}
        wanted = {"event": {"name": [HEARTBEAT]}, "resource": resource, "occurred": window}
        return await ask.events(wanted, MOST_HEARTBEATS)

    pages = await asyncio.gather(*map(last, wanted))
    return {
        run: tuple(sorted(map(arrived, page.rows[:MOST_HEARTBEATS]), reverse=True))
        for run, page in zip(wanted, pages, strict=True)
        if page.rows
    }


def arrived(event: Row) -> datetime:
    """Return when an event came, by the server's clock; by its client's where that is not told."""
    return moment(event.get("received")) or datetime.fromisoformat(event["occurred"])


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
    fresh = _fresh(events, occurred)
    seen = {str(row["flow_run_id"]) for row in written} | {_run_of(row["resource"]) for row in fresh}
    return seen, len(written) < PAGE and not events.cut


async def _by_its_parts(ask: Asking, runs: list[str], occurred: Row) -> Seen:
    """Return the runs whose tasks or slots told of a change."""
    related = {"id": [f"prefect.flow-run.{run}" for run in runs]}
    wanted = {"event": {"prefix": OF_ITS_PARTS}, "related": related, "occurred": occurred}
    events = await ask.events(wanted, MOST_EVENTS)
    told = {_run_of(resource) for row in _fresh(events, occurred) for resource in row.get("related") or ()}
    return told & set(runs), not events.cut


def _fresh(events: Page, occurred: Row) -> list[Row]:
    """Leave out events of a clock that is ahead, which came before the window."""
    return [row for row in events.rows if arrived(row) >= datetime.fromisoformat(occurred["since"])]


def _run_of(resource: Row) -> str:
    return str(resource["prefect.resource.id"]).rpartition(".")[2]

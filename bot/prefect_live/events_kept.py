"""Whether the events that clients send arrive: where none does, nobody is seen who takes a slot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from .asking import Row
from .moments import moment, seconds_since
from .remembered import SAME_MOMENT
from .server_facts import switched_off
from .snapshot import Snapshot
from .stays import ACQUIRED, RELEASED

NOT_KEPT = (
    "this server stores no events (server.services.event_persister.enabled is off), "
    "so nobody sees who takes a slot"
)
NONE_SEEN = (
    "no event that a client sent is known since {since}; where none arrives, as through a proxy without "
    "WebSocket, code may hold a slot unseen"
)
ON_THE_WAY = 12.0  # s; the client and the server each gather events for some seconds
EARLY = "a run began within the last seconds, and its events may be on their way; look again in a moment"


def not_kept(settings: Row | None) -> str | None:
    """Say that the server's settings keep it from storing events."""
    return NOT_KEPT if switched_off(settings, "event_persister") else None


def none_arrived(read: Snapshot, since: datetime | None, called: str) -> str | None:
    """Say that no event of any client is known since then, so that one that is missing proves nothing."""
    early = timedelta(seconds=SAME_MOMENT)
    if since is not None and any(at >= since - early for at in _arrivals(read)):
        return None
    ages = (seconds_since(run.get("start_time"), read.now) for run in read.active)
    if any(age is not None and age < ON_THE_WAY for age in ages):
        return EARLY
    return NONE_SEEN.format(since=called)


def _arrivals(read: Snapshot) -> Iterator[datetime]:
    """Return since when, at the latest, events of clients arrived."""
    for heartbeats in read.last_heartbeats.values():
        yield from heartbeats
    sent = [row for rows in read.slot_events.values() for row in rows if row["event"] in {ACQUIRED, RELEASED}]
    for row in (*sent, *read.worker_events):
        yield datetime.fromisoformat(row.get("received") or row["occurred"])
    # The server knows of a task only by the client's events.
    yield from filter(None, (moment(task.get("start_time")) for task in read.running_tasks))
    # A run tells its release in its heartbeats, or the worker that started it does.
    for run in read.active:
        if run["id"] in read.client_releases and (began := moment(run.get("start_time"))):
            yield began

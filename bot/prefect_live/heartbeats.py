"""At what pace runs give heartbeats, and so whether those of a silent run have stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from .asking import Row
from .snapshot import START, Snapshot
from .subflows import inside_another

MISSED = 3  # heartbeats in a row, before they have stopped
# PREFECT_FLOWS_HEARTBEAT_FREQUENCY is at least 30 s and has no upper bound; a first heartbeat tells no pace.
SHORTEST_PACE, UNKNOWN_PACE = timedelta(seconds=25), timedelta(hours=1)


def pace_of(read: Snapshot, run: Row) -> timedelta | None:
    """Return the longest pause between a run's last heartbeats, else of other runs; None: unknown."""
    own = _longest_pause(read.last_heartbeats.get(run["id"], ()))
    return own or max(filter(None, map(_longest_pause, read.last_heartbeats.values())), default=None)


def stopped(read: Snapshot, run: Row, since: datetime = START) -> bool:
    """Tell whether a run missed several heartbeats in a row; one that gave none, from `since` on."""
    last = next(iter(read.last_heartbeats.get(run["id"], ())), since)
    return read.now - last > MISSED * (pace_of(read, run) or UNKNOWN_PACE)


def stopped_together(read: Snapshot, runs: Sequence[Row]) -> bool:
    """Tell whether the heartbeats of several processes stopped at once, as when nothing receives them."""
    own = [run for run in runs if run["id"] in read.last_heartbeats and not inside_another(run)]
    if len(own) < 2:
        return False
    last = [read.last_heartbeats[run["id"]][0] for run in own]
    return max(last) - min(last) <= max(pace_of(read, run) or UNKNOWN_PACE for run in own)


def _longest_pause(times: Sequence[datetime]) -> timedelta | None:
    pauses = [newer - older for newer, older in pairwise(times)]
    return max((pause for pause in pauses if pause >= SHORTEST_PACE), default=None)

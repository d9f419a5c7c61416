"""Whether subflows outlived the run around them: anybody may mark a run as ended whose process works on."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace

from . import sources
from .alive import AFTER_ITS_END, BEATS_INSIDE, SINCE_END, ended_around, state_seconds
from .asking import Asking, Page
from .signs import LOOKBACK, MOST_ONE_BY_ONE, last_heartbeats, signs_of_life
from .snapshot import Snapshot
from .tries import TERMINAL

MOST_ENDS = 20  # of runs around subflows, after which signs are looked for
UNDECIDED = "so many subflows lost the run around them that not all signs of life could be read"
Inside = dict[float, set[str]]  # the subflows by how many seconds ago the run around them ended


async def with_signs_since_ends(ask: Asking, read: Snapshot) -> Snapshot:
    """Add which subflows told of themselves after the run around them was marked as ended."""
    inside = _inside_ended(read)
    if not inside:
        return read
    more = sources.Gathered()
    unheard = set().union(*inside.values()) - read.last_heartbeats.keys()
    beats = last_heartbeats(ask, unheard, read.now)
    await more.read({SINCE_END: _signs_since(ask, read, inside), BEATS_INSIDE: beats})
    left = {BEATS_INSIDE: UNDECIDED} if len(unheard) > MOST_ONE_BY_ONE else {}
    return replace(
        read,
        signs_since_end=frozenset(row["id"] for row in more.rows(SINCE_END)),
        last_heartbeats={**read.last_heartbeats, **more.found.get(BEATS_INSIDE, {})},
        failed={**read.failed, **more.failed},
        cut={**read.cut, **left, **more.cut},
    )


def _inside_ended(read: Snapshot) -> Inside:
    inside: Inside = defaultdict(set)
    runs = {run["id"]: run for run in (*read.active, *read.flow_runs.values())}  # a Paused one holds on too
    for run in runs.values():
        if run["state_type"] in TERMINAL:
            continue
        ended = ended_around(read, run)
        ago = state_seconds(read, ended) if ended else None
        if ago is not None and ago > AFTER_ITS_END:
            inside[ago].add(run["id"])
    return inside


async def _signs_since(ask: Asking, read: Snapshot, inside: Inside) -> Page:
    """Return a row {id} for each subflow with a sign since; cut where that is not known of all."""
    longest = LOOKBACK.total_seconds()
    pages = await asyncio.gather(
        *(
            signs_of_life(ask, inside[ago], read.now, min(ago - AFTER_ITS_END, longest))
            for ago in sorted(inside)[:MOST_ENDS]
        )
    )
    rows = tuple(row for page in pages for row in page.rows)
    return Page(rows, cut=len(pages) < len(inside) or any(page.cut for page in pages), why=UNDECIDED)

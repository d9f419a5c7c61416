"""The raw readings of one look, before any of them is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from .asking import Row
from .stays import Stay, stays_in
from .subflows import around
from .tries import TERMINAL, Tries, ends_of, gaps, outlived, tried_again

Rows = tuple[Row, ...]
Found = TypeVar("Found")
SILENT_AFTER = 600.0
START = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class TagUse:
    """Where a tag stands: how many task runs bore it lately, and flow runs and deployments that bear it."""

    task_runs: int = 0
    flow_runs: Rows = ()
    deployments: Rows = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What Prefect's API said at `now`.

    `failed` maps a source to the reason it could not be read, `cut` a source to the reason it was
    read only in part. A source in `failed` has no rows here, which does not mean there are none.
    `moved` holds ids of limits whose counter changed during the look, so that it cannot be compared.
    `signs` holds ids of flow runs that logged, beat or moved within `silent_after` seconds;
    `last_heartbeats` says of those that did not, and of subflows whose parent has ended, when they gave
    their last heartbeats, newest first;
    `signs_since_end` holds ids of subflows that told of themselves after the run around them had ended.
    `unasked` holds ids of runs whose signs or heartbeats were not asked for, as there are too many.
    `client_releases` says which Prefect release a flow run runs with, where that is told.
    `tag_events` holds those of a tag's limit, read only where its count exceeds its holders.
    For limits in doubt: `limit_changes` (limit → when it was made and changed), `signs_since` (limit → flow
    runs with a sign of life since its count moved last). `run_states` (flow run → its history) is read of
    runs that such a limit does not count, and of those that were tried again under their own id;
    `beats_between` holds the heartbeats that these gave after a try was over, until the next one began.
    `loose_tasks_read` says that task runs outside of flow runs were read too: they are among the others then.
    `outside` holds the deployments of flows that run without one.
    `lease_logs` holds the newest warnings and errors of run logs, those of lost leases among them.
    """

    api_url: str = ""
    now: datetime = START
    silent_after: float = SILENT_AFTER
    version: str | None = None
    settings: Row | None = None
    limits: Rows = ()
    pools: Rows = ()
    queues: Rows = ()
    active: Rows = ()
    scheduled: Rows = ()
    ended: Rows = ()
    cancelled: Rows = ()
    pending_tasks: Rows = ()
    running_tasks: Rows = ()
    loose_tasks_read: bool = False
    first_tags: Rows | None = None
    worker_events: Rows = ()
    last_words: Rows = ()
    workers: Mapping[str, Rows] = field(default_factory=dict)
    tag_views: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slot_events: Mapping[str, Rows] = field(default_factory=dict)
    tag_events: Mapping[str, Rows] = field(default_factory=dict)
    deployments: Mapping[str, Row] = field(default_factory=dict)
    flows: Mapping[str, str] = field(default_factory=dict)
    flow_runs: Mapping[str, Row] = field(default_factory=dict)
    task_runs: Mapping[str, Row] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    last_heartbeats: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    signs_since_end: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()
    client_releases: Mapping[str, str] = field(default_factory=dict)
    limit_changes: Mapping[str, Rows] = field(default_factory=dict)
    signs_since: Mapping[str, frozenset[str]] = field(default_factory=dict)
    run_states: Mapping[str, Rows] = field(default_factory=dict)
    beats_between: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    tag_uses: Mapping[str, TagUse] = field(default_factory=dict)
    outside: Rows = ()
    run: Row | None = None
    run_tasks: Rows = ()
    named_flows: Rows = ()
    named_deployments: Rows = ()
    named_runs: Rows = ()
    nearest_runs: tuple[str, ...] = ()
    busy: int = 0
    failures: Rows = ()
    failed_flows: Rows = ()
    later_runs: Rows = ()
    lease_logs: Rows = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    cut: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    @property
    def named_flow_ids(self) -> frozenset[str]:
        """Return the ids of the flows that the person names."""
        return frozenset(row["id"] for row in self.named_flows)

    def once(self, what: str, work: Callable[[], Found]) -> Found:
        """Return what was found in these readings before, else what the work finds in them now."""
        if what not in self._known:
            self._known[what] = work()
        return cast("Found", self._known[what])

    def stays(self, limit_id: str) -> tuple[Stay, ...]:
        """Return what code took of a limit, by its events, the oldest first."""
        events = self.slot_events.get(limit_id, ())
        return self.once(f"stays:{limit_id}", lambda: tuple(stays_in(events, self.tries)))

    def tag_stays(self, limit_id: str) -> tuple[Stay, ...]:
        """Return what was taken of a tag's limit, where its events were read, the oldest first."""
        events = self.tag_events.get(limit_id, ())
        return self.once(f"tag_stays:{limit_id}", lambda: tuple(stays_in(events, self.tries)))

    def tries(self, run_id: str) -> Tries:
        """Return how a flow run and those in whose process it runs were tried."""
        return self.once(f"tries:{run_id}", lambda: self._tries(run_id))

    def _tries(self, run_id: str) -> Tries:
        run = self.flow_runs.get(run_id)
        if run is None:
            return Tries(goes_on=False)
        known = (run, *around(self, run))
        ends = (end for one in known for end in ends_of(one, self.run_states.get(one["id"], ())))
        why = next(filter(None, map(self._untold, known)), None)
        told = () if why else tuple(sorted(ends, key=lambda end: end.at))
        return Tries(told, why, run["state_type"] not in TERMINAL)

    def _untold(self, run: Row) -> str | None:
        """Say what keeps from telling which try of a run took what."""
        if run["id"] not in self.run_states:
            unread = self.trouble(f"states:{run['id']}") or "its history was not read"
            return unread if tried_again(run) else None
        states = self.run_states[run["id"]]
        end = outlived(gaps(ends_of(run, states), states), self.beats_between.get(run["id"], ()))
        return f"its process gave a heartbeat after it was {end.state}" if end else None

    def trouble(self, *sources: str) -> str | None:
        """Return why one of these sources is missing or cut, else None."""
        for source in sources:
            why = self.failed.get(source) or self.cut.get(source)
            if why:
                return why
        return None

    def pool_of(self, row: Row) -> Row | None:
        """Return the work pool of a run or deployment; None when it has none, or it was not read."""
        pools = self.once("pools", lambda: {pool["name"]: pool for pool in reversed(self.pools)})
        return pools.get(row.get("work_pool_name"))

    def deployment_name(self, deployment_id: str) -> str | None:
        """Return flow/deployment, or None when it could not be read."""
        row = self.deployments.get(deployment_id)
        flow = self.flows.get(row["flow_id"]) if row else None
        return f"{flow}/{row['name']}" if row and flow else None

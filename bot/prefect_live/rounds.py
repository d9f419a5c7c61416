"""The rounds of one look: a later round asks about what an earlier one brought."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import Any

from bot.engine.findings import Hints
from bot.engine.releases import older

from . import sources
from .asking import PAGE, Asking, Row
from .client_release import MOST_RUNS, client_releases, running
from .events_kept import not_kept
from .failures import at_a_limit, flows_of, later_runs, recent_failures
from .find_run import find_run
from .links import is_cloud
from .moments import seconds_since
from .outside import outside_reads
from .shared_limits import own_of, with_users
from .signs import MOST_ONE_BY_ONE, last_heartbeats, signs_of_life
from .slots_held import event_holders
from .snapshot import Snapshot
from .stays import Stay, stays_in, tasks_to_compare
from .subflows import parents_of
from .waiting_reads import waiting_reads

ENDS_SINCE = "3.6.20"  # before it a run that was cancelled before it began has no end time
WORKSPACE = frozenset({"limits", "pools", "runs", "run"})
MOST_HOLDER_READS = 60  # limits in use whose holders are asked for one by one
ACQUIRED_READS = 20  # idle global limits whose events are read, to see whether they are ever used


class Gathering(sources.Gathered):
    """The rounds of one look; a later round asks about what an earlier one brought."""

    def __init__(self, ask: Asking, now: datetime, silent_after: float) -> None:
        super().__init__()
        self.ask, self.now, self.silent_after = ask, now, silent_after
        self.named: frozenset[str] = frozenset()

    async def first(self, probes: frozenset[str], hints: Hints) -> None:
        """Read everything that needs no other answer."""
        ask, wanted = self.ask, dict[str, Awaitable[Any]]()
        self.named = frozenset(name.removeprefix("tag:") for name in hints.names)
        if not is_cloud(ask.api_url):
            wanted |= {"version": ask.get("/admin/version"), "settings": ask.get("/admin/settings")}
        if probes & WORKSPACE:
            wanted |= {
                "limits": sources.limits(ask),
                "pools": sources.pools(ask),
                "queues": sources.queues(ask),
                "active": sources.active_runs(ask),
                "scheduled": sources.scheduled_runs(ask, self.now),
                "ended": sources.ended_runs(ask, self.now),
                "cancelled": sources.cancelled_runs(ask, self.now),
                "pending_tasks": sources.pending_tasks(ask),
                "running_tasks": sources.running_tasks(ask),
                "failures": recent_failures(ask, self.now),
            }
            if hints.names:
                called: dict[str, Any] = {"flows": {"name": {"any_": list(hints.names)}}, "limit": PAGE}
                wanted["named_flows"] = ask.rows("/flows/filter", called)
                called = {"flow_runs": {"name": {"any_": list(hints.names)}}, "limit": 5}
                wanted["named_runs"] = ask.rows(
                    "/flow_runs/filter", {**called, "sort": "EXPECTED_START_TIME_DESC"}
                )
            if called_so := sources.deployments_called(ask, hints.names):
                wanted["named_deployments"] = called_so
        if "run" in probes and hints.run:
            wanted["run"] = find_run(ask, hints.run)
        await self.read(wanted)

    async def second(self) -> None:
        """Read who holds the limits in use, the deployments, the workers, the parents."""
        ask, wanted = self.ask, dict[str, Awaitable[Any]]()
        limits = self.rows("limits")
        used = [row for row in limits if row["active_slots"] > 0][:MOST_HOLDER_READS]
        for row in used:
            if row["name"].startswith("tag:"):
                wanted[f"tag_view:{row['name']}"] = sources.tag_view(ask, row)
        own = [row for row in limits if not row["name"].startswith("tag:") and not own_of(row)]
        unkept = not_kept(self.found.get("settings"))
        own.sort(key=lambda row: (row["active_slots"] == 0, bool(row["slot_decay_per_second"])))
        for row in own[: ACQUIRED_READS + sum(row["active_slots"] > 0 for row in own)][:MOST_HOLDER_READS]:
            if unkept:
                self.failed[f"slot_events:{row['id']}"] = unkept
            else:
                wanted[f"slot_events:{row['id']}"] = sources.slot_events(ask, row["id"], self.now)
        wanted |= outside_reads(ask, limits, self.named, self.rows("active"))
        for pool in self.rows("pools"):
            wanted[f"workers:{pool['name']}"] = sources.workers(ask, pool["name"])
        wanted |= waiting_reads(ask, self.now, self)
        if deployments := self.some("deployments", self._deployments()):
            wanted["deployments"] = sources.by_ids(ask, "deployments", deployments)
            wanted["flows"] = sources.flow_names(ask, deployments)
        parents = {row["parent_task_run_id"] for row in self._runs() if row["parent_task_run_id"]}
        if parents:
            wanted["parents"] = sources.by_ids(ask, "task_runs", self.some("parents", parents))
        if failed := at_a_limit(self.rows("failures")):
            wanted["later_runs"] = later_runs(ask, failed)
            wanted["failed_flows"] = flows_of(ask, failed)
        wanted |= self._told_by_runs()
        if older(self.found.get("version") or "", ENDS_SINCE):
            wanted["cancelled_early"] = sources.cancelled_before_they_began(ask, self.now)
        if run := self._run():
            wanted["run_tasks"] = ask.rows(
                "/task_runs/filter",
                {
                    "flow_runs": {"id": {"any_": [run["id"]]}},
                    "task_runs": {"state": {"type": {"any_": ["PENDING"]}}},
                    "limit": 200,
                },
            )
        await self.read(wanted)

    async def third(self) -> None:
        """Read the runs the holders' ids stand for."""
        tasks: set[str] = set()
        flows: set[str] = set()
        taken: list[Stay] = []
        for name, found in self.found.items():
            if name.startswith("tag_view:"):
                tasks |= set(found["active_slots"])
            elif name.startswith("slot_events:"):
                stays = stays_in(found)
                taken += stays
                holders = event_holders(stays)
                tasks |= {holder.id for holder in holders if holder.kind == "task_run"}
                flows |= {holder.id for holder in holders if holder.kind == "flow_run"}
        wanted: dict[str, Awaitable[Any]] = {}
        if any(stay.kind == "task_run" and stay.ended is None for stay in taken):
            tasks |= tasks_to_compare(taken)  # they tell whether what holds now is the same code
        if tasks:
            wanted["task_runs"] = sources.by_ids(self.ask, "task_runs", self.some("task_runs", tasks))
        if flows := flows - {row["id"] for row in self.rows("active")}:
            wanted["flow_runs"] = sources.by_ids(self.ask, "flow_runs", self.some("flow_runs", flows))
        if silent := self._silent():
            wanted["last_heartbeats"] = last_heartbeats(self.ask, silent, self.now)
        await self.read(wanted)
        known = {row["id"] for row in self.rows("active")} | set(self.found.get("flow_runs", {}))
        owners = {row["flow_run_id"] for row in self.found.get("task_runs", {}).values()}
        owners |= parents_of(self.rows("active"), self.found.get("parents", {}))
        if owners := owners - known - {None}:
            own = self.some("owners", owners)
            await self.read({"owners": sources.by_ids(self.ask, "flow_runs", own)})

    def snapshot(self) -> Snapshot:
        """Freeze what was read."""
        found = self.found
        views = {
            n.partition(":")[2]: tuple(v["active_slots"]) for n, v in found.items() if n[:9] == "tag_view:"
        }
        run, nearest = found.get("run") or (None, ())
        active = self.rows("active")
        return Snapshot(
            api_url=self.ask.api_url,
            now=self.now,
            silent_after=self.silent_after,
            version=found.get("version"),
            settings=found.get("settings"),
            limits=with_users(self.rows("limits"), self._deployments_read()),
            pools=self.rows("pools"),
            queues=self.rows("queues"),
            active=active,
            scheduled=self.rows("scheduled"),
            ended=self.rows("ended"),
            cancelled=(*self.rows("cancelled"), *self.rows("cancelled_early")),
            pending_tasks=self.rows("pending_tasks"),
            running_tasks=self.rows("running_tasks"),
            tag_uses={n.partition(":")[2]: v for n, v in found.items() if n[:8] == "tag_use:"},
            outside=self.rows("outside"),
            first_tags=self.rows("first_tags") if "first_tags" in found else None,
            worker_events=self.rows("worker_events"),
            last_words=self.rows("last_words"),
            workers={n.partition(":")[2]: tuple(v) for n, v in found.items() if n[:8] == "workers:"},
            tag_views=views,
            slot_events={n.partition(":")[2]: v for n, v in found.items() if n[:12] == "slot_events:"},
            deployments=found.get("deployments", {}),
            flows=found.get("flows", {}),
            flow_runs={
                **{row["id"]: row for row in active},
                **found.get("flow_runs", {}),
                **found.get("owners", {}),
            },
            task_runs={
                **{row["id"]: row for row in self.rows("running_tasks")},
                **found.get("task_runs", {}),
                **found.get("parents", {}),
            },
            signs=frozenset(row["id"] for row in self.rows("signs")),
            last_heartbeats=found.get("last_heartbeats", {}),
            unasked=self._unasked(),
            client_releases=found.get("client_releases", {}),
            run=run,
            run_tasks=self.rows("run_tasks"),
            named_flows=self.rows("named_flows"),
            named_deployments=self.rows("named_deployments"),
            named_runs=self.rows("named_runs"),
            nearest_runs=nearest,
            failures=self.rows("failures"),
            failed_flows=self.rows("failed_flows"),
            later_runs=self.rows("later_runs"),
            failed=self.failed,
            cut=self.cut,
        )

    def _told_by_runs(self) -> dict[str, Awaitable[Any]]:
        wanted: dict[str, Awaitable[Any]] = {}
        if runs := running(self.rows("active"), self._run()):
            some = dict.fromkeys([*runs[:MOST_RUNS], *self._old_runs()[:MOST_RUNS]])
            wanted["client_releases"] = client_releases(self.ask, some, self.now)
        if old := self._old_runs():
            wanted["signs"] = signs_of_life(self.ask, old, self.now, self.silent_after)
        return wanted

    def _run(self) -> Row | None:
        found = self.found.get("run")
        return found[0] if found else None

    def _runs(self) -> list[Row]:
        run = self._run()
        return [*self.rows("scheduled"), *self.rows("active"), *([run] if run else [])]

    def _deployments(self) -> set[str]:
        limited = {own for row in self.rows("limits") if (own := own_of(row))}
        limited |= {row["id"] for row in self.rows("named_deployments")}
        return limited | {row["deployment_id"] for row in self._runs() if row["deployment_id"]}

    def _deployments_read(self) -> list[Row]:
        rows = (*self.rows("named_deployments"), *self.rows("outside"))
        return [*self.found.get("deployments", {}).values(), *rows]

    def _old_runs(self) -> list[str]:
        return [row["id"] for row in self.rows("active") if self._old(row)]

    def _silent(self) -> set[str]:
        """Return the runs that gave no sign lately; none when that could not be told."""
        if "signs" in self.failed:
            return set()
        return set(self._old_runs()) - {row["id"] for row in self.rows("signs")}

    def _unasked(self) -> frozenset[str]:
        """Return the runs of which signs of life were not asked for: those beyond what is read."""
        active = {row["id"] for row in self.rows("active")}
        beyond = {*self.found.get("flow_runs", {}), *self.found.get("owners", {})} - active
        return frozenset(beyond | set(sorted(self._silent())[MOST_ONE_BY_ONE:]))

    def _old(self, row: Row) -> bool:
        age = seconds_since((row["state"] or {}).get("timestamp"), self.now)
        return age is not None and age > self.silent_after

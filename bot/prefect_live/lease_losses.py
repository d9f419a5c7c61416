"""Leases that were lost lately: whose, how many at once, and what the server did with their slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal

from bot.engine.facts import Fact
from bot.engine.findings import Hints

from .asking import Row
from .lease_lines import Loss, losses_in
from .lease_slots import Slots, slots_after
from .links import page
from .moments import moment
from .snapshot import Snapshot
from .tries import TERMINAL

Record = dict[str, Any]
Shape = Literal[
    "server_restarted", "several_replicas", "api_down", "one_run_frozen", "one_run_blocking_async"
]
# All leases a server forgot at once are missed within three quarters of the default lease of 300 s.
TOGETHER = timedelta(seconds=240)
CUT = "the run logs hold more warnings and errors of the last hours than I read, and no lost lease among them"
LEASE_FACTS = (
    *("lease_losses", "lease_lost_runs", "lease_lost_now", "lease_lost_before", "lease_answer"),
    *(
        "lease_slots_after",
        "lease_slots_stuck",
        "lease_kept",
        "lease_lost_at_once",
        "lease_limits",
        "lease_ended_runs",
    ),
    *("lease_renewed_on_flow_loop", "lease_of_deployment"),
)


def lost_lease_facts(read: Snapshot, hints: Hints) -> tuple[list[Fact], dict[str, str]]:
    """Return the facts of the losses a person means, else of the newest ones, and what cannot be told."""
    if read.failed.get("lease_logs"):
        return [], {}
    losses = losses_in(read.lease_logs)
    meant = _meant(read, losses, hints)
    if not meant and read.cut.get("lease_logs"):
        return [], dict.fromkeys(LEASE_FACTS, CUT)
    slots = slots_after(read, meant) if meant else Slots()
    told = _told(read, meant, losses, slots)
    if named := [loss for loss in meant if _is_named(read, loss, hints)]:
        told |= {"lease_lost_by_named": True, "log_origin": _logged_by(named)}
        if all(loss.ends_run and not _works(read, loss.run) for loss in named):
            told["symptom"] = "lease_renewal_failed"  # whoever asks about this run asks why it ended
    facts = [Fact(name, value, "live", read.now) for name, value in told.items() if value is not None]
    return facts, {"lease_slots_after": slots.why} if slots.why and slots.after is None else {}


def _meant(read: Snapshot, losses: Sequence[Loss], hints: Hints) -> list[Loss]:
    """Return the losses around that of the run a person names, else around the newest one."""
    named = [loss for loss in losses if _is_named(read, loss, hints)]
    centre = next(iter(named or losses), None)
    if centre is None:
        return []
    return [loss for loss in losses if abs(loss.noticed - centre.noticed) <= TOGETHER]


def _is_named(read: Snapshot, loss: Loss, hints: Hints) -> bool:
    name = str(read.flow_runs.get(loss.run, {}).get("name", "")).casefold()
    asked = {one.casefold().strip() for one in (*hints.names, hints.run)}
    return name in asked or loss.run in hints.run


def _logged_by(losses: Sequence[Loss]) -> str | None:
    """Return whose log the lines stand in, as a person would be asked."""
    return _one("task_log" if loss.task else "flow_log" for loss in losses)


def _told(read: Snapshot, meant: list[Loss], losses: Sequence[Loss], slots: Slots) -> dict[str, Any]:
    if not meant:
        none = {"lease_lost_runs": 0, "lease_lost_now": 0, "lease_ended_runs": 0}
        return {"lease_losses": [], "lease_lost_by_named": False, **none}
    runs = list(dict.fromkeys(loss.run for loss in meant))
    loops = {loss.on_flow_loop for loss in meant}
    return {
        "lease_losses": [_record(read, loss) for loss in meant][:20],
        "lease_lost_runs": len(runs),
        "lease_lost_by_named": False,
        "lease_lost_now": sum(_works(read, run) for run in runs),
        "lease_lost_before": len(losses) - len(meant),
        "lease_answer": _one(loss.answer for loss in meant),
        "lease_slots_after": slots.after,
        "lease_limits": list(slots.limits),
        "lease_slots_stuck": list(slots.stuck),
        "lease_kept": slots.kept,
        "lease_lost_at_once": slots.lost_at_once,
        "lease_failure_shape": _shape(meant, slots),
        "lease_ended_runs": len({loss.run for loss in meant if loss.ends_run}),
        "lease_end_delay_seconds": max(
            (_end_delay(read, loss) for loss in meant if loss.ends_run), default=None
        ),
        "lease_renewed_on_flow_loop": loops.pop() if len(loops) == 1 else None,
        "lease_of_deployment": _of_deployment(read, meant),
    }


def _shape(meant: Sequence[Loss], slots: Slots) -> Shape | None:
    """Return what happened where the slots prove it; None leaves it open, to be asked."""
    answers = {loss.answer for loss in meant}
    if answers != {"gone"}:
        return "api_down" if "unreachable" in answers else None
    several = len({loss.run for loss in meant}) > 1
    if slots.after == "freed_later" or (several and slots.lost_at_once > 1):
        return "several_replicas"
    if slots.after == "kept_counted":
        return "server_restarted"
    if slots.after != "freed_before" or several or not slots.kept:
        return None  # several runs that nobody outlasted: the API was away, or their machine stood still
    return "one_run_blocking_async" if all(loss.on_flow_loop for loss in meant) else "one_run_frozen"


def _record(read: Snapshot, loss: Loss) -> Record:
    run = read.flow_runs.get(loss.run)
    return {
        "id": loss.run,
        "name": run["name"] if run else loss.run,
        "kind": "flow_run",
        "state": run["state_name"] if run else None,
        "since_seconds": None,
        "lost_seconds_ago": max((read.now - loss.noticed).total_seconds(), 0.0),
        "link": page(read.api_url, "flow-run", loss.run),
        "whose": _whose(run, loss),
        "ends_run": loss.ends_run,
        "answer": loss.answer,
        "lease": loss.lease,
    }


def _whose(run: Row | None, loss: Loss) -> str:
    """Say which lease it was: the logger tells a task's from a flow's, the lease id a deployment's."""
    if loss.task:
        return "the concurrency() inside one of its tasks"
    details = ((run or {}).get("state") or {}).get("state_details") or {}
    if loss.lease and str(details.get("deployment_concurrency_lease_id")) == loss.lease:
        return "its deployment's limit"
    if loss.ends_run and (run or {}).get("deployment_id"):
        return "its deployment's limit, or a strict concurrency() in the flow's own code"
    return "the concurrency() in the flow's own code"


def _works(read: Snapshot, run: str) -> bool:
    row = read.flow_runs.get(run)
    return row is not None and row["state_type"] not in TERMINAL


def _end_delay(read: Snapshot, loss: Loss) -> float:
    """Return the seconds from the line that says it terminates the run to the run's end, or till now."""
    row = read.flow_runs.get(loss.run)
    ended = moment(row["end_time"]) if row else None
    return max(((ended or read.now) - loss.noticed).total_seconds(), 0.0) if row else 0.0


def _of_deployment(read: Snapshot, meant: Sequence[Loss]) -> bool | None:
    """Tell whether a lost lease is that of a deployment's limit; None when nothing tells."""
    known = [details for loss in meant if (details := _details(read, loss.run)) is not None]
    leases = {str(one) for details in known if (one := details.get("deployment_concurrency_lease_id"))}
    if leases & {loss.lease for loss in meant}:
        return True
    in_code = all(loss.task is not None or not loss.ends_run for loss in meant)
    return False if in_code or (leases and len(known) == len(meant)) else None


def _details(read: Snapshot, run: str) -> dict[str, Any] | None:
    row = read.flow_runs.get(run)
    return None if row is None else (row.get("state") or {}).get("state_details")


def _one(values: Iterable[str]) -> str | None:
    """Return the value all share, else None."""
    found = set(values)
    return found.pop() if len(found) == 1 else None

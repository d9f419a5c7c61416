"""Each source of a look: one request or one filter of Prefect's API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from bot.errors import OutOfReach

from .asking import EVENTS_PAGE, PAGE, Asking, Page, Row
from .old_tags import with_old_tags
from .well_formed import LEFT_OUT, kept

MOST_LIMITS, MOST_RUNS, MOST_POOLS = 2_000, 1_000, 400
MOST_IDS = 1_000  # of one kind, whose objects are read by their ids
MOST_EVENTS = 200
EVENT_DAYS = 13  # Cloud answers a window of at most 14 days, and this one ends in the time to come
CLOCKS_APART = timedelta(hours=12)  # an event bears the time of its client's clock, which may be ahead
SOON = 90  # a run waiting for a deployment's slot is scheduled 30 s ahead
ACTIVE = ("PENDING", "RUNNING", "CANCELLING")
JUST_ENDED = 40  # within these seconds a slot that came free may not be handed out yet
CANCELLED_DAYS = 3
FIRST_TAGS = 15  # as many as `prefect concurrency-limit ls` asks for


Settle = Callable[[str, Awaitable[Any]], Awaitable[Any]]


async def asked(_: str, source: Awaitable[Any]) -> Any:
    """Ask Prefect for this source."""
    return await source


# How a source is settled, by its name: by asking Prefect, or from what was recorded of an earlier look.
SETTLED: ContextVar[Settle] = ContextVar("SETTLED", default=asked)


class Gathered:
    """Collects sources read in parallel; a failed one leaves its reason instead of rows."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}
        self.failed: dict[str, str] = {}
        self.cut: dict[str, str] = {}

    async def read(self, sources: Mapping[str, Awaitable[Any]]) -> None:
        """Wait for all of these sources."""
        await asyncio.gather(*(self._one(name, source) for name, source in sources.items()))

    async def _one(self, name: str, source: Awaitable[Any]) -> None:
        try:
            answer = await SETTLED.get()(name, source)
        except OutOfReach as error:
            self.failed[name] = str(error)
            return
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # read while it was put together
            self.failed[name] = f"{LEFT_OUT}{name.partition(':')[0]} was not as Prefect writes it ({error!r})"
            return
        if isinstance(answer, Page):
            if answer.cut:
                kind = name.partition(":")[0].replace("_", " ")
                self.cut[name] = answer.why or f"only the first {len(answer.rows):,} of the {kind} were read"
            answer = answer.rows
        readable, why = kept(name, answer)
        if why and readable is None:
            self.failed[name] = why
            return
        if why:
            self.cut[name] = why
        self.found[name] = readable

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a source; none when it failed."""
        return tuple(self.found.get(name, ()))

    def some(self, name: str, ids: Iterable[str]) -> list[str]:
        """Return as many of these ids as are asked for; what is left out is said of the source."""
        wanted = sorted(ids)
        if len(wanted) > MOST_IDS:
            kind = name.replace("_", " ")
            self.cut[name] = f"only {MOST_IDS:,} of {len(wanted):,} {kind} were read"
        return wanted[:MOST_IDS]


def limits(ask: Asking) -> Awaitable[Page]:
    """Read every concurrency limit with its counter."""
    return with_old_tags(ask, ask.pages("/v2/concurrency_limits/filter", {}, MOST_LIMITS), MOST_LIMITS)


def pools(ask: Asking) -> Awaitable[Page]:
    """Read every work pool."""
    return ask.pages("/work_pools/filter", {}, MOST_POOLS)


def queues(ask: Asking) -> Awaitable[Page]:
    """Read every work queue."""
    return ask.pages("/work_queues/filter", {}, MOST_POOLS)


def workers(ask: Asking, pool: str) -> Awaitable[Any]:
    """Read the workers of a pool."""
    return ask.rows(f"/work_pools/{quote(pool, safe='')}/workers/filter", {"limit": 200})


def active_runs(ask: Asking) -> Awaitable[Page]:
    """Read the flow runs that may hold slots; a run waiting for its retry keeps a deployment's slot."""
    state = {"operator": "or_", "type": {"any_": ACTIVE}, "name": {"any_": ["AwaitingRetry"]}}
    return ask.pages("/flow_runs/filter", {"flow_runs": {"state": state}}, MOST_RUNS)


def scheduled_runs(ask: Asking, now: datetime) -> Awaitable[Page]:
    """Read the flow runs that are due, oldest first."""
    due = {"before_": (now + timedelta(seconds=SOON)).isoformat()}
    wanted = {"state": {"type": {"any_": ["SCHEDULED"]}}, "next_scheduled_start_time": due}
    body = {"flow_runs": wanted, "sort": "NEXT_SCHEDULED_START_TIME_ASC"}
    return ask.pages("/flow_runs/filter", body, MOST_RUNS)


def ended_runs(ask: Asking, now: datetime) -> Awaitable[Any]:
    """Read the flow runs that ended just now, newest first."""
    after = (now - timedelta(seconds=JUST_ENDED)).isoformat()
    body = {"flow_runs": {"end_time": {"after_": after}}, "sort": "END_TIME_DESC", "limit": PAGE}
    return ask.rows("/flow_runs/filter", body)


def cancelled_runs(ask: Asking, now: datetime) -> Awaitable[Any]:
    """Read the flow runs that were cancelled in the last days, newest first."""
    after = (now - timedelta(days=CANCELLED_DAYS)).isoformat()
    wanted = {"state": {"type": {"any_": ["CANCELLED"]}}, "end_time": {"after_": after}}
    return ask.rows("/flow_runs/filter", {"flow_runs": wanted, "sort": "END_TIME_DESC", "limit": PAGE})


def cancelled_before_they_began(ask: Asking, now: datetime) -> Awaitable[Any]:
    """Read the cancelled runs that have no end time, as runs that never began have none before 3.6.20."""
    after = (now - timedelta(days=CANCELLED_DAYS)).isoformat()
    wanted = {
        "state": {"type": {"any_": ["CANCELLED"]}},
        "end_time": {"is_null_": True},
        "expected_start_time": {"after_": after},
    }
    body = {"flow_runs": wanted, "sort": "EXPECTED_START_TIME_DESC", "limit": PAGE}
    return ask.rows("/flow_runs/filter", body)


def first_tags(ask: Asking) -> Awaitable[Any]:
    """Read the list of tag limits as `prefect concurrency-limit ls` does."""
    return ask.rows("/concurrency_limits/filter", {"limit": FIRST_TAGS})


async def worker_events(ask: Asking, pools: Iterable[str], now: datetime) -> list[Row]:
    """Read the newest of what workers of these pools (ids) said of themselves, by their clock, and when."""
    window = {
        "since": (now - timedelta(days=EVENT_DAYS)).isoformat(),
        "until": (now + CLOCKS_APART).isoformat(),
    }
    related = {"id": [f"prefect.work-pool.{pool}" for pool in pools]}
    wanted = {"event": {"prefix": ["prefect.worker."]}, "related": related, "occurred": window}
    return list((await ask.events(wanted, EVENTS_PAGE)).rows)


def last_words(ask: Asking, runs: Iterable[str]) -> Awaitable[Any]:
    """Read what was logged when these runs ended, newest first."""
    wanted = {"flow_run_id": {"any_": sorted(runs)}, "level": {"ge_": 20}}
    return ask.rows("/logs/filter", {"logs": wanted, "sort": "TIMESTAMP_DESC", "limit": PAGE})


def deployments_called(ask: Asking, names: Iterable[str]) -> Awaitable[Any] | None:
    """Read the deployments that are called flow/deployment; None where no name is written so."""
    pairs = [name.split("/") for name in names if name.count("/") == 1]
    if not pairs:
        return None
    own, flows = ({"name": {"any_": sorted({pair[n] for pair in pairs})}} for n in (1, 0))
    return ask.rows("/deployments/filter", {"deployments": own, "flows": flows, "limit": PAGE})


def pending_tasks(ask: Asking) -> Awaitable[Page]:
    """Read the task runs that wait inside running flow runs."""
    body = {
        "task_runs": {"state": {"type": {"any_": ["PENDING"]}}},
        "flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}},
    }
    return ask.pages("/task_runs/filter", body, MOST_RUNS)


def running_tasks(ask: Asking) -> Awaitable[Page]:
    """Read the task runs that run inside running flow runs."""
    body = {
        "task_runs": {"state": {"type": {"any_": ["RUNNING"]}}},
        "flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}},
    }
    return ask.pages("/task_runs/filter", body, MOST_RUNS)


def tag_view(ask: Asking, limit: Row) -> Awaitable[Any]:
    """Read a tag's limit as the tag API tells it: with the ids of the task runs that hold it."""
    tag = limit["name"].removeprefix("tag:")
    if "/" in tag:  # no address leads to it, quoted or not
        return ask.get(f"/concurrency_limits/{limit['id']}")
    return ask.get(f"/concurrency_limits/tag/{quote(tag, safe='')}")


def slot_events(ask: Asking, limit_id: str, now: datetime) -> Awaitable[Page]:
    """Read the events of slots taken from and given back to a limit, newest first."""
    wanted = {
        "event": {"prefix": ["prefect.concurrency-limit."]},
        "resource": {"id": [f"prefect.concurrency-limit.{limit_id}"]},
        "occurred": {
            "since": (now - timedelta(days=EVENT_DAYS)).isoformat(),
            "until": (now + CLOCKS_APART).isoformat(),
        },
    }
    return ask.events(wanted, MOST_EVENTS)


async def by_ids(ask: Asking, kind: str, ids: Iterable[str]) -> dict[str, Row]:
    """Read flow_runs, task_runs or deployments by their ids, 200 at a time."""
    wanted, rows = sorted(ids), []
    for start in range(0, len(wanted), 200):
        body = {kind: {"id": {"any_": wanted[start : start + 200]}}, "limit": 200}
        rows += await ask.rows(f"/{kind}/filter", body)
    return {row["id"]: row for row in rows}


async def flow_names(ask: Asking, deployments: Iterable[str]) -> dict[str, str]:
    """Read the flows of these deployments as id → name."""
    wanted, rows = sorted(deployments), []
    for start in range(0, len(wanted), 200):
        body = {"deployments": {"id": {"any_": wanted[start : start + 200]}}, "limit": 200}
        rows += await ask.rows("/flows/filter", body)
    return {row["id"]: row["name"] for row in rows}

"""What Prefect may refuse to tell: each source of a look, by the paths it is read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Taken:
    """A source that is taken away: requests that match `paths` are answered with `status`.

    `columns` are left out of every pool and queue, as an older server does.
    """

    name: str
    status: int
    paths: str
    columns: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Tell whether a request for this path is refused."""
        return re.match(self.paths, path) is not None

    def bare(self, name: str, answer: Any) -> Any:
        """Return the answer to a source as a server gives it that does not know the columns."""
        rows = getattr(answer, "rows", None)
        if not self.columns or name not in {"pools", "queues"} or rows is None:
            return answer
        kept = [{key: row[key] for key in row if key not in self.columns} for row in rows]
        return replace(answer, rows=tuple(kept))


SOURCES = (
    Taken("events", 403, "/events/"),
    Taken("logs", 403, "/logs/"),
    Taken("settings and version", 403, "/admin/"),
    Taken("workers", 403, "/work_pools/[^/]+/workers/"),
    Taken("task runs", 403, "/task_runs/"),
    Taken("deployments", 403, "/deployments/"),
    Taken("flows", 403, "/flows/"),
    Taken("tag views", 404, "/concurrency_limits/tag/"),
    Taken("tag limits of older servers", 403, "/concurrency_limits/filter"),
    Taken("work pools", 403, "/work_pools/"),
    Taken("work queues", 403, "/work_queues/"),
    Taken("flow runs", 403, "/flow_runs/"),
    Taken("histories of runs", 403, "/flow_run_states/"),
    Taken("limits", 404, "/v2/concurrency_limits/"),
    Taken("what newer servers have", 405, "/admin/settings|.*/concurrency_status", ("active_slots",)),
)

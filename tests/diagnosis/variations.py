"""What if one thing had been otherwise on a recorded server: a limit off, a pool paused, nobody waiting?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.prefect_live.asking import Page


@dataclass(frozen=True)
class Variation:
    """Every row of these sources has other values, or is not there where `values` is None."""

    name: str
    sources: frozenset[str]
    values: Mapping[str, Any] | None

    def takes(self, _: str) -> bool:
        """Nothing is refused."""
        return False

    def bare(self, name: str, answer: Any) -> Any:
        """Return the answer to a source as it would have been."""
        if name.partition(":")[0] not in self.sources:
            return answer
        if isinstance(answer, Mapping):
            return {key: {**row, **self.values} for key, row in answer.items()} if self.values else {}
        rows = answer.rows if isinstance(answer, Page) else answer
        changed = [{**row, **self.values} for row in rows] if self.values else []
        return Page(tuple(changed), answer.cut) if isinstance(answer, Page) else changed


def _variation(name: str, *sources: str, **values: Any) -> Variation:
    return Variation(name, frozenset(sources), values or None)


VARIATIONS = (
    _variation("limits are off", "limits", active=False),
    _variation("limits are 0", "limits", limit=0),
    _variation("limits are 99", "limits", limit=99),
    _variation("limits count 0", "limits", active_slots=0),
    _variation("limits count 3", "limits", active_slots=3),
    _variation("limits decay", "limits", slot_decay_per_second=0.5),
    _variation("limits moved long ago", "limits", updated="2026-11-01T00:00:00Z"),
    _variation("pools are paused", "pools", is_paused=True),
    _variation("pools have no limit", "pools", concurrency_limit=None),
    _variation("pools have the limit 0", "pools", concurrency_limit=0),
    _variation("pools need no worker", "pools", type="modal:push"),
    _variation("queues are paused", "queues", is_paused=True),
    _variation("queues have no limit", "queues", concurrency_limit=None),
    _variation("queues have the limit 0", "queues", concurrency_limit=0),
    _variation("queues were never polled", "queues", last_polled=None),
    _variation("no worker is online", "workers", status="OFFLINE"),
    _variation("deployments are paused", "deployments", paused=True),
    _variation("deployments are served by nobody", "deployments", work_pool_name=None, status="NOT_READY"),
    _variation("nothing waits", "scheduled", "pending_tasks"),
    _variation("nothing runs", "active", "running_tasks"),
    _variation("nobody changed a limit", "changes"),
    _variation("nobody took a slot", "slot_events"),
    _variation("no run failed", "failures"),
    _variation("no lease was lost", "lease_logs"),
    _variation("nothing gave a sign of life", "signs", "signs_since"),
    _variation("no parents", "parents"),
    _variation("no history", "states"),
)

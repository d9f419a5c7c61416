"""Everything that is limited, for a panel."""

from __future__ import annotations

from typing import Any

from .asking import Row
from .holders import limit_kind, limit_link
from .links import page


def panel(
    api_url: str, limits: tuple[Row, ...], pools: tuple[Row, ...], queues: tuple[Row, ...]
) -> list[dict[str, Any]]:
    """Return one row for each limit, and for each pool and queue that has one; used is None if not told."""
    rows = [
        _row(row["name"], limit_kind(row), row["active_slots"], row["limit"], limit_link(api_url, row))
        for row in limits
    ]
    rows += [
        _row(
            row["name"],
            "work_pool",
            row.get("active_slots"),
            row["concurrency_limit"],
            page(api_url, "work-pool", row["name"]),
        )
        for row in pools
        if row["concurrency_limit"] is not None
    ]
    rows += [
        _row(
            f"{row.get('work_pool_name')}/{row['name']}",
            "work_queue",
            row.get("active_slots"),
            row["concurrency_limit"],
            page(api_url, "work-queue", row["id"]),
        )
        for row in queues
        if row["concurrency_limit"] is not None
    ]
    return rows


def _row(name: str, mechanism: str, used: int | None, limit: int, link: str) -> dict[str, Any]:
    return {"name": name, "mechanism": mechanism, "used": used, "limit": limit, "link": link}

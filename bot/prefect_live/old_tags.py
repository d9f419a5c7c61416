"""Tag limits of servers before 3.4.19, where they are objects of their own, read as any other limit."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from bot.errors import OutOfReach

from .asking import Asking, NotThere, Page, Row


async def with_old_tags(ask: Asking, limits: Awaitable[Page], most: int) -> Page:
    """Add the tags' own limits where no global limit stands for a tag.

    Newer servers list the same tags at both addresses, so nothing is added there.
    """
    read = await limits
    if read.cut or any(row["name"].startswith("tag:") for row in read.rows):
        return read
    try:
        tags = await ask.pages("/concurrency_limits/filter", {}, most)
    except NotThere:  # newer servers may not have it, and nothing is missing there
        return read
    except OutOfReach as error:
        return Page(read.rows, cut=True, why=str(error))
    return replace(tags, rows=(*read.rows, *map(_as_limit, tags.rows)))


def _as_limit(tag: Row) -> dict[str, Any]:
    return {
        "id": tag["id"],
        "name": f"tag:{tag['tag']}",
        "active": True,
        "limit": tag["concurrency_limit"],
        "active_slots": len(tag["active_slots"]),
        "slot_decay_per_second": 0.0,
        "created": tag["created"],
        "updated": tag["updated"],
    }

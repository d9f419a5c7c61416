"""Where pure work is done, so that the loop stays free: Slack waits three seconds for an ack."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_THINKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thinker")
Thought = TypeVar("Thought")


async def thinking(work: Callable[[], Thought]) -> Thought:
    """Return what pure work finds, without keeping the loop from anything else."""
    return await asyncio.get_running_loop().run_in_executor(_THINKER, work)

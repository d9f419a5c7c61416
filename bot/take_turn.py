"""Takes one turn: measured, and when it breaks, logged and told to the person."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable

from prometheus_client import Counter, Histogram

from bot.inbox_event import InboxEvent

logger = logging.getLogger(__name__)
TURNS = Counter("bot_turns_total", "Turns taken", ["kind", "outcome"])
TURN_SECONDS = Histogram("bot_turn_seconds", "Seconds a turn took", ["kind"])
Handle = Callable[[InboxEvent], Awaitable[None]]
Failed = Callable[[InboxEvent, str], Awaitable[None]]


async def take_turn(event: InboxEvent, handle: Handle, failed: Failed) -> None:
    """Handle an event; one that cannot be handled ends here, so that the next one of its thread can come."""
    try:
        with TURN_SECONDS.labels(event.kind).time():
            await handle(event)
        TURNS.labels(event.kind, "done").inc()
    except Exception:  # the outer loop of a turn: logged, and told to the person
        error_id = uuid.uuid4().hex[:8]
        TURNS.labels(event.kind, "failed").inc()
        logger.exception("turn %s failed: %s in %s", error_id, event.kind, event.thread)
        try:
            await failed(event, error_id)
        except Exception:  # as above; there is nobody left to tell but the log
            logger.exception("turn %s: the person could not be told", error_id)

"""The inbox on Docket: events wait durably, in order within a thread, and are handled one at a time there."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from types import TracebackType

from docket import ConcurrencyLimit, Docket, Worker
from pydantic import TypeAdapter, ValidationError
from redis.exceptions import RedisError

from bot.errors import OutOfReach
from bot.inbox_event import InboxEvent
from bot.take_turn import Failed, Handle, take_turn

logger = logging.getLogger(__name__)
# Docket's own default of 250 ms would be most of the time a person waits.
_CHECK = timedelta(milliseconds=20)
# After this long without a sign of life a replica's turn is taken over; Docket's own default is 5 minutes.
REDELIVERY = timedelta(seconds=30)
_REMEMBER_SECONDS = 24 * 3600
_DRAIN_SECONDS = 20.0
_ADD_SECONDS = 2.0  # Slack waits three
_EVENT: TypeAdapter[InboxEvent] = TypeAdapter(InboxEvent)


class Inbox:
    """Takes events and hands them on. Use `async with`; nothing is handled before `on_event` is called.

    Docket wakes parked tasks in no promised order, so a task carries no event: it drains the mailbox
    (a list) of its thread, oldest first, and the limit of one task a thread keeps turns apart.
    """

    def __init__(
        self,
        url: str = "memory://",
        *,
        name: str = "concurrency-bot",
        redelivery: timedelta = REDELIVERY,
    ) -> None:
        self._redelivery = redelivery
        self._docket = Docket(name=name, url=url)
        self._handlers: tuple[Handle, Failed] | None = None
        self._listening = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        # What waits in memory dies with the process, so stopping waits for it; Redis keeps it.
        self._in_memory = url.startswith("memory://")
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def on_event(self, handle: Handle, failed: Failed) -> None:
        """Start handling. `failed(event, id)` tells the person of a turn that broke."""
        self._handlers = (handle, failed)
        self._listening.set()

    async def add(self, event: InboxEvent) -> bool:
        """Queue this event; False when one with its key was queued in the last day. Raises OutOfReach."""
        try:
            async with asyncio.timeout(_ADD_SECONDS):
                return await self._add(event)
        except (RedisError, TimeoutError, OSError) as error:
            raise OutOfReach(f"the queue cannot be reached ({type(error).__name__})") from error

    async def ping(self) -> None:
        """Raise OutOfReach when the queue does not answer."""
        try:
            async with asyncio.timeout(_ADD_SECONDS), self._docket.redis() as redis:
                await redis.get(self._docket.key("ping"))
        except (RedisError, TimeoutError, OSError) as error:
            raise OutOfReach(f"the queue cannot be reached ({type(error).__name__})") from error

    async def _add(self, event: InboxEvent) -> bool:
        seen, mailbox, body = (
            self._docket.key(f"seen:{event.key}"),
            self._mailbox(event.thread),
            _EVENT.dump_json(event),
        )
        async with self._docket.redis() as redis:
            if not await redis.set(seen, "1", nx=True, ex=_REMEMBER_SECONDS):
                return False
            self._count(+1)
            try:
                await redis.rpush(mailbox, body)
                await self._docket.add(self._turns, key=f"turn:{event.key}")(thread=event.thread)
            except (RedisError, OSError, asyncio.CancelledError):
                self._count(-1)
                # Taken back whole, so that the same event can come again.
                with suppress(RedisError, OSError):
                    await redis.lrem(mailbox, 1, body)
                    await redis.delete(seen)
                raise
        return True

    def _count(self, change: int) -> None:
        self._waiting = max(self._waiting + change, 0)
        if self._waiting:
            self._idle.clear()
        else:
            self._idle.set()

    def _mailbox(self, thread: str) -> str:
        return self._docket.key(f"mailbox:{thread}")

    async def _drain(self, thread: str) -> None:
        await self._listening.wait()
        assert self._handlers is not None  # noqa: S101 - on_event sets them first
        async with self._docket.redis() as redis:
            # Looked at, handled, then removed: a process that dies in between leaves it for the next.
            while raw := await redis.lindex(self._mailbox(thread), 0):
                if (event := _event_of(raw)) is not None:
                    await take_turn(event, *self._handlers)
                await redis.lpop(self._mailbox(thread))
                self._count(-1)

    async def __aenter__(self) -> Inbox:
        async def turns(thread: str, _limit: ConcurrencyLimit = ConcurrencyLimit("thread", 1)) -> None:  # noqa: B008
            await self._drain(thread)

        self._turns = turns
        self._docket.register(turns)
        try:
            await self._docket.__aenter__()
        except (RedisError, OSError) as error:
            raise OutOfReach(f"the queue cannot be reached ({type(error).__name__})") from error
        self._worker = Worker(
            self._docket,
            concurrency=20,
            redelivery_timeout=self._redelivery,
            minimum_check_interval=_CHECK,
            scheduling_resolution=_CHECK,
        )
        await self._worker.__aenter__()
        self._running = asyncio.create_task(self._worker.run_forever(), name="inbox")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the turns that run, then stop."""
        if self._in_memory and self._listening.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), _DRAIN_SECONDS)
        if self._running is not None:
            self._running.cancel()  # Docket's loop waits for its running tasks before it ends
            with suppress(asyncio.CancelledError):
                await self._running
        await self._worker.__aexit__(kind, error, trace)
        await self._docket.__aexit__(kind, error, trace)


def _event_of(raw: bytes) -> InboxEvent | None:
    """Read what waited; an older release may have written it, and one letter must not block its thread."""
    try:
        return _EVENT.validate_json(raw)
    except ValidationError:
        logger.exception("an event in the queue cannot be read and is left out")
        return None

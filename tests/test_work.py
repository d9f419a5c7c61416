from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field

import pytest

from bot.errors import OutOfReach
from bot.work import Inbox, InboxEvent


def event(key: str, thread: str = "1.0", text: str = "") -> InboxEvent:
    return InboxEvent("say", key, "T", "C", thread, "U", text=text or key)


@dataclass
class Turns:
    pause: float = 0.0
    seen: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    running: dict[str, int] = field(default_factory=dict)
    most: int = 0

    async def handle(self, event: InboxEvent) -> None:
        self.running[event.thread] = self.running.get(event.thread, 0) + 1
        self.most = max(self.most, self.running[event.thread])
        await asyncio.sleep(self.pause)
        self.running[event.thread] -= 1
        if event.text == "boom":
            raise RuntimeError("broken")
        self.seen.append(event.key)

    async def failed(self, event: InboxEvent, error_id: str) -> None:
        self.told.append((event.key, error_id))


async def until(turns: Turns, count: int) -> None:
    async with asyncio.timeout(10):
        while len(turns.seen) + len(turns.told) < count:  # noqa: ASYNC110 - a turn knows no events
            await asyncio.sleep(0.005)


def inbox() -> Inbox:
    return Inbox("memory://", name=f"test-{uuid.uuid4().hex}")


async def test_turns_of_one_thread_keep_their_order_and_never_overlap() -> None:
    turns = Turns(pause=0.005)
    async with inbox() as box:
        box.on_event(turns.handle, turns.failed)
        keys = [f"k{n}" for n in range(20)]
        for key in keys:
            await box.add(event(key))
        await until(turns, 20)
    assert turns.seen == keys
    assert turns.most == 1


async def test_threads_do_not_wait_for_each_other() -> None:
    turns = Turns(pause=0.3)
    async with inbox() as box:
        box.on_event(turns.handle, turns.failed)
        started = asyncio.get_running_loop().time()
        for n in range(8):
            await box.add(event(f"k{n}", thread=f"{n}.0"))
        await until(turns, 8)
    assert asyncio.get_running_loop().time() - started < 1.5


async def test_the_same_event_is_handled_once() -> None:
    turns = Turns()
    async with inbox() as box:
        box.on_event(turns.handle, turns.failed)
        assert await box.add(event("same"))
        await until(turns, 1)
        assert not await box.add(event("same"))
        await box.add(event("other"))
        await until(turns, 2)
    assert turns.seen == ["same", "other"]


async def test_a_broken_turn_is_told_and_the_next_one_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    turns = Turns()
    async with inbox() as box:
        box.on_event(turns.handle, turns.failed)
        await box.add(event("a", text="boom"))
        await box.add(event("b"))
        await until(turns, 2)
    [(key, error_id)] = turns.told
    assert key == "a"
    assert error_id in caplog.text
    assert turns.seen == ["b"]


async def test_stopping_lets_a_running_turn_finish() -> None:
    turns = Turns(pause=0.3)
    async with inbox() as box:
        box.on_event(turns.handle, turns.failed)
        await box.add(event("slow"))
        await asyncio.sleep(0.15)
    assert turns.seen == ["slow"]


async def test_a_queue_that_is_away_is_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        async with Inbox("redis://127.0.0.1:1/0") as box:
            await box.add(event("k"))

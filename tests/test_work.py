from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.errors import OutOfReach
from bot.inbox_event import InboxEvent
from bot.work import Inbox

from .other_servers import redis_server


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


async def until(turns: Turns, count: int, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while len(turns.seen) + len(turns.told) < count:  # noqa: ASYNC110 - a turn knows no events
            await asyncio.sleep(0.005)


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(params=["memory", "redis"])
def inbox(request: pytest.FixtureRequest) -> Inbox:
    url = "memory://" if request.param == "memory" else request.getfixturevalue("redis")
    return Inbox(url, name=f"test-{uuid.uuid4().hex}")


async def test_turns_of_one_thread_keep_their_order_and_never_overlap(inbox: Inbox) -> None:
    turns = Turns(pause=0.005)
    async with inbox as box:
        box.on_event(turns.handle, turns.failed)
        keys = [f"k{n}" for n in range(20)]
        for key in keys:
            await box.add(event(key))
        await until(turns, 20)
    assert turns.seen == keys
    assert turns.most == 1


async def test_threads_do_not_wait_for_each_other(inbox: Inbox) -> None:
    turns = Turns(pause=0.3)
    async with inbox as box:
        box.on_event(turns.handle, turns.failed)
        started = asyncio.get_running_loop().time()
        for n in range(8):
            await box.add(event(f"k{n}", thread=f"{n}.0"))
        await until(turns, 8)
    assert asyncio.get_running_loop().time() - started < 1.5


async def test_the_same_event_is_handled_once(inbox: Inbox) -> None:
    turns = Turns()
    async with inbox as box:
        box.on_event(turns.handle, turns.failed)
        assert await box.add(event("same"))
        await until(turns, 1)
        assert not await box.add(event("same"))
        await box.add(event("other"))
        await until(turns, 2)
    assert turns.seen == ["same", "other"]


async def test_a_broken_turn_is_told_and_the_next_one_goes_on(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    turns = Turns()
    async with inbox as box:
        box.on_event(turns.handle, turns.failed)
        await box.add(event("a", text="boom"))
        await box.add(event("b"))
        await until(turns, 2)
    [(key, error_id)] = turns.told
    assert key == "a"
    assert error_id in caplog.text
    assert turns.seen == ["b"]


async def test_stopping_lets_a_running_turn_finish(inbox: Inbox) -> None:
    turns = Turns(pause=0.3)
    async with inbox as box:
        box.on_event(turns.handle, turns.failed)
        await box.add(event("slow"))
        await asyncio.sleep(0.15)
    assert turns.seen == ["slow"]


async def test_a_queue_that_is_away_is_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        async with Inbox("redis://127.0.0.1:1/0") as box:
            await box.add(event("k"))


async def test_what_a_killed_replica_was_doing_is_taken_over_once_and_in_order(redis: str) -> None:
    name, turns = f"test-{uuid.uuid4().hex}", Turns()
    replica = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.turn_taker", redis, name, stdout=asyncio.subprocess.PIPE
    )
    assert replica.stdout is not None
    try:
        async with asyncio.timeout(60):
            assert await replica.stdout.readline() == b"started first\n"
    finally:
        replica.kill()
        await replica.wait()
    async with Inbox(redis, name=name, redelivery=timedelta(seconds=1)) as box:
        box.on_event(turns.handle, turns.failed)
        await until(turns, 2, seconds=30)
        assert not await box.add(event("first"))
        await asyncio.sleep(1.5)  # longer than a redelivery: nobody gets it a second time
    assert turns.seen == ["first", "second"]


async def test_two_replicas_share_the_work_and_keep_a_thread_in_order(redis: str) -> None:
    name, turns = f"test-{uuid.uuid4().hex}", Turns(pause=0.01)
    async with Inbox(redis, name=name) as one, Inbox(redis, name=name) as two:
        for box in (one, two):
            box.on_event(turns.handle, turns.failed)
        keys = [f"k{n}" for n in range(20)]
        for number, key in enumerate(keys):
            await (one, two)[number % 2].add(event(key))
        await until(turns, 20)
    assert turns.seen == keys
    assert turns.most == 1


async def test_a_turn_longer_than_a_redelivery_is_not_taken_over(redis: str) -> None:
    name, turns = f"test-{uuid.uuid4().hex}", Turns(pause=2.5)
    quick = timedelta(seconds=1)
    async with (
        Inbox(redis, name=name, redelivery=quick) as one,
        Inbox(redis, name=name, redelivery=quick) as two,
    ):
        for box in (one, two):
            box.on_event(turns.handle, turns.failed)
        await one.add(event("slow"))
        await until(turns, 1)
        await asyncio.sleep(1)
    assert turns.seen == ["slow"]


async def test_what_waits_in_redis_outlives_the_process_that_took_it(redis: str) -> None:
    name, turns = f"test-{uuid.uuid4().hex}", Turns()
    async with Inbox(redis, name=name, redelivery=timedelta(seconds=1)) as box:
        await box.add(event("waits"))
    async with Inbox(redis, name=name, redelivery=timedelta(seconds=1)) as box:
        box.on_event(turns.handle, turns.failed)
        await until(turns, 1, seconds=30)
    assert turns.seen == ["waits"]


async def test_a_letter_nobody_can_read_does_not_block_its_thread(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    turns = Turns()
    async with inbox as box:
        async with box._docket.redis() as redis:
            await redis.rpush(box._mailbox("T:C:1.0"), b'{"kind": "say"}')
        box.on_event(turns.handle, turns.failed)
        await box.add(event("next"))
        await until(turns, 1)
    assert turns.seen == ["next"]
    assert "cannot be read" in caplog.text

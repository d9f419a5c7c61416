"""The connection to the database, with its tables brought up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Table, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.event import listens_for
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import OutOfReach, UsageError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
# Two replicas that start at once: the second waits for the first. Any constant of our own will do.
_MIGRATION_LOCK = 0x50F1C0


class Database:
    """One engine. Every error of the database leaves here as OutOfReach."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that commits at the end. Raises OutOfReach."""
        try:
            async with self.engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise OutOfReach(f"the store cannot be reached ({type(error).__name__})") from error

    async def ping(self) -> None:
        """Raise OutOfReach when the database does not answer."""
        async with self.begin() as connection:
            await connection.execute(text("SELECT 1"))


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Connect and migrate. Raises UsageError for a URL that cannot work, OutOfReach when nothing answers."""
    database = Database(_engine(url))
    try:
        async with database.begin() as connection:
            await connection.run_sync(_migrate)
        yield database
    finally:
        await database.engine.dispose()


def _engine(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError("BOT_DATABASE_URL: not a database URL") from None
    driver = _DRIVERS.get(parsed.drivername, parsed.drivername)
    if driver not in _DRIVERS.values():
        raise UsageError("BOT_DATABASE_URL: only sqlite:// and postgresql:// are supported")
    if driver.startswith("sqlite") and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    parsed = parsed.set(drivername=driver)
    if not driver.startswith("sqlite"):
        return create_async_engine(parsed, pool_pre_ping=True)
    # One writer at a time is all SQLite has: waiting for our own connection is fair and quick, waiting
    # for another's lock is neither, and fails as "database is locked" under load.
    engine = create_async_engine(parsed, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0)
    listens_for(engine.sync_engine, "connect")(_quick_commits)
    return engine


def _quick_commits(connection: DBAPIConnection, _record: object) -> None:
    """Append to a log instead of rewriting pages: see https://sqlite.org/wal.html."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def insert(connection: AsyncConnection, table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT, in the words of this database; `table` is a mapped class."""
    inner: Table = table.__table__
    return postgresql.insert(inner) if connection.dialect.name == "postgresql" else sqlite.insert(inner)


def now() -> datetime:
    """Return the time to write beside a row."""
    return datetime.now(UTC)

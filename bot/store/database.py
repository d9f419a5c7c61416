"""The connection to the database, with its tables brought up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Executable,
    Result,
    Table,
    create_engine,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.event import listens_for
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from bot.errors import OutOfReach, UsageError

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+aiosqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
# Two replicas that start at once: the second waits for the first. Any constant of our own will do.
_MIGRATION_LOCK = 0x50F1C0


class Transaction(Protocol):
    """What the store needs of SQLAlchemy's AsyncConnection."""

    @property
    def dialect(self) -> Dialect:
        """The words this database speaks."""

    async def execute(self, statement: Executable, parameters: Any = None) -> Result[Any]:
        """Run one statement."""

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        """Run what speaks to a plain connection."""


class Database:
    """One engine. Every error of the database leaves here as OutOfReach."""

    def __init__(self, engine: AsyncEngine | Engine) -> None:
        self.engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """Open a transaction that commits at the end; await nothing but its statements. Raises OutOfReach."""
        try:
            if isinstance(self.engine, Engine):
                with self.engine.begin() as connection:
                    yield _AtOnce(connection)
            else:
                async with self.engine.begin() as remote:
                    yield remote
        except (SQLAlchemyError, OSError) as error:
            raise OutOfReach(f"the store cannot be reached ({type(error).__name__})") from error

    async def ping(self) -> None:
        """Raise OutOfReach when the database does not answer."""
        async with self.begin() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Hang up."""
        if isinstance(self.engine, Engine):
            self.engine.dispose()
        else:
            await self.engine.dispose()


@dataclass(frozen=True, slots=True)
class _AtOnce:
    """Runs SQLite where we stand: a statement takes 0.1 ms, asking a thread for it six turns of the loop.

    Nothing else runs between a transaction's statements, so nobody ever waits for SQLite's one lock.
    """

    connection: Connection

    @property
    def dialect(self) -> Dialect:
        return self.connection.dialect

    async def execute(self, statement: Executable, parameters: Any = None) -> Result[Any]:
        return self.connection.execute(statement, parameters)

    async def run_sync(self, work: Callable[[Connection], None]) -> None:
        work(self.connection)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Connect and migrate. Raises UsageError for a URL that cannot work, OutOfReach when nothing answers."""
    database = Database(_engine(url))
    try:
        async with database.begin() as connection:
            await connection.run_sync(_migrate)
        yield database
    finally:
        await database.close()


def _engine(url: str) -> AsyncEngine | Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError("BOT_DATABASE_URL: not a database URL") from None
    driver = _DRIVERS.get(parsed.drivername, parsed.drivername)
    if driver not in _DRIVERS.values():
        raise UsageError("BOT_DATABASE_URL: only sqlite:// and postgresql:// are supported")
    parsed = parsed.set(drivername=driver)
    if driver != _DRIVERS["sqlite"]:
        return create_async_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
    listens_for(engine, "connect")(_quick_commits)
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


def insert(connection: Transaction, table: Any) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT, in the words of this database; `table` is a mapped class."""
    inner: Table = table.__table__
    return postgresql.insert(inner) if connection.dialect.name == "postgresql" else sqlite.insert(inner)


def now() -> datetime:
    """Return the time to write beside a row."""
    return datetime.now(UTC)

"""What must survive a restart: cases, events taken, replies sent, feedback, installations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.store.cases import CaseStore, case_key
from bot.store.cipher import Cipher
from bot.store.database import Database, open_database
from bot.store.events import Outbox, SeenEvents
from bot.store.installations import Installation, Installations

__all__ = [
    "CaseStore",
    "Installation",
    "Installations",
    "Outbox",
    "SeenEvents",
    "Store",
    "case_key",
    "open_store",
]


@dataclass(frozen=True)
class Store:
    """Everything kept in one database."""

    database: Database
    cases: CaseStore
    seen: SeenEvents
    outbox: Outbox
    installations: Installations


@asynccontextmanager
async def open_store(url: str, encryption_key: str | None = None) -> AsyncIterator[Store]:
    """Connect, bring the tables up to date, and close at the end. Raises UsageError or OutOfReach."""
    cipher = Cipher(encryption_key)
    async with open_database(url) as database:
        yield Store(
            database,
            CaseStore(database),
            SeenEvents(database),
            Outbox(database),
            Installations(database, cipher),
        )

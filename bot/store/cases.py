"""Cases: one thread is one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from bot.engine.facts import Case
from bot.store.database import Database, insert, now
from bot.store.models import CaseRow, FeedbackRow

_CASE: TypeAdapter[Case] = TypeAdapter(Case)


def case_key(team: str, channel: str, thread_ts: str) -> str:
    """Return the id of the case of this thread."""
    return f"{team}:{channel}:{thread_ts}"


class CaseStore:
    """Cases that survive a restart. Every method raises OutOfReach when the database is away."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def load(self, team: str, channel: str, thread_ts: str) -> Case | None:
        """Return the case of this thread, or None when there is none yet."""
        query = select(CaseRow.body).where(CaseRow.id == case_key(team, channel, thread_ts))
        async with self.database.begin() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        return None if body is None else _CASE.validate_python(body)

    async def open(self, team: str, channel: str, thread_ts: str) -> None:
        """Make this thread ours before its first turn ends, so that what is written meanwhile is heard."""
        key = case_key(team, channel, thread_ts)
        body = _CASE.dump_python(Case(id=key), mode="json")
        async with self.database.begin() as connection:
            row = insert(connection, CaseRow).values(
                id=key, team=team, channel=channel, thread_ts=thread_ts, body=body, updated_at=now()
            )
            await connection.execute(row.on_conflict_do_nothing())

    async def question(self, team: str, channel: str, thread_ts: str) -> dict[str, Any] | None:
        """Return what was kept of the question that was asked last in this thread."""
        query = select(CaseRow.question).where(CaseRow.id == case_key(team, channel, thread_ts))
        async with self.database.begin() as connection:
            kept: dict[str, Any] | None = (await connection.execute(query)).scalar_one_or_none()
        return kept

    async def save(
        self,
        case: Case,
        team: str,
        channel: str,
        thread_ts: str,
        *,
        question: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the case of this thread, and the `question` that it is asked now, over the one before."""
        key = case_key(team, channel, thread_ts)
        body = _CASE.dump_python(replace(case, id=key), mode="json")
        fresh = {"body": body, "question": dict(question) if question else None, "updated_at": now()}
        async with self.database.begin() as connection:
            row = insert(connection, CaseRow).values(
                id=key, team=team, channel=channel, thread_ts=thread_ts, **fresh
            )
            await connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fresh))

    async def is_ours(self, channel: str, thread_ts: str) -> bool:
        """Tell whether this thread is a conversation with the bot."""
        query = select(CaseRow.id).where(CaseRow.channel == channel, CaseRow.thread_ts == thread_ts).limit(1)
        async with self.database.begin() as connection:
            return (await connection.execute(query)).first() is not None

    async def feedback(self, case_id: str, person: str, message: str, value: str) -> None:
        """Keep what this person thinks of this answer; a later press replaces an earlier one."""
        fresh = {"value": value, "at": now()}
        async with self.database.begin() as connection:
            row = insert(connection, FeedbackRow).values(
                case_id=case_id, person=person, message=message, **fresh
            )
            keys = ["case_id", "person", "message"]
            await connection.execute(row.on_conflict_do_update(index_elements=keys, set_=fresh))

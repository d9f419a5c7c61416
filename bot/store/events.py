"""What was taken and what was answered, so that nothing happens twice."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update

from bot.store.database import Database, insert, now
from bot.store.models import ReplyRow, SeenEventRow

REMEMBER = timedelta(hours=24)


class SeenEvents:
    """The events taken in the last day, shared by every replica."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._pruned = now() - REMEMBER

    async def first_time(self, event_id: str) -> bool:
        """Take this event; False when anybody took it before. Raises OutOfReach."""
        async with self.database.begin() as connection:
            if now() - self._pruned > timedelta(hours=1):
                self._pruned = now()
                for table in (SeenEventRow, ReplyRow):
                    await connection.execute(delete(table).where(table.at < now() - REMEMBER))
            row = insert(connection, SeenEventRow).values(id=event_id, at=now())
            done = await connection.execute(row.on_conflict_do_nothing().returning(SeenEventRow.id))
            return done.first() is not None

    async def forget(self, event_id: str) -> None:
        """Give an event back that could not be queued, so that Slack's next try is taken."""
        async with self.database.begin() as connection:
            await connection.execute(delete(SeenEventRow).where(SeenEventRow.id == event_id))


class Outbox:
    """Which event was answered by which message."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def claim(self, event_id: str, channel: str, *, thread: str = "", question: str = "") -> str | None:
        """Say that we are about to answer; `question` is the message whose button was pressed.

        Returns None the first time, the `ts` of the answer when it was sent, and "" when an earlier
        try broke off before Slack's reply was written down.
        """
        row = {"event_id": event_id, "channel": channel, "thread": thread, "question": question}
        async with self.database.begin() as connection:
            fresh = insert(connection, ReplyRow).values(ts="", at=now(), **row)
            done = await connection.execute(fresh.on_conflict_do_nothing().returning(ReplyRow.event_id))
            if done.first() is not None:
                return None
            query = select(ReplyRow.ts).where(ReplyRow.event_id == event_id)
            ts: str = (await connection.execute(query)).scalar_one()
            return ts

    async def sent(self, event_id: str, ts: str) -> None:
        """Write down the message that answered."""
        async with self.database.begin() as connection:
            await connection.execute(update(ReplyRow).where(ReplyRow.event_id == event_id).values(ts=ts))

    async def answered(self, event_id: str) -> bool:
        """Tell whether the answer to this event has been sent for certain."""
        query = select(ReplyRow.ts).where(ReplyRow.event_id == event_id, ReplyRow.ts != "")
        async with self.database.begin() as connection:
            return (await connection.execute(query)).first() is not None

    async def last_word(self, thread: str, question: str) -> str | None:
        """Return the `ts` of our last message in this thread if it came of a press on `question`."""
        query = select(ReplyRow.ts, ReplyRow.question).where(ReplyRow.thread == thread, ReplyRow.ts != "")
        async with self.database.begin() as connection:
            last = (await connection.execute(query.order_by(ReplyRow.ts.desc()).limit(1))).first()
        return last.ts if last is not None and last.question == question else None

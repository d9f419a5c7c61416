"""The tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Root of every table."""


class CaseRow(Base):
    """One conversation: a thread, its facts and the question that was asked last."""

    __tablename__ = "cases"
    __table_args__ = (Index("cases_by_thread", "channel", "thread_ts"),)
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    team: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(64))
    thread_ts: Mapped[str] = mapped_column(String(96))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    question: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SeenEventRow(Base):
    """An event that was taken, so that its repetition is not."""

    __tablename__ = "seen_events"
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class ReplyRow(Base):
    """A message that answers an event; an empty `ts` means it may or may not have reached Slack.

    `question` is the message whose button was pressed, if one was.
    """

    __tablename__ = "replies"
    __table_args__ = (Index("replies_by_thread", "thread", "ts"),)
    event_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    channel: Mapped[str] = mapped_column(String(64))
    ts: Mapped[str] = mapped_column(String(64), default="")
    thread: Mapped[str] = mapped_column(String(255), default="")
    question: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class FeedbackRow(Base):
    """What one person thought of one answer."""

    __tablename__ = "feedback"
    case_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class InstallationRow(Base):
    """The app in one workspace; `token` is encrypted."""

    __tablename__ = "installations"
    team: Mapped[str] = mapped_column(String(64), primary_key=True)
    team_name: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
    app: Mapped[str] = mapped_column(String(64))
    bot_id: Mapped[str] = mapped_column(String(64))
    bot_user: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str] = mapped_column(Text)
    installer: Mapped[str] = mapped_column(String(64))
    installed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class InstallStateRow(Base):
    """An install that was begun: the digest of the secret it must come back with."""

    __tablename__ = "install_states"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)

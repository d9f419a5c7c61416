"""Times as Prefect writes them."""

from __future__ import annotations

from datetime import datetime


def moment(text: str | None) -> datetime | None:
    """Read an ISO time; None stays None."""
    return datetime.fromisoformat(text) if text else None


def seconds_since(text: str | None, now: datetime) -> float | None:
    """Return the seconds from a time to `now`, one decimal; negative for the future."""
    at = moment(text)
    return None if at is None else round((now - at).total_seconds(), 1)

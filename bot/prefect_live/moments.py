"""Times as Prefect writes them."""

from __future__ import annotations

from datetime import datetime


def moment(text: str | None) -> datetime | None:
    """Read an ISO time with its zone; None stays None, and so does what is no such time."""
    try:
        at = datetime.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None
    return at if at is None or at.tzinfo else None


def seconds_since(text: str | None, now: datetime) -> float | None:
    """Return the seconds from a time to `now`, one decimal; negative for the future."""
    at = moment(text)
    return None if at is None else round((now - at).total_seconds(), 1)

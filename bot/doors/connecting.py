"""The terminal's way to Prefect: its settings read without a traceback, its absence told by exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot.errors import OutOfReach, UsageError
from bot.settings import read_settings
from bot.turn import Turn, saw_nothing

if TYPE_CHECKING:
    from bot.prefect_live.connection import PrefectLive


@contextmanager
def prefect_settings() -> Iterator[None]:
    """Say in one line which of Prefect's own settings it refuses; importing Prefect reads them all."""
    try:
        yield
    except ValidationError as mistake:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
            for each in mistake.errors(include_input=False, include_url=False)
        )
        raise UsageError(f"Prefect refuses its own settings: {wrong}") from None
    except UnicodeEncodeError:
        raise UsageError(
            "PREFECT_API_KEY or PREFECT_API_AUTH_STRING holds a character that is not ASCII"
        ) from None
    except ValueError as mistake:
        raise UsageError(f"Prefect cannot read its profiles or settings: {mistake}") from None


def configured_prefect(needed_for: str = "") -> PrefectLive | None:
    """Return the connection that Prefect's settings tell of. Raises UsageError when one is needed."""
    silent_after = read_settings().bot_silent_after
    with prefect_settings():
        from bot.prefect_live.connection import PrefectLive  # noqa: PLC0415 - importing Prefect takes seconds

        live = PrefectLive.configured(silent_after=silent_after)
    if live is None:
        if needed_for:
            raise UsageError(
                f"{needed_for} looks at Prefect: set PREFECT_API_URL, such as http://127.0.0.1:4200/api"
            )
        return None
    if not live.api_url.startswith(("http://", "https://")):
        raise UsageError("PREFECT_API_URL must start with http:// or https:// and end in /api")
    return live


def must_have_seen(turn: Turn) -> None:
    """Raise OutOfReach, for exit status 3, when a look brought nothing at all."""
    reason = saw_nothing(turn)
    if reason is not None:
        raise OutOfReach(reason)

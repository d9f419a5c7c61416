"""The Web API client of each workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import OutOfReach, Refused
from bot.store import Installations

_TIMEOUT = aiohttp.ClientTimeout(total=10)


def new_session() -> aiohttp.ClientSession:
    """Return the session that every call shares; without one the SDK opens a connection for each."""
    return aiohttp.ClientSession(timeout=_TIMEOUT)


def new_client(
    token: str | None, base_url: str, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """Return a Web API client that waits out Slack's rate limit twice at most."""
    handlers: list[AsyncRetryHandler] = [
        AsyncConnectionErrorRetryHandler(max_retry_count=1),
        AsyncRateLimitErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(
        token=token, base_url=base_url, session=session, timeout=10, retry_handlers=handlers
    )


@asynccontextmanager
async def slack_errors() -> AsyncIterator[None]:
    """Turn Slack's errors into ours: Refused with Slack's own word for it, or OutOfReach."""
    try:
        yield
    except SlackApiError as error:
        raise Refused(f"Slack said {error.response.get('error', 'no')}") from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise OutOfReach(f"Slack cannot be reached ({type(error).__name__})") from error


class Clients:
    """Finds the client of a workspace: its installed token, else the one token of the settings."""

    def __init__(self, own: AsyncWebClient, installations: Installations | None) -> None:
        self.own, self._installations = own, installations

    async def of(self, team: str) -> AsyncWebClient:
        """Return the client for this workspace. Raises Refused where the app is not installed."""
        if self._installations is None:
            return self.own
        if installed := await self._installations.find(team):
            return new_client(installed.token, self.own.base_url, self.own.session)
        if self.own.token is None:
            raise Refused(f"the app is not installed in workspace {team}")
        return self.own

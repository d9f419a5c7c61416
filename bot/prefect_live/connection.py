"""The live Prefect workspace: one long-lived connection, and the looks taken through it."""

from __future__ import annotations

from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.context import SettingsContext, get_settings_context
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_KEY,
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
)

from bot.engine.findings import Findings, Hints
from bot.errors import OutOfReach
from bot.thinking import thinking

from .asking import SECONDS, Asking
from .judge import judge
from .panel import panel
from .snapshot import SILENT_AFTER, Snapshot
from .sources import Gathered, limits, pools, queues
from .survey import survey


class PrefectLive:
    """An open connection to one Prefect API; use as an async context manager."""

    probes: frozenset[str] = frozenset({"server", "limits", "pools", "runs", "run", "leases"})

    def __init__(
        self,
        api_url: str,
        *,
        key: str | None = None,
        auth: str | None = None,
        seconds: float = SECONDS,
        silent_after: float = SILENT_AFTER,
    ) -> None:
        self.api_url = api_url.rstrip("/")
        self.silent_after = silent_after
        timeout = httpx.Timeout(seconds)
        self._client = PrefectClient(
            self.api_url, api_key=key, auth_string=auth, httpx_settings={"timeout": timeout}
        )
        self._seconds = seconds
        here = get_settings_context()
        self._profile = here.profile
        self._settings = here.settings.copy_with_update(updates={PREFECT_CLIENT_MAX_RETRIES: 0})
        self._open = AsyncExitStack()

    @classmethod
    def configured(
        cls, api_url: str | None = None, *, silent_after: float = SILENT_AFTER
    ) -> PrefectLive | None:
        """Return a connection to the API of Prefect's own settings, or None when there is none."""
        url = api_url or PREFECT_API_URL.value()
        if not url:
            return None
        key = PREFECT_API_KEY.value()
        auth = PREFECT_API_AUTH_STRING.value()
        return cls(str(url), key=_secret(key), auth=_secret(auth), silent_after=silent_after)

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self._client)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._open.aclose()

    async def look(self, probes: frozenset[str], hints: Hints) -> Findings:
        """Read the workspace once and say what it shows; what could not be read says why."""
        read = await self.read(probes, hints)
        return await thinking(lambda: judge(read, probes, hints))

    async def read(self, probes: frozenset[str], hints: Hints) -> Snapshot:
        """Return the raw readings of one look, before any of them is judged."""
        with self._impatient():
            return await survey(self._ask(), probes, hints, self.silent_after)

    async def slots(self) -> list[dict[str, Any]]:
        """Return name, mechanism, used, limit and link of all that is limited. Raises OutOfReach."""
        got, ask = Gathered(), self._ask()
        with self._impatient():
            await got.read({"limits": limits(ask), "pools": pools(ask), "queues": queues(ask)})
        if got.failed:
            raise OutOfReach(next(iter(got.failed.values())))
        return panel(self.api_url, got.rows("limits"), got.rows("pools"), got.rows("queues"))

    async def reachable(self) -> str | None:
        """Return None when Prefect answers and lets us read, else the reason in one sentence."""
        try:
            with self._impatient():
                await self._ask().post("/v2/concurrency_limits/filter", {"limit": 1})
        except OutOfReach as error:
            return str(error)
        return None

    def _impatient(self) -> SettingsContext:
        """Prefect's settings without its client's retries; `temporary_settings` would take 50 ms a look."""
        return SettingsContext(profile=self._profile, settings=self._settings)

    def _ask(self) -> Asking:
        return Asking(self._client, self.api_url, self._seconds)


def _secret(value: Any) -> str | None:
    if value is None:
        return None
    text = value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
    return text or None

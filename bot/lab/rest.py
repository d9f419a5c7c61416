"""A small client of the Prefect REST API that waits out a busy SQLite server."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from types import TracebackType
from typing import Any, Self

import httpx

from bot.errors import BotError, OutOfReach

CLOSED = (httpx.RemoteProtocolError, httpx.ReadError)  # a connection that was idle ended as it was used
TRIES = 8


class LabFailed(BotError):  # noqa: N818 - reads as the sentence it reports
    """The lab could not make or mend a fault; the message is for the person."""


class Rest:
    """JSON in, JSON out; 503 is tried again, other refusals raise LabFailed unless allowed."""

    def __init__(self, api_url: str, release: str = "") -> None:
        """`release` is that of the Prefect client it speaks as; without one the server sees an old one."""
        self.api_url = api_url.rstrip("/")
        headers = {"User-Agent": f"prefect/{release} (API 0.8.4)"} if release else {}
        self._client = httpx.AsyncClient(base_url=self.api_url, timeout=30, headers=headers)

    async def call(self, method: str, path: str, body: Any = None, allow: Collection[int] = ()) -> Any:
        """Return the answer's JSON; None when it has no body or its status is in `allow`."""
        answer = await self._send(method, path, body)
        if answer.status_code in allow:
            return None
        if answer.is_error:
            raise LabFailed(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else None

    async def get(self, path: str, allow: Collection[int] = ()) -> Any:
        """Read one object."""
        return await self.call("GET", path, None, allow)

    async def post(self, path: str, body: Any, allow: Collection[int] = ()) -> Any:
        """Create, filter or act."""
        return await self.call("POST", path, body, allow)

    async def patch(self, path: str, body: Any) -> Any:
        """Change one object."""
        return await self.call("PATCH", path, body)

    async def delete(self, path: str) -> None:
        """Remove one object; one that is gone already is no error."""
        await self.call("DELETE", path, None, (404,))

    async def answers(self) -> bool:
        """Tell whether the server answers."""
        try:
            return bool(await self.get("/health"))
        except OutOfReach:
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _send(self, method: str, path: str, body: Any) -> httpx.Response:
        for turn in range(TRIES):
            try:
                answer = await self._client.request(method, path, json=body)
            except CLOSED as error:
                if turn or not _only_reads(method, path):
                    raise OutOfReach(f"Prefect at {self.api_url} does not answer: {error!r}") from error
                continue
            except httpx.TransportError as error:
                raise OutOfReach(f"Prefect at {self.api_url} does not answer: {error!r}") from error
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
            await asyncio.sleep(min(0.2 * 2**turn, 5))
        return answer


def _only_reads(method: str, path: str) -> bool:
    return method == "GET" or path.endswith("/filter")

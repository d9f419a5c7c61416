"""A real Prefect behind a proxy that does not tell one thing."""

from __future__ import annotations

import json

import aiohttp
from aiohttp import web

from tests.diagnosis.sources import Taken

PASSED_ON = ("content-type", "retry-after")


class Partly:
    """Passes requests on to a real server but for one source; remembers what was asked and refused."""

    def __init__(self, api_url: str, source: Taken) -> None:
        self._target, self._source = api_url.removesuffix("/api"), source
        self._session = aiohttp.ClientSession()
        self.asked: set[str] = set()
        self.refused: set[str] = set()

    async def close(self) -> None:
        """Close the connection to the real server."""
        await self._session.close()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Refuse, or pass on; an older server's rows lack the columns it does not know."""
        path = request.path.removeprefix("/api")
        if path != "/csrf-token":
            self.asked.add(path)
        if self._source.takes(path):
            self.refused.add(path)
            return web.json_response({"detail": "no"}, status=self._source.status)
        kind = {"content-type": request.content_type} if request.can_read_body else {}
        async with self._session.request(
            request.method, self._target + request.path_qs, data=await request.read(), headers=kind
        ) as real:
            headers = {name: real.headers[name] for name in PASSED_ON if name in real.headers}
            body = await real.read()
            if path in {"/work_pools/filter", "/work_queues/filter"}:
                body = self._without_columns(body)
            return web.Response(body=body, status=real.status, headers=headers)

    def _without_columns(self, body: bytes) -> bytes:
        rows = json.loads(body)
        if not isinstance(rows, list):
            return body
        kept = [{key: row[key] for key in row if key not in self._source.columns} for row in rows]
        return json.dumps(kept).encode()

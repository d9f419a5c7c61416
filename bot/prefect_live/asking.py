"""One request to Prefect: bounded in time, its failure told in one plain sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.exceptions import PrefectHTTPStatusError

from bot.errors import OutOfReach, Refused

from .well_formed import EVENT, LEFT_OUT, objects

Row = Mapping[str, Any]

PAGE = 200  # PREFECT_SERVER_API_DEFAULT_LIMIT; 201 is answered with 422
OVERLAP = 20  # rows that a page shares with the one before; as many may go meanwhile without leaving a gap
EVENTS_PAGE = 50
PARALLEL = 6  # a SQLite server answers 503 when more ask at once
SECONDS = 5.0
AGAIN = (502, 503)  # "database is locked" mostly; one more try is worth it
AGAIN_AFTER = 0.3
CLOCKS_AGREE = timedelta(seconds=3)  # a Date is told in whole seconds, and an answer takes a while
CUT_OFF = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
UNSENDABLE = "PREFECT_API_KEY or PREFECT_API_AUTH_STRING holds a line break or a control character"
CHECK = "; does it run, and is PREFECT_API_URL right?"
SET_IT = "; set PREFECT_API_KEY or PREFECT_API_AUTH_STRING where I run"
NOT_JSON = "Prefect's answer{} was not JSON: is PREFECT_API_URL right (it ends in /api)?"
NO_ROUTE = {"Not Found", "Method Not Allowed"}  # said of an address; of an object is said which one
SLIPPED = "of {} some may be missing: they changed from one page to the next; look again in a moment"


class NotThere(OutOfReach):
    """Prefect answered that it has no such object or no such endpoint (404, 405)."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a paginated read; `cut` says that some may be missing, `why` for which reason.

    Without a reason there were more than we were willing to read.
    """

    rows: tuple[Row, ...]
    cut: bool = False
    why: str = ""


class Asking:
    """Asks one Prefect API through Prefect's own client. Raises OutOfReach, Refused or NotThere."""

    def __init__(self, client: PrefectClient, api_url: str, seconds: float = SECONDS) -> None:
        self.api_url, self.seconds = api_url, seconds
        self.shown_url = without_password(api_url)
        self._client = client
        self.busy = 0  # how often a server was too busy to answer at first
        self._turns = asyncio.Semaphore(PARALLEL)
        self._ahead = timedelta()  # by how much the server's clock is ahead of ours
        self._silent = ""  # once Prefect was too slow, the rest of this look does not wait for it again

    async def now(self) -> datetime:
        """Return the server's time, which all that Prefect tells is in; ours where it tells none."""
        with suppress(OutOfReach):
            await self._json("GET", "/health", None)
        return datetime.now(UTC) + (self._ahead if abs(self._ahead) > CLOCKS_AGREE else timedelta())

    async def get(self, path: str) -> Any:
        """Return the JSON answer of a GET: an object, or the bare text of a version."""
        answer = await self._json("GET", path, None)
        if not isinstance(answer, Mapping | str):
            raise OutOfReach(f"{self.shown_url}{path} did not answer as Prefect does")
        return answer

    async def post(self, path: str, body: Row) -> Any:
        """Return the JSON answer of a POST; all of Prefect's filters are POSTs."""
        return await self._json("POST", path, body)

    async def rows(self, path: str, body: Row) -> list[Row]:
        """Return the rows of a filter."""
        return _rows(await self.post(path, body), f"{self.shown_url}{path}")

    async def listed(self, path: str) -> list[Row]:
        """Return the rows of a GET that answers with a list."""
        return _rows(await self._json("GET", path, None), f"{self.shown_url}{path.partition('?')[0]}")

    async def pages(self, path: str, body: Row, most: int) -> Page:
        """Read a filter page by page, up to `most` rows, each row once.

        Rows come and go between two pages. As long as a page begins with a row of the one before, none
        that was there all along was skipped.
        """
        rows: list[Row] = []
        seen: set[str] = set()
        start, slipped = 0, False
        while True:
            size = min(PAGE, most - start)
            found = await self.rows(path, {**body, "limit": size, "offset": start})
            own = [str(row.get("id")) for row in found]
            slipped = slipped or bool(start and (not own or own[0] not in seen))
            rows += [row for row, each in zip(found, own, strict=True) if each not in seen]
            seen |= set(own)
            more = len(found) == size
            if not more or start + size >= most:
                why = SLIPPED.format(path.strip("/").split("/")[-2].replace("_", " ")) if slipped else ""
                return Page(tuple(rows), cut=more or slipped, why=why)
            start += size - OVERLAP

    async def events(self, wanted: Row, most: int) -> Page:
        """Read events, newest first, up to `most` and in no more pages than these fill."""
        answer = await self.post("/events/filter", {"filter": wanted, "limit": EVENTS_PAGE})
        rows = self._events_of(answer)
        for _ in range(1, -(-most // EVENTS_PAGE)):
            if not answer.get("next_page"):
                break
            # Only its token is taken: the page is asked of the server that we were told to ask.
            answer = await self.get(f"/events/filter/next?{urlsplit(answer['next_page']).query}")
            rows += self._events_of(answer)
        return Page(tuple(rows), cut=bool(answer.get("next_page")))

    def _events_of(self, answer: Any) -> list[Row]:
        if not isinstance(answer, dict) or not isinstance(answer.get("events"), list):
            raise OutOfReach(f"{self.shown_url}/events/filter did not answer with events, as Prefect does")
        if not objects(EVENT)(answer["events"]):
            raise OutOfReach(f"{LEFT_OUT}an event was not as Prefect writes it")
        return list(answer["events"])

    async def _json(self, method: str, path: str, body: Row | None) -> Any:
        try:
            async with self._turns:
                if self._silent:
                    raise OutOfReach(self._silent)
                async with asyncio.timeout(self.seconds):
                    response = await self._twice(method, path, body)
        except (TimeoutError, httpx.TimeoutException) as error:
            slow = f"did not answer within {self.seconds:g} s; ask again once it does"
            self._silent = f"Prefect at {self.shown_url} {slow}"
            raise OutOfReach(self._silent) from error
        except PrefectHTTPStatusError as error:
            raise _refusal(error.response, path) from error
        except ValueError as error:  # Prefect's client asks for a CSRF token first and expects JSON
            raise OutOfReach(NOT_JSON.format("")) from error
        except httpx.LocalProtocolError as error:  # its text would hold the key itself
            raise Refused(UNSENDABLE) from error
        except (httpx.RequestError, httpx.InvalidURL) as error:
            why = str(error) or type(error).__name__
            told = f"Prefect at {self.shown_url} cannot be reached: {why}{CHECK}"
            if isinstance(error, httpx.ConnectError):  # Prefect's client tried four times already
                self._silent = told
            raise OutOfReach(told) from error
        return _read(response)

    async def _twice(self, method: str, path: str, body: Row | None) -> httpx.Response:
        try:
            return await self._once(method, path, body)
        except CUT_OFF:  # a kept connection that Prefect closed meanwhile; we only read, so ask again
            pass
        except PrefectHTTPStatusError as error:
            stale = error.response.status_code == httpx.codes.FORBIDDEN and "CSRF" in error.response.text
            if error.response.status_code not in AGAIN and not stale:
                raise
            self.busy += not stale
        await asyncio.sleep(AGAIN_AFTER)
        return await self._once(method, path, body)

    async def _once(self, method: str, path: str, body: Row | None) -> httpx.Response:
        sent: dict[str, Any] = {} if body is None else {"json": body}
        # Prefect types the path as one of the routes it knows itself.
        try:
            response = await self._client.request(cast("Any", method), cast("Any", path), **sent)
        except PrefectHTTPStatusError as error:
            self._read_clock(error.response)
            raise
        self._read_clock(response)
        return response

    def _read_clock(self, response: httpx.Response) -> None:
        with suppress(KeyError, TypeError, ValueError):  # there is no Date, or none that can be read
            self._ahead = parsedate_to_datetime(response.headers["date"]) - datetime.now(UTC)


def _rows(answer: Any, where: str) -> list[Row]:
    if not isinstance(answer, list) or not all(isinstance(row, Mapping) for row in answer):
        raise OutOfReach(f"{where} did not answer with a list, as Prefect does")
    return answer


def without_password(url: str) -> str:
    """Return a URL as it may be shown."""
    parts = urlsplit(url)
    return url.replace(f"{parts.netloc.rpartition('@')[0]}@", "") if "@" in parts.netloc else url


def _read(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise OutOfReach(NOT_JSON.format("")) from error


def _refusal(response: httpx.Response, path: str) -> OutOfReach:
    code, where = response.status_code, path.partition("?")[0]
    if "html" in response.headers.get("content-type", ""):
        return OutOfReach(NOT_JSON.format(f" {code}"))
    if code == httpx.codes.UNAUTHORIZED:
        return Refused("Prefect answered 401: the key or auth string was refused" + SET_IT)
    if code == httpx.codes.FORBIDDEN:
        return Refused(f"Prefect answered 403 on {where}: this key may not read it; use one that may")
    if code in {httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED}:
        why = _object_not_found(response) or "this server does not have it, newer ones do"
        return NotThere(f"Prefect answered {code} on {where}: {why}")
    if code == httpx.codes.TOO_MANY_REQUESTS:
        wait = response.headers.get("retry-after", "some")
        return OutOfReach(f"Prefect answered 429: too many requests, try again in {wait} s")
    return OutOfReach(f"Prefect answered {code} on {where}")


def _object_not_found(response: httpx.Response) -> str | None:
    """Return what Prefect says of an object that it does not have; None where it has no such route."""
    try:
        answer = response.json()
    except ValueError:
        return None
    told = (answer.get("detail") or answer.get("exception_message")) if isinstance(answer, Mapping) else None
    return told if isinstance(told, str) and told not in NO_ROUTE else None

"""Reads the text files that came with a message: a long log is pasted as a snippet.

The bot's token goes to Slack's own host and nowhere else: no other address is asked, no redirect followed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from bot.inbox_event import AttachedFile
from bot.slack.clients import Clients, slack_errors

logger = logging.getLogger(__name__)
MOST_BYTES = 1024 * 1024
MOST_FILES = 5
_SLACK = (".slack.com", ".slack-edge.com", ".slack-files.com")
_TEXT_NAMES = (".log", ".txt", ".json", ".yaml", ".yml", ".toml", ".csv", ".py", ".md")


@dataclass(frozen=True)
class Unread:
    """A file that was not read, and why."""

    name: str
    why: str


class _NotRead(Exception):  # noqa: N818 - a reason, caught a few lines further
    """Why a file was not read."""


class Attachments:
    """Fetches files with the token of the workspace they are in."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def read(self, team: str, files: Sequence[AttachedFile]) -> tuple[list[str], list[Unread]]:
        """Return the texts of these files, and which were not read. Raises Refused or OutOfReach."""
        texts: list[str] = []
        unread: list[Unread] = []
        room = MOST_BYTES
        for number, file in enumerate(files):
            try:
                if number >= MOST_FILES:
                    raise _NotRead(f"I read {MOST_FILES} files at most")
                _check(file, room)
                body = await self._fetch(team, file, room)
                texts.append(_text_of(body))
                room -= len(body)
            except _NotRead as why:
                unread.append(Unread(file.name, str(why)))
        return texts, unread

    async def _fetch(self, team: str, file: AttachedFile, room: int) -> bytes:
        client = await self._clients.of(team)
        if not is_slacks(file.url, client.base_url) or client.session is None:
            logger.warning("a file at a foreign address was not asked for")
            raise _NotRead("it does not lie at Slack")
        headers = {"Authorization": f"Bearer {client.token}"}
        async with (
            slack_errors(),
            client.session.get(file.url, headers=headers, allow_redirects=False) as answer,
        ):
            # Without the scope files:read Slack answers with its sign-in page, or sends there.
            page = answer.content_type == "text/html" and not file.kind.startswith("text/html")
            if answer.status != 200 or page:
                logger.warning("Slack did not hand a file out (%s)", answer.status)
                raise _NotRead("Slack did not hand it out, perhaps the scope `files:read` is missing")
            return await _at_most(answer.content, room)


async def _at_most(content: aiohttp.StreamReader, room: int) -> bytes:
    body = bytearray()
    async for chunk in content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > room:
            raise _NotRead(_too_long())
    return bytes(body)


def _check(file: AttachedFile, room: int) -> None:
    if not file.kind.startswith("text/") and not file.name.lower().endswith(_TEXT_NAMES):
        raise _NotRead("it is not a text file")
    if file.size > room:
        raise _NotRead(_too_long())


def _too_long() -> str:
    return f"more than {MOST_BYTES // 1024 // 1024} MB"


def _text_of(body: bytes) -> str:
    if b"\0" in body:
        raise _NotRead("it is not a text file")
    return body.decode(errors="replace")


def is_slacks(url: str, base_url: str) -> bool:
    """Tell whether this address is the Web API's own place, or one of Slack's hosts over https."""
    try:
        wanted, own = urlsplit(url), urlsplit(base_url)
        same = (wanted.scheme, wanted.hostname, wanted.port) == (own.scheme, own.hostname, own.port)
    except ValueError:
        return False
    host = f".{wanted.hostname or ''}"
    at_slack = wanted.scheme == "https" and own.scheme == "https" and host.endswith(_SLACK)
    return (same or at_slack) and wanted.username is None

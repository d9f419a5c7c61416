"""Limits of a server; before 3.4.19 the limit of a tag is an object of its own and not a global limit."""

from __future__ import annotations

from bot.engine.releases import older
from bot.lab.rest import Rest

PREFIX = "tag:"
TAGS_ARE_GLOBAL_SINCE = "3.4.19"


class Limits:
    """Global limits by name; `tag:NAME` is the limit of a task tag on every release."""

    def __init__(self, rest: Rest, release: str) -> None:
        self._rest, self._old_tags = rest, older(release, TAGS_ARE_GLOBAL_SINCE)

    async def create(self, name: str, slots: int, active: bool) -> None:
        """Create a limit."""
        if tag := self._tag(name):
            await self._rest.post("/concurrency_limits/", {"tag": tag, "concurrency_limit": slots})
        else:
            body = {"name": name, "limit": slots, "active": active}
            await self._rest.post("/v2/concurrency_limits/", body)

    async def used(self, name: str) -> int:
        """Return the taken slots."""
        if tag := self._tag(name):
            return len((await self._rest.get(f"/concurrency_limits/tag/{tag}"))["active_slots"])
        return int((await self._rest.get(f"/v2/concurrency_limits/{name}"))["active_slots"])

    async def empty(self, name: str) -> None:
        """Give back every slot, whoever took it."""
        if tag := self._tag(name):
            await self._rest.post(f"/concurrency_limits/tag/{tag}/reset", {"slot_override": []})
        else:
            await self._rest.patch(f"/v2/concurrency_limits/{name}", {"active_slots": 0})

    async def remove(self, name: str) -> None:
        """Remove a limit; one that is gone already is no error."""
        tag = self._tag(name)
        await self._rest.delete(f"/concurrency_limits/tag/{tag}" if tag else f"/v2/concurrency_limits/{name}")

    def _tag(self, name: str) -> str:
        return name.removeprefix(PREFIX) if self._old_tags and name.startswith(PREFIX) else ""

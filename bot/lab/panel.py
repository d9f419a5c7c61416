"""The lab as the demo page drives it: what is broken, breaking it, healing it by the bot's own commands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.errors import BotError, UsageError
from bot.lab import play
from bot.lab.local_only import ensure_local
from bot.lab.scenario import Scenario, find_play, for_this_release
from bot.lab.steps import Steps

LiveSlots = Callable[[], Awaitable[list[dict[str, Any]]]]
FixFor = Callable[[str, str | None], Awaitable[Steps]]


class Panel:
    """All scenarios with their states; one thing at a time happens to each of them."""

    def __init__(
        self,
        api_url: str,
        live_slots: LiveSlots,
        fix_for: FixFor,
        directory: Path | None = None,
    ) -> None:
        ensure_local(api_url)
        self.api_url = api_url
        self._live_slots, self._fix_for, self._directory = live_slots, fix_for, directory
        self._doing: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        # Real flows take a processor each while they start; two at a time is what a small machine bears.
        self._room = asyncio.Semaphore(2)

    async def describe(self) -> dict[str, Any]:
        """Return the server, the scenarios with their states, and the slots taken now."""
        return {
            "available": True,
            "server": self.api_url,
            "scenarios": [self._describe_one(scenario) for scenario in for_this_release()],
            "slots": await self._live_slots(),
        }

    async def break_(self, name: str) -> None:
        """Make the fault and return when it is made."""
        find_play(name)
        await self._do(name, "breaking", lambda: self._break(name))

    async def heal(self, name: str) -> None:
        """Do the first fix of the bot's reply to the scenario's opening; return when the fault is gone."""
        scenario = find_play(name).scenario
        await self._do(name, "healing", lambda: self._heal(scenario))

    async def cleanup(self) -> None:
        """Remove everything that any scenario made."""
        for scenario in for_this_release():
            await play.cleanup_scenario(self.api_url, scenario.name, self._directory)
        self._errors.clear()

    async def _break(self, name: str) -> None:
        await play.break_scenario(self.api_url, name, self._directory)

    async def _heal(self, scenario: Scenario) -> None:
        steps = await self._fix_for(scenario.opening, scenario.cause)
        await play.heal_scenario(self.api_url, scenario.name, steps, self._directory)

    async def _do(self, name: str, doing: str, work: Callable[[], Awaitable[None]]) -> None:
        if name in self._doing:
            raise UsageError(f"{name} is {self._doing[name]} already")
        self._doing[name] = doing
        self._errors.pop(name, None)
        try:
            async with self._room:
                await work()
        except BotError as error:
            self._errors[name] = str(error)
            raise
        finally:
            del self._doing[name]

    def _describe_one(self, scenario: Scenario) -> dict[str, Any]:
        error = self._errors.get(scenario.name)
        return {
            "name": scenario.name,
            "title": scenario.title,
            "opening": scenario.opening,
            "state": self._doing.get(scenario.name) or ("error" if error else self._rest(scenario.name)),
            "error": error,
        }

    def _rest(self, name: str) -> str:
        return "broken" if play.is_broken(self.api_url, name, self._directory) else "idle"

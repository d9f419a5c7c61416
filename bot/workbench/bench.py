"""The parts of one workbench, handed to every function that needs them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field

from bot.workbench.config import WorkbenchConfig
from bot.workbench.faults import Faults
from bot.workbench.grants import Grants
from bot.workbench.lab_panel import Lab
from bot.workbench.line import Line
from bot.workbench.live import Live
from bot.workbench.store import Store
from bot.workbench.tickets import Tickets

_log = logging.getLogger(__name__)


@dataclass
class Background:
    """Work that goes on after its request was answered; a failure is logged, never lost."""

    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Start this work and keep hold of it."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    async def close(self) -> None:
        """Stop what still goes on and wait until it has stopped."""
        going_on = list(self.tasks)
        for task in going_on:
            task.cancel()
        await asyncio.gather(*going_on, return_exceptions=True)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("background work of the workbench failed", exc_info=error)


@dataclass(frozen=True)
class Bench:
    """One workbench: what it remembers, whom it tells, how it reaches the bot."""

    config: WorkbenchConfig
    store: Store
    live: Live
    faults: Faults
    tickets: Tickets
    line: Line
    background: Background
    grants: Grants
    lab: Lab | None = None

    def scopes_of(self, token: str) -> tuple[str, ...] | None:
        """Return what this bot token may do; None when it is not, or no longer, a good one."""
        return self.config.scopes if token == self.config.bot_token else self.grants.tokens.get(token)


def new_bench(config: WorkbenchConfig, lab: Lab | None = None) -> Bench:
    """Return an empty workbench that listens to nobody yet."""
    return Bench(
        config,
        Store(config),
        Live(),
        Faults(),
        Tickets(config),
        Line(config.bot_url),
        Background(),
        Grants(config),
        lab,
    )

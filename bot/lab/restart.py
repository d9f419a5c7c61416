"""Restarting the Prefect server under a scenario, which only the lab's own server allows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.lab.lab import Lab
    from bot.lab.server import LocalPrefect


def own_server(lab: Lab) -> LocalPrefect:
    """Return the server that the lab itself started; raises UsageError where it is a person's."""
    if lab.server is None:
        raise UsageError(f"{lab.scenario} restarts its Prefect server, so it needs one that the lab started")
    return lab.server


async def restart_server(lab: Lab, away: float = 0.0) -> None:
    """End the server, wait `away` seconds, start it again and wait until it answers."""
    server = own_server(lab)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(away)
    server.start()
    await server.wait_ready()


async def restart_server_with(lab: Lab, settings: Mapping[str, str]) -> None:
    """Set settings of the server and restart it, as a person with access to it would."""
    own_server(lab).settings.update(settings)
    await restart_server(lab)

"""A server's first database, migrated once for all processes of a test run; that takes half a minute."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import Mapping
from pathlib import Path

from bot.lab.installed import Installed, own_release
from bot.lab.server import LocalPrefect


async def migrated(
    home: Path, templates: Path, settings: Mapping[str, str] | None = None, installed: Installed | None = None
) -> LocalPrefect:
    """Return a server, not started, that finds its database migrated in `templates`."""
    release = installed or own_release()
    await asyncio.to_thread(templates.mkdir, parents=True, exist_ok=True)
    with (templates / f"{release.version}.lock").open("w") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        server = LocalPrefect(home, settings=settings, template_directory=templates, installed=release)
        if not server.has_template:
            first = LocalPrefect(templates / release.version, template_directory=templates, installed=release)
            async with first:
                pass
    return server

"""Breaking and healing from the page, and keeping the lab panel of every page up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import asdict

from bot.errors import BotError
from bot.workbench.bench import Bench
from bot.workbench.lab_panel import Lab, LabState
from bot.workbench.messages import Json
from bot.workbench.person import Impossible


async def panel(bench: Bench) -> Json:
    """Return the lab as the page draws it; not available when there is none or it is out of reach."""
    if bench.lab is None:
        return asdict(LabState())
    try:
        return asdict(await bench.lab.describe())
    except BotError:
        return asdict(LabState())


async def begin(bench: Bench, name: str, verb: str) -> Json:
    """Start to break or heal a scenario; progress comes as frames."""
    if bench.lab is None:
        raise Impossible("no_lab")
    if name not in {each["name"] for each in (await panel(bench))["scenarios"]}:
        raise Impossible("unknown_scenario")
    bench.background.spawn(_carry_out(bench, _work(bench.lab, name, verb), f"{verb} {name}"))
    return {"ok": True}


async def watch(bench: Bench) -> None:
    """Send a lab frame whenever the panel changes, while a page is open."""
    before: Json | None = None
    while bench.lab is not None:
        if bench.live.pages and (now := await panel(bench)) != before:
            before = now
            await bench.live.send({"type": "lab", "lab": now})
        await asyncio.sleep(bench.config.lab_poll)


def _work(lab: Lab, name: str, verb: str) -> Awaitable[None]:
    return lab.break_(name) if verb == "break" else lab.heal(name)


async def _carry_out(bench: Bench, work: Awaitable[None], what: str) -> None:
    try:
        await work
    except BotError as error:
        await bench.live.error(f"{what}: {error}")
    await bench.live.send({"type": "lab", "lab": await panel(bench)})

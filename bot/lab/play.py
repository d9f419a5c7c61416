"""Breaking, healing and tidying up one scenario by its name."""

from __future__ import annotations

from pathlib import Path

from bot.errors import UsageError
from bot.lab.lab import Lab
from bot.lab.ledger import Ledger, lab_directory
from bot.lab.scenario import Play, Scenario, find_play
from bot.lab.steps import Steps, carry_out

HEAL_SECONDS = 150.0


async def break_scenario(api_url: str, name: str, directory: Path | None = None) -> None:
    """Make the fault anew; a break that fails half-way leaves nothing behind."""
    async with Lab(api_url, name, directory) as lab:
        await break_in(lab)


async def break_in(lab: Lab) -> None:
    """Make the lab's scenario anew; a break that fails half-way leaves nothing behind."""
    play = find_play(lab.scenario)
    await _can_be_made(lab, play.scenario)
    await lab.cleanup()
    try:
        await play.break_it(lab)
    except BaseException:
        await lab.cleanup()
        raise
    lab.ledger.made.broken = True
    lab.ledger.save()


async def _can_be_made(lab: Lab, scenario: Scenario) -> None:
    version = str(await lab.rest.get("/admin/version"))
    if scenario.exists_on(version):
        return
    since = f"from {scenario.since} on" if scenario.since else ""
    until = f"before {scenario.until}" if scenario.until else ""
    releases = " and ".join(filter(None, (since, until)))
    raise UsageError(f"`{scenario.name}` is a fault of Prefect servers {releases}; this one is {version}")


async def heal_scenario(api_url: str, name: str, steps: Steps, directory: Path | None = None) -> list[str]:
    """Do what a fix says, as written, and wait until the fault is gone; raises LabFailed when it stays."""
    async with Lab(api_url, name, directory) as lab:
        return await heal_in(lab, steps)


async def heal_in(lab: Lab, steps: Steps) -> list[str]:
    """Do what a fix says in this lab, as written, and wait until the fault is gone."""
    play = find_play(lab.scenario)
    heal = play.heal or carry_out
    said = await heal(lab, steps)
    await lab.until(lambda: is_healed(lab, play), "the healing", HEAL_SECONDS)
    lab.ledger.made.broken = False
    lab.ledger.save()
    return said


async def cleanup_scenario(api_url: str, name: str, directory: Path | None = None) -> None:
    """Remove all that the scenario made."""
    async with Lab(api_url, name, directory) as lab:
        await lab.cleanup()


def is_broken(api_url: str, name: str, directory: Path | None = None) -> bool:
    """Whether the scenario was broken and not healed or removed since."""
    return Ledger(directory or lab_directory(api_url), name).made.broken


async def is_healed(lab: Lab, play: Play) -> bool:
    """Whether the fault is gone, by the scenario's own word or because what waited moved on."""
    return await (play.healed(lab) if play.healed else lab.all_moved())

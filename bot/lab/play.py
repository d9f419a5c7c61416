"""Breaking, healing and tidying up one scenario by its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.lab.lab import Lab
from bot.lab.ledger import Ledger, lab_directory
from bot.lab.scenario import Play, find_play

HEAL_SECONDS = 100.0


async def break_scenario(api_url: str, name: str, directory: Path | None = None) -> None:
    """Make the fault anew; a break that fails half-way leaves nothing behind."""
    play = find_play(name)
    async with Lab(api_url, name, directory) as lab:
        await lab.cleanup()
        try:
            await play.break_it(lab)
        except BaseException:
            await lab.cleanup()
            raise
        lab.ledger.made.broken = True
        lab.ledger.save()


async def heal_scenario(
    api_url: str, name: str, commands: Sequence[str], directory: Path | None = None
) -> list[str]:
    """Run the commands as written and wait until the fault is gone; raises LabFailed when it stays."""
    play = find_play(name)
    async with Lab(api_url, name, directory) as lab:
        said: list[str] = []
        if play.heal:
            await play.heal(lab, commands)
        else:
            said = [await lab.run_command(command) for command in commands]
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

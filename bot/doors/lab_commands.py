"""`lab list | break | heal`: real faults on a real Prefect server."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.errors import UsageError
from bot.lab.local_only import ensure_local
from bot.lab.scenario import find_plays, for_any_server
from bot.settings import read_settings

from .connecting import prefect_settings
from .stated import nearest

lab_app = typer.Typer(help="Real faults on the Prefect server of PREFECT_API_URL.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A scenario's name; `lab list` shows them.")]
Yes = Annotated[bool, typer.Option("--yes-really", help="Allow a server that is not on this machine.")]


@lab_app.command("list")
def list_command() -> None:
    """List the scenarios."""
    table = Table("Scenario", "What is broken", "Cause", "What a person asks", box=None)
    for name, play in find_plays().items():
        scenario = play.scenario
        table.add_row(name, Text(scenario.title), scenario.cause or "none", Text(scenario.opening))
    Console().print(table)


@lab_app.command("break")
def break_command(name: Name, yes_really: Yes = False) -> None:
    """Make a fault."""
    asyncio.run(_break(name, yes_really))


@lab_app.command("heal")
def heal_command(name: Name, yes_really: Yes = False) -> None:
    """Mend a fault with the commands of the bot's own reply."""
    asyncio.run(_heal(name, yes_really))


def _server(name: str, yes_really: bool) -> str:
    if name not in find_plays():
        raise UsageError(f"no scenario `{name}`{nearest(name, find_plays())}; `lab list` shows them all")
    if find_plays()[name].scenario not in for_any_server():
        raise UsageError(f"`{name}` needs a Prefect server or release of its own; `make lab` runs it")
    api_url = os.environ.get("PREFECT_API_URL", "")
    if not api_url:
        raise UsageError("set PREFECT_API_URL to a local Prefect server, such as http://127.0.0.1:4200/api")
    if not api_url.startswith(("http://", "https://")):
        raise UsageError("PREFECT_API_URL must start with http:// or https:// and end in /api")
    ensure_local(api_url, yes_really=yes_really)
    return api_url


async def _break(name: str, yes_really: bool) -> None:
    with prefect_settings():
        from bot.lab.play import break_scenario  # noqa: PLC0415

    await break_scenario(_server(name, yes_really), name)
    scenario = find_plays()[name].scenario
    print(f"{scenario.title}. Now ask: {scenario.opening}")


async def _heal(name: str, yes_really: bool) -> None:
    with prefect_settings():
        from bot.lab.play import heal_scenario, is_broken  # noqa: PLC0415

        from .healing import fix_for  # noqa: PLC0415

    api_url = _server(name, yes_really)
    scenario = find_plays()[name].scenario
    if not is_broken(api_url, name):
        print(f"{name} is not broken here: there is nothing to heal.")
        return
    steps = await fix_for(api_url, scenario.opening, scenario.cause, read_settings().bot_silent_after)
    await heal_scenario(api_url, name, steps)
    print("\n".join(["Ran:", *steps.commands] if steps.commands else ["Nothing had to be run."]))

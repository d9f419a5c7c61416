"""One fix of a reply, carried out as written: commands, settings and a snippet of Python."""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UsageError
from bot.lab.lab import Lab
from bot.lab.rest import LabFailed
from bot.lab.restart import restart_server_with

COMMAND_SECONDS = 150.0  # before 3.6.23 a task asks for its tag only every 30 s
SETTING = re.compile(r"(PREFECT_[A-Z0-9_]+)=(\S*)")


@dataclass(frozen=True)
class Steps:
    """What one fix tells a person to run, to set and to paste."""

    title: str = ""
    commands: tuple[str, ...] = ()
    snippet: str | None = None


async def carry_out(lab: Lab, steps: Steps, own: Mapping[str, str] | None = None) -> list[str]:
    """Do what the steps say, in their order; returns what was printed. Raises LabFailed or UsageError.

    `own` has what a person writes for the placeholders in settings.
    """
    said = await run_commands(lab, steps)
    if settings := settings_of(steps, own or {}):
        await restart_server_with(lab, settings)
    if steps.snippet is not None:
        said.append(await run_snippet(lab, steps.snippet))
    return said


async def run_commands(lab: Lab, steps: Steps) -> list[str]:
    """Run the lines of the steps that are no settings; returns what was printed."""
    return [await run_line(lab, line) for line in steps.commands if not SETTING.fullmatch(line.strip())]


def settings_of(steps: Steps, own: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of the server that the steps name, with a person's own words in them."""
    settings = {}
    for line in steps.commands:
        if setting := SETTING.fullmatch(line.strip()):
            value = setting[2]
            for placeholder, word in own.items():
                value = value.replace(placeholder, word)
            settings[setting[1]] = value
    return settings


async def run_line(lab: Lab, line: str) -> str:
    """Run one `prefect …` line as a person would; a worker stays running."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise UsageError(f"not a command line: {line!r} ({error})") from error
    if words[:1] != ["prefect"]:
        raise UsageError(f"only prefect commands are run here, not {line!r}")
    if words[1:3] == ["worker", "start"]:
        lab.spawn("-m", *words)
        return "worker started"
    return await _finish(lab, ["-m", *words], line)


async def run_snippet(lab: Lab, text: str) -> str:
    """Run a snippet as its own file; returns what it printed."""
    file = lab.directory / "made" / f"{lab.scenario}-snippet.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    try:
        return await _finish(lab, [str(file)], "the snippet")
    finally:
        file.unlink()


async def _finish(lab: Lab, arguments: Sequence[str], what: str) -> str:
    if lab.command_line is not None:
        words = arguments[1:] if arguments[0] == "-m" else ["python", *arguments]
        status, text = await lab.command_line.run(words, COMMAND_SECONDS)
        if status is None:
            raise _unended(what)
    else:
        status, text = await run_python(lab, arguments)
    if status:
        raise LabFailed(f"{what!r} ended with status {status}: {text.strip()[-500:]}")
    return text.strip()


async def run_python(
    lab: Lab,
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run `python <arguments>` against the server, in a folder; returns its status and what it printed.

    `settings` are added to its environment.
    """
    child = await asyncio.create_subprocess_exec(
        lab.python,
        *arguments,
        cwd=folder,
        env={**lab.environment(), **(settings or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(), COMMAND_SECONDS)
    except TimeoutError as error:
        child.kill()
        await child.wait()
        raise _unended(shlex.join(arguments)) from error
    return child.returncode or 0, said.decode(errors="replace").strip()


def _unended(what: str) -> LabFailed:
    return LabFailed(f"{what!r} did not end within {COMMAND_SECONDS:.0f} s")

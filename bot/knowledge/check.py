"""The whole check of the knowledge: loading validates each entry, this validates them together."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from bot.engine.book import Book
from bot.engine.causes import Cause, LogCase
from bot.errors import KnowledgeError

from .files import Entry, entries, knowledge_folder
from .load import load
from .problems import Problems, near
from .told_commands import Told, told_commands


def check(folder: Path | None = None) -> Book:
    """Load a knowledge folder and check it as a whole. Raises KnowledgeError."""
    folder = folder or knowledge_folder()
    book = load(folder)
    from bot.lab.scenario import find_plays  # noqa: PLC0415 - the lab is not part of a running bot

    scenarios, problems = frozenset(find_plays()), Problems()
    places = {entry.data["code"]: entry for entry in entries(folder, "causes/*.yaml")}
    for compiled in book.causes:
        with problems.kept():
            _check_proof(compiled.cause, places[compiled.cause.code], scenarios, book.log_cases)
    for told in told_commands(book):
        with problems.kept():
            _check_command(told, folder, places.get(told.where))
    used = {fix.snippet for compiled in book.causes for fix in compiled.cause.fixes}
    for name in sorted(book.snippets.keys() - used):
        with problems.kept():
            raise KnowledgeError(
                "no cause uses this snippet", file=f"snippets/{name}", line=1, suggestion="remove it"
            )
    problems.tell()
    return book


def _check_proof(
    cause: Cause, entry: Entry, scenarios: frozenset[str], log_cases: Mapping[str, LogCase]
) -> None:
    """Refuse a cause whose proof does not exist or proves another."""
    scenario, name = cause.proof.scenario, cause.proof.log_case
    if scenario is None and name is None:
        told = "name a `scenario` of the lab or a `log_case`"
        raise entry.mistake(("proof",), f"{cause.code} has no proof", told)
    if scenario is not None and scenario not in scenarios:
        path = ("proof", "scenario")
        raise entry.mistake(path, f"no scenario `{scenario}`", near(scenario, scenarios))
    if name is None:
        return
    path = ("proof", "log_case")
    if name not in log_cases:
        raise entry.mistake(path, f"no log case `{name}`", near(name, log_cases))
    if log_cases[name].expect != cause.code:
        own = [each for each, log_case in log_cases.items() if log_case.expect == cause.code]
        told = near(name, own) or f"no log case expects {cause.code} yet"
        raise entry.mistake(path, f"log case `{name}` expects {log_cases[name].expect}", told)


def _check_command(told: Told, folder: Path, entry: Entry | None) -> None:
    """Parse a command with Prefect's own command line; running text may leave its arguments out."""
    outcome, why = parsed(told.line)
    if outcome == "refused" or (told.whole and outcome == "incomplete"):
        files = [folder / entry.file] if entry else sorted(folder.rglob("*.yaml"))
        file, line = _place(told.written, files)
        name = file.relative_to(folder).as_posix()
        raise KnowledgeError(f"`{told.line}` is not accepted: {why}", file=name, line=line)


def _place(written: str, files: Iterable[Path]) -> tuple[Path, int]:
    """Return the file and line that hold most of the beginning of a text: YAML may break and escape it."""
    words = written.split()
    lines = [
        (file, number, line)
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    ]
    for most in range(len(words), 0, -1):
        beginning = " ".join(words[:most])
        for file, number, line in lines:
            if beginning in line:
                return file, number
    return lines[0][:2]


@lru_cache(maxsize=1024)
def parsed(command: str) -> tuple[str, str]:
    """Return what Prefect's command line makes of a command (see `bot.prefect_live.commands`), and why."""
    from bot.prefect_live.commands import parse  # noqa: PLC0415 - importing Prefect's CLI takes seconds

    return parse(shlex.split(command)[1:])


def parse_problem(command: str) -> str:
    """Return why Prefect's command line would refuse a command, or an empty string."""
    return parsed(command)[1]

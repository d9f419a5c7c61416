"""The whole check of the knowledge: loading validates each entry, this validates them together."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from bot.engine.book import Book
from bot.engine.causes import Cause, LogCase
from bot.errors import KnowledgeError

from .files import knowledge_folder
from .load import load
from .told_commands import Told, told_commands


def check(folder: Path | None = None) -> Book:
    """Load a knowledge folder and check it as a whole. Raises KnowledgeError."""
    book = load(folder or knowledge_folder())
    from bot.lab.scenario import find_plays  # noqa: PLC0415 - the lab is not part of a running bot

    scenarios = find_plays()
    for compiled in book.causes:
        _check_proof(compiled.cause, frozenset(scenarios), book.log_cases)
    files = {compiled.cause.code: compiled.cause.file for compiled in book.causes}
    for told in told_commands(book):
        _check_command(told, files.get(told.where, ""))
    return book


def _check_proof(cause: Cause, scenarios: frozenset[str], log_cases: Mapping[str, LogCase]) -> None:
    proof = cause.proof
    if proof.scenario is None and proof.log_case is None:
        raise KnowledgeError(f"{cause.code} has no proof", file=cause.file)
    if proof.scenario is not None and proof.scenario not in scenarios:
        known = ", ".join(sorted(scenarios))
        raise KnowledgeError(
            f"{cause.code}: no scenario `{proof.scenario}`", file=cause.file, suggestion=known
        )
    if proof.log_case is None:
        return
    log_case = log_cases.get(proof.log_case)
    if log_case is None:
        near = get_close_matches(proof.log_case, list(log_cases), n=1)
        raise KnowledgeError(
            f"{cause.code}: no log case `{proof.log_case}`",
            file=cause.file,
            suggestion=f"did you mean `{near[0]}`?" if near else "",
        )
    if log_case.expect != cause.code:
        raise KnowledgeError(
            f"{cause.code}: log case `{proof.log_case}` expects {log_case.expect}", file=cause.file
        )


def _check_command(told: Told, file: str) -> None:
    """Parse a command with Prefect's own command line; running text may leave its arguments out."""
    outcome, why = parsed(told.line)
    if outcome == "refused" or (told.whole and outcome == "incomplete"):
        raise KnowledgeError(f"{told.where}: `{told.line}` is not accepted: {why}", file=file)


@lru_cache(maxsize=1024)
def parsed(command: str) -> tuple[str, str]:
    """Return what Prefect's command line makes of a command (see `bot.prefect_live.commands`), and why."""
    from bot.prefect_live.commands import parse  # noqa: PLC0415 - importing Prefect's CLI takes seconds

    return parse(shlex.split(command)[1:])


def parse_problem(command: str) -> str:
    """Return why Prefect's command line would refuse a command, or an empty string."""
    return parsed(command)[1]

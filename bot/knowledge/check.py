"""The whole check of the knowledge: loading validates each entry, this validates them together."""

from __future__ import annotations

import re
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


def check(folder: Path | None = None) -> Book:
    """Load a knowledge folder and check it as a whole. Raises KnowledgeError."""
    book = load(folder or knowledge_folder())
    from bot.lab.scenario import find_plays  # noqa: PLC0415 - the lab is not part of a running bot

    scenarios = find_plays()
    for compiled in book.causes:
        _check_proof(compiled.cause, frozenset(scenarios), book.log_cases)
        for fix in compiled.cause.fixes:
            for command in fix.commands:
                _check_command(command, compiled.cause)
        _check_command(compiled.cause.by_hand, compiled.cause)
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


def _check_command(template: str, cause: Cause) -> None:
    """Parse a command with Prefect's own command line; interpolations stand as a number or a word."""
    for line in template.splitlines():
        text = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{(.*?)\}\}", _stand_in, line)).split("#")[0].strip()
        if not text.startswith("prefect "):
            continue
        problem = parse_problem(text)
        if problem:
            raise KnowledgeError(f"{cause.code}: `{text}` is not accepted: {problem}", file=cause.file)


def _stand_in(interpolation: re.Match[str]) -> str:
    """Stand in for a value: an id where the fact is one, else a digit, which is a name and a number alike."""
    return "00000000-0000-4000-8000-000000000000" if interpolation[1].strip().endswith("id") else "1"


@lru_cache(maxsize=1024)
def parse_problem(command: str) -> str:
    """Return why Prefect's command line would refuse a command, or an empty string."""
    from bot.prefect_live.commands import parse  # noqa: PLC0415 - importing Prefect's CLI takes seconds

    return parse(shlex.split(command)[1:])[1]

"""Runs in the environment of any Prefect release and asks its parser which lines it would accept.

Standard input: a JSON list of lines. Standard output: for each `[outcome, why]`. Nothing is run.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

Parse = Callable[[Sequence[str]], tuple[str, str]]


def parser() -> Parse:
    """Return the parser of this release: cyclopts since 3.6, Typer before."""
    try:
        parse: Parse = import_module("bot.prefect_live.commands").parse
    except ImportError:
        import_module("prefect.cli")
        root = import_module("typer.main").get_command(import_module("prefect.cli.root").app)
        return lambda arguments: parse_with_click(root, arguments)
    return parse


def parse_with_click(root: Any, arguments: Sequence[str]) -> tuple[str, str]:
    """Walk down the commands and parse the arguments of each, without calling any."""
    click = import_module("click")
    command, context, rest = root, None, list(arguments)
    try:
        while True:
            context = command.make_context(command.name, rest, parent=context)
            if not hasattr(command, "resolve_command"):
                return "accepted", ""
            rest = [*context.protected_args, *context.args]
            _, command, rest = command.resolve_command(context, rest)
    except click.exceptions.Exit:
        return "accepted", ""
    except click.UsageError as refusal:
        why = refusal.format_message()
        missing = isinstance(refusal, click.MissingParameter) or "requires an argument" in why
        return ("incomplete" if missing else "refused"), why


def main() -> None:
    """Answer for every line."""
    parse = parser()
    lines: list[str] = json.load(sys.stdin)
    json.dump([parse(shlex.split(line)[1:]) for line in lines], sys.stdout)


if __name__ == "__main__":
    main()

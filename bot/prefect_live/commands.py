"""Asking Prefect's own command line whether it would accept a command, without running it."""

from __future__ import annotations

from collections.abc import Sequence

from cyclopts.exceptions import CycloptsError
from prefect.cli._app import _app as prefect_cli


def parse(arguments: Sequence[str]) -> str:
    """Return why `prefect ARGUMENTS` is refused, or an empty string when it is accepted."""
    # Importing the package registers every subcommand with the parser.
    import prefect.cli  # noqa: F401, PLC0415

    try:
        prefect_cli.parse_args(list(arguments), exit_on_error=False, print_error=False)
    except CycloptsError as refusal:
        return str(refusal)
    return ""

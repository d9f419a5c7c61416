"""Asking Prefect's own command line whether it would accept a command, without running it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cyclopts.exceptions import CycloptsError, MissingArgumentError
from prefect.cli._app import _app as prefect_cli

# Incomplete: the command and its options exist, an argument is left out, as when a text only names it.
Outcome = Literal["accepted", "incomplete", "refused"]


def parse(arguments: Sequence[str]) -> tuple[Outcome, str]:
    """Return what Prefect's parser makes of `prefect ARGUMENTS`, and why it is not accepted."""
    # Importing the package registers every subcommand with the parser.
    import prefect.cli  # noqa: F401, PLC0415

    try:
        prefect_cli.parse_args(list(arguments), exit_on_error=False, print_error=False)
    except MissingArgumentError as missing:
        return "incomplete", str(missing)
    except CycloptsError as refusal:
        return "refused", str(refusal)
    return "accepted", ""

"""The `concurrency-bot` command: the terminal's commands, and the two that put the house together."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import Annotated, NoReturn

import typer

from bot.doors.connecting import configured_prefect
from bot.doors.terminal import app
from bot.errors import BotError, KnowledgeError, OutOfReach, UsageError


@app.command()
def serve() -> None:
    """Run the Slack bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on BOT_HOST:BOT_PORT."""
    configured_prefect()  # wrong settings of Prefect are told now, in one line
    from bot.house import serve_bot  # noqa: PLC0415 - Slack and the store are not needed by the other commands

    sys.setswitchinterval(0.0005)  # the loop asks the thinking thread for its turn sooner than after 5 ms
    asyncio.run(serve_bot())


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(help="Port of the page; 0 takes any free one.", min=0, max=65535)
    ] = 8765,
) -> None:
    """Start a local Prefect server with a fault in it, the workbench and the bot; print one URL."""
    configured_prefect()  # as above
    from bot.demo import run_demo  # noqa: PLC0415

    asyncio.run(run_demo(port))


def main() -> None:
    """Run one command; an expected error is one clear line on standard error, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of another character set still gets its answer
    try:
        app()
    except (UsageError, KnowledgeError) as mistake:
        _leave(mistake, 2)
    except OutOfReach as reason:
        _leave(reason, 3)
    except BotError as failure:  # the lab could not make or mend a fault
        _leave(failure, 1)


def _leave(reason: BotError, status: int) -> NoReturn:
    print(f"concurrency-bot: {reason}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()

"""The `concurrency-bot` command: the terminal's commands, and the two that put the house together."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from bot.doors.terminal import app
from bot.errors import KnowledgeError, OutOfReach, UsageError


@app.command()
def serve() -> None:
    """Run the Slack bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on BOT_HOST:BOT_PORT."""
    from bot.house import serve_bot  # noqa: PLC0415 - Slack and the store are not needed by the other commands

    asyncio.run(serve_bot())


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes any free one.")] = 8765,
) -> None:
    """Start a local Prefect server with a fault in it, the workbench and the bot; print one URL."""
    from bot.demo import run_demo  # noqa: PLC0415 - as above

    asyncio.run(run_demo(port))


def main() -> None:
    """Run one command; an expected error is one clear line on standard error, without a traceback."""
    try:
        app()
    except (UsageError, KnowledgeError) as mistake:
        print(f"concurrency-bot: {mistake}", file=sys.stderr)
        sys.exit(2)
    except OutOfReach as reason:
        print(f"concurrency-bot: {reason}", file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()

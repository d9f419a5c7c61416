"""The `concurrency-bot` command."""

from __future__ import annotations

import sys

from bot.doors.terminal import app
from bot.errors import KnowledgeError, OutOfReach, UsageError


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

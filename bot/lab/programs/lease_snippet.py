"""A reply's snippet with a disturbance where the person's own work stands. Argument: a plan as JSON.

file; call: the snippet's function that stands for that work; disturbance and its seconds; lease: seconds
of its lease where the snippet leaves it to Prefect; flow: its name; signal.
"""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import json
import sys
from functools import partial
from pathlib import Path

from bot.lab.programs.disturbance import DISTURBANCES

PLAN = json.loads(sys.argv[1])


def main() -> None:
    """Load the snippet, put the disturbance in, run its flow."""
    path = Path(PLAN["file"])
    found = importlib.util.spec_from_file_location(path.stem, path)
    if found is None or found.loader is None:
        raise SystemExit(f"{path} is no module")
    snippet = importlib.util.module_from_spec(found)
    sys.modules[path.stem] = snippet
    found.loader.exec_module(snippet)
    if not hasattr(snippet, PLAN["call"]):
        raise SystemExit(f"the snippet has no {PLAN['call']}")
    setattr(
        snippet,
        PLAN["call"],
        partial(DISTURBANCES[PLAN.get("disturbance", "nothing")], PLAN.get("seconds", 0)),
    )
    if PLAN.get("lease"):
        setattr(snippet, "concurrency", partial(snippet.concurrency, lease_duration=PLAN["lease"]))  # noqa: B010
    limited = snippet.limited.with_options(name=PLAN["flow"])
    done = limited()
    if inspect.isawaitable(done):
        asyncio.run(_wait_for(done))


async def _wait_for(done: object) -> None:
    await done  # type: ignore[misc]


if __name__ == "__main__":
    main()

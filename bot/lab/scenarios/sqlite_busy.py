"""Many short tasks take slots of a tag that is nearly free, and the server's SQLite is too busy."""

from __future__ import annotations

import asyncio

from bot.lab.code_situations import completed, do, end_code
from bot.lab.lab import A_DAY, Lab
from bot.lab.other_servers import POSTGRES, postgres_for_prefect, with_asyncpg
from bot.lab.restart import own_server
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out
from bot.lab.task_situations import run_tasks

BUSY = "DEBUG   | prefect.client - Received response with retryable status code 503. Another attempt will be"
SCENARIO = Scenario(
    name="sqlite-busy",
    title="The server's SQLite is too busy",
    cause="CL01",
    opening=(
        "The tasks of trim-stickers, tagged trim-labels, are very slow: they start seconds late although "
        "its 20 slots are never all in use. With DEBUG on there is\n"
        f"21:12:10.594 | {BUSY} made in 1.98s. This is attempt 1/6."
    ),
    answers={"hosting": "self_hosted", "server_database": "sqlite"},
    names={"tag": "trim-labels", "flow": "trim-stickers"},
    twin_of="tag-full",
    server={},
    slow=True,
)
NAMES = SCENARIO.names
LIMIT = f"tag:{NAMES['tag']}"
SLOTS = 20
BUSY_WITHIN = 30.0  # s; on SQLite the first busy answer comes sooner


async def break_it(lab: Lab) -> None:
    """Make it so: twenty threads want a slot each, for a fifth of a second, over and over."""
    await lab.limit(LIMIT, slots=SLOTS)
    await run_tasks(lab, "many_short", NAMES["flow"], tag=NAMES["tag"], seconds=A_DAY, log_level="DEBUG")

    async def slow() -> bool:
        return len(printed(lab)) >= 5

    await lab.until(slow, "five answers of a busy server", 120)


def printed(lab: Lab) -> list[str]:
    """Return the lines of the opening's kind that the flow's process printed."""
    return [line for line in lab.log_file.read_text(encoding="utf-8").splitlines() if BUSY in line]


async def is_real(lab: Lab) -> bool:
    """Whether the server keeps SQLite, the flow is told to try again, and the slots are never short."""
    on_sqlite = (own_server(lab).home / "prefect.db").exists()
    return on_sqlite and len(printed(lab)) >= 5 and await lab.used(LIMIT) < SLOTS


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the faulty run; do what the fix says in its place, or run it again on the new database."""
    await end_code(lab, NAMES["flow"], LIMIT)
    if steps.snippet:
        return await do(lab, steps)
    postgres = await lab.beside(postgres_for_prefect())
    said = await carry_out(lab, steps, {POSTGRES: with_asyncpg(postgres)})
    lab.log_file.unlink()
    await lab.limit(LIMIT, slots=SLOTS)
    await run_tasks(lab, "many_short", NAMES["flow"], tag=NAMES["tag"], seconds=A_DAY, log_level="DEBUG")
    await asyncio.sleep(BUSY_WITHIN)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether the code that took its place went through, each of its batches with one slot.

    On the new database: whether the same tasks go through without one answer of a busy server.
    """
    if own_server(lab).settings:
        ended = [task for task in await lab.task_runs_of(NAMES["flow"]) if task["state_type"] == "COMPLETED"]
        return len(ended) > SLOTS and not printed(lab)
    tasks = await lab.task_runs_of("batched")
    return await completed(lab, "batched") and {task["state_type"] for task in tasks} == {"COMPLETED"}

"""Find the one flow run a person means: by its page's URL, its id or its name."""

from __future__ import annotations

import re

from .asking import Asking, NotThere, Row
from .names import nearest

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
FLOW_RUN_PAGE = re.compile(r"(?:flow-run|flow-runs)/(" + UUID.pattern + ")", re.IGNORECASE)
TASK_RUN_PAGE = re.compile(r"(?:task-run|task-runs)/(" + UUID.pattern + ")", re.IGNORECASE)


async def find_run(ask: Asking, reference: str) -> tuple[Row | None, tuple[str, ...]]:
    """Return the run, or None with the nearest names of recent runs."""
    if task := TASK_RUN_PAGE.search(reference):
        return await _of_task(ask, task[1]), ()
    page = FLOW_RUN_PAGE.search(reference)
    ids = [page[1]] if page else UUID.findall(reference)[-1:]
    if ids:
        try:
            return await ask.get(f"/flow_runs/{ids[0]}"), ()
        except NotThere:
            return None, ()
    return await _named(ask, reference.strip())


async def _of_task(ask: Asking, task_run_id: str) -> Row | None:
    try:
        task = await ask.get(f"/task_runs/{task_run_id}")
        if task["flow_run_id"] is None:
            return None
        run: Row = await ask.get(f"/flow_runs/{task['flow_run_id']}")
    except NotThere:
        return None
    return run


async def _named(ask: Asking, name: str) -> tuple[Row | None, tuple[str, ...]]:
    body = {"flow_runs": {"name": {"any_": [name]}}, "sort": "EXPECTED_START_TIME_DESC", "limit": 1}
    rows = await ask.rows("/flow_runs/filter", body)
    if rows:
        return rows[0], ()
    recent = await ask.rows("/flow_runs/filter", {"sort": "EXPECTED_START_TIME_DESC", "limit": 200})
    names = dict.fromkeys(row["name"] for row in recent)
    return None, tuple(nearest(name, list(names)))

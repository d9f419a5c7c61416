"""What a limit does not reach: tags that stand on flows, runs that were started without their deployment."""

from __future__ import annotations

from collections.abc import Awaitable, Container, Iterable
from typing import Any

from bot.engine.facts import Fact

from .asking import PAGE, Asking, Row
from .holder_records import flow_record
from .links import page
from .snapshot import Snapshot, TagUse

A_FEW = 5
FACT = "runs_outside"
Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


async def tag_use(ask: Asking, tag: str) -> TagUse:
    """Read which task runs, flow runs and deployments bear a tag."""
    bears = {"tags": {"all_": [tag]}}
    tasks = await ask.rows("/task_runs/filter", {"task_runs": bears, "limit": A_FEW})
    flows = await ask.rows(
        "/flow_runs/filter", {"flow_runs": bears, "limit": A_FEW, "sort": "EXPECTED_START_TIME_DESC"}
    )
    deployments = await ask.rows("/deployments/filter", {"deployments": bears, "limit": A_FEW})
    return TagUse(len(tasks), tuple(flows), tuple(deployments))


async def deployments_of(ask: Asking, flows: Iterable[str]) -> list[Row]:
    """Read the deployments of flows."""
    wanted = sorted(set(flows))[:PAGE]
    return await ask.rows("/deployments/filter", {"flows": {"id": {"any_": wanted}}, "limit": PAGE})


def outside_reads(
    ask: Asking, limits: Iterable[Row], named: Container[str], active: Iterable[Row]
) -> dict[str, Awaitable[Any]]:
    """Return what to read: where the tags that a person named stand, and the deployments of lone runs."""
    tags = [row["name"].removeprefix("tag:") for row in limits if row["name"].startswith("tag:")]
    wanted: dict[str, Awaitable[Any]] = {
        f"tag_use:tag:{tag}": tag_use(ask, tag) for tag in tags if tag in named
    }
    if alone := without_deployment(active):
        wanted["outside"] = deployments_of(ask, (row["flow_id"] for row in alone))
    return wanted


def without_deployment(active: Iterable[Row]) -> list[Row]:
    """Return the flow runs that run but were not started through a deployment."""
    return [row for row in active if row["state_type"] == "RUNNING" and not row["deployment_id"]]


def outside_facts(read: Snapshot, *, deployment: str = "", pool: str = "") -> Told:
    """Return the living runs of a deployment's flow, or of a pool's flows, that were started without it.

    One of long ago that says nothing may be dead: alone it leaves open whether there are any.
    """
    if why := read.trouble("active", "outside"):
        return {}, {FACT: why}
    flows = {
        row["flow_id"]
        for row in read.outside
        if row["id"] == deployment or (pool and row["work_pool_name"] == pool)
    }
    runs = [row for row in without_deployment(read.active) if row["flow_id"] in flows]
    known = [{**flow_record(read, row), "subflow": row["parent_task_run_id"] is not None} for row in runs]
    living = [record for record in known if record["alive"]]
    unsure = [f"{record['name']}: {record['why']}" for record in known if record["alive"] is None]
    return ({}, {FACT: unsure[0]}) if unsure and not living else ({FACT: living}, {})


def tag_facts(read: Snapshot) -> list[Fact]:
    """Return the tags that have a limit, and those a person named that stand on flows but on no task."""
    tags = [row["name"].removeprefix("tag:") for row in read.limits if row["name"].startswith("tag:")]
    stray = [
        {"name": name.removeprefix("tag:"), **tag_use_facts(read, use)}
        for name, use in read.tag_uses.items()
        if not use.task_runs and (use.flow_runs or use.deployments)
    ]
    return [
        Fact("tags_with_limit", tags, "live", read.now),
        Fact("tags_on_flows_only", stray, "live", read.now),
    ]


def tag_use_facts(read: Snapshot, use: TagUse) -> dict[str, Any]:
    """Say what bears a tag."""
    flows = [flow_record(read, row) for row in use.flow_runs]
    named = [
        {"id": row["id"], "name": read.deployment_name(row["id"]) or row["name"]} for row in use.deployments
    ]
    links = [{**one, "link": page(read.api_url, "deployment", str(one["id"]))} for one in named]
    return {"tag_on_tasks": use.task_runs > 0, "tag_on_flow_runs": flows, "tag_on_deployments": links}

"""Situations that several scenarios share."""

from __future__ import annotations

from collections.abc import Mapping

from bot.lab.lab import A_DAY, Lab
from bot.lab.steps import Steps, carry_out, run_line, run_snippet


async def lose_a_worker_with_its_run(lab: Lab, pool: str, deployment: str, holder: str) -> None:
    """Kill a worker with the run it works on, as a lost machine would, and start another worker."""
    await lab.worker(pool, name=f"{pool}-lost", heartbeat=1)
    run = await lab.run(deployment, seconds=A_DAY, name=holder)
    await lab.until_run(run, "Running")
    wanted = {
        "event": {"name": ["prefect.flow-run.heartbeat"]},
        "resource": {"id": [f"prefect.flow-run.{run}"]},
    }

    async def beat() -> bool:
        found = await lab.rest.post("/events/filter", {"filter": wanted, "limit": 1})
        return bool(found["events"])

    await lab.until(beat, "a heartbeat of the run")
    lab.kill_processes()
    await lab.worker(pool, name=f"{pool}-new")


async def second_run_waits(lab: Lab, flow: str, limit: str) -> None:
    """Wait until the run "second" of a flow waits inside `concurrency()`, and remember it as waiting."""

    async def waiting() -> bool:
        runs = {run["name"]: run["state_type"] for run in await lab.runs_of(flow)}
        return runs.get("second") == "RUNNING" and await lab.used(limit) == 1

    await lab.until(waiting, "a second run waiting for the limit")
    await lab.waits(*(run["id"] for run in await lab.runs_of(flow) if run["name"] == "second"))


async def parent_waits_for_child(lab: Lab, names: Mapping[str, str], parent: str, state: str) -> None:
    """Run a parent deployment that waits for a run of `names["child"]`, until that is in this state."""
    await lab.worker(names["pool"], name=f"{names['pool']}-worker")
    run = await lab.run(parent, name=names["holder"], child=names["child"])
    await lab.until_run(run, "Running")
    flow = names["child"].partition("/")[0]

    async def children() -> list[str]:
        runs = await lab.runs_of(flow)
        return [each["id"] for each in runs if each["id"] != run and each["state_name"] == state]

    await lab.until(children, f"the child being {state}", 60)
    await lab.waits(*await children())


async def parent_waits_for_three(lab: Lab, names: Mapping[str, str], parent: str, state: str) -> None:
    """Run a parent deployment that waits for three runs of `names["child"]`; one of them is in this state."""
    await lab.worker(names["pool"], name=f"{names['pool']}-worker")
    run = await lab.run(parent, name=names["holder"], child=names["child"], children=3, child_seconds=A_DAY)
    flow = names["child"].partition("/")[0]

    async def in_state(name: str) -> list[str]:
        runs = await lab.runs_of(flow)
        return [each["id"] for each in runs if each["id"] != run and each["state_name"] == name]

    async def two_work() -> bool:
        return len(await in_state("Running")) == 2 and len(await in_state(state)) == 1

    await lab.until(two_work, f"two children working and one being {state}", 60)
    await lab.waits(*await in_state(state))


async def start_the_child_without_waiting(lab: Lab, steps: Steps) -> list[str]:
    """Carry out a fix; where it is the parent's code, end the faulty parent and run the new code instead.

    Then the child of the new parent is what waits: Prefect may cancel the old one with its parent.
    """
    if steps.snippet is None or steps.commands:
        return await carry_out(lab, steps)
    (kind, child, state), *_ = lab.ledger.made.waiting
    run = await lab.rest.get(f"/flow_runs/{child}")
    parent = (await lab.rest.get(f"/task_runs/{run['parent_task_run_id']}"))["flow_run_id"]
    said = await run_line(lab, f"prefect flow-run cancel {parent}")
    flows, runs = await _flows_named(lab, "parent"), await _runs_of(lab, run["flow_id"])
    printed = await run_snippet(lab, steps.snippet)
    lab.ledger.made.flows += sorted(await _flows_named(lab, "parent") - flows)
    lab.ledger.made.waiting = [(kind, new, state) for new in await _runs_of(lab, run["flow_id"]) - runs]
    lab.ledger.save()
    return [said, printed]


async def _runs_of(lab: Lab, flow_id: str) -> set[str]:
    found = await lab.rest.post("/flow_runs/filter", {"flows": {"id": {"any_": [flow_id]}}})
    return {run["id"] for run in found}


async def _flows_named(lab: Lab, name: str) -> set[str]:
    found = await lab.rest.post("/flows/filter", {"flows": {"name": {"any_": [name]}}})
    return {flow["id"] for flow in found}

"""Real serve() processes: starting one, and putting a reply's own in its place."""

from __future__ import annotations

import json

from bot.lab.lab import Lab
from bot.lab.rest import LabFailed
from bot.lab.steps import Steps

READY_SECONDS = 60.0


async def serve(lab: Lab, name: str, limit: int) -> str:
    """Serve the deployment "flow/name" of programs/serve_flows.py; returns its id once it is Ready."""
    flow, _, own = name.partition("/")
    if not lab.ledger.made.flows:  # served anew, it is there
        await lab.flow(flow)
    plan = {"flow": flow, "deployment": own, "limit": limit}
    lab.spawn("-m", "bot.lab.programs.serve_flows", json.dumps(plan))
    made = {"id": ""}

    async def ready() -> bool:
        body = {"flows": {"name": {"any_": [flow]}}}
        for deployment in await lab.rest.post("/deployments/filter", body):
            made["id"] = deployment["id"]
            if deployment["id"] not in lab.ledger.made.deployments:
                lab.ledger.made.deployments.append(deployment["id"])
                lab.ledger.save()
            return bool(deployment["status"] == "READY")
        return False

    await lab.until(ready, f"a process serving {name}", READY_SECONDS)
    return made["id"]


async def served_run(lab: Lab, deployment: str, name: str) -> str:
    """Create a run without parameters, as the flow has none, and return its id."""
    made = await lab.rest.post(f"/deployments/{deployment}/create_flow_run", {"name": name})
    return str(made["id"])


async def serve_anew(lab: Lab, steps: Steps, name: str, limit: int) -> list[str]:
    """Do what the fix says in words: end what still serves "flow/name", and run its own script again."""
    if "script" not in steps.title:
        raise LabFailed(f"{lab.scenario}: the fix does not say to run the script again: {steps.title!r}")
    lab.kill_processes()
    await serve(lab, name, limit)
    return ["serving"]

"""A person's project folder: a file with a flow, a prefect.yaml, and real `prefect deploy` calls in it."""

from __future__ import annotations

import re

from bot.lab.lab import Lab
from bot.lab.rest import LabFailed
from bot.lab.steps import Steps, run_python

FLOW = '''from prefect import flow


@flow(name="{flow}")
def work(seconds: float = 1) -> None:
    """Do the work."""
'''


def write_project(lab: Lab, deployment: str, pool: str, concurrency: str) -> None:
    """Write the flow's file and a prefect.yaml whose deployment "flow/name" ends with the lines given."""
    flow, _, own = deployment.partition("/")
    lab.project.mkdir(parents=True, exist_ok=True)
    (lab.project / "work.py").write_text(FLOW.format(flow=flow), encoding="utf-8")
    head = f"deployments:\n  - name: {own}\n    entrypoint: work.py:work\n    work_pool: {{name: {pool}}}\n"
    lines = "".join(f"    {line}\n" for line in concurrency.splitlines())
    (lab.project / "prefect.yaml").write_text(head + lines, encoding="utf-8")


async def deploy(lab: Lab) -> tuple[int, str]:
    """Run `prefect deploy --all` in the project; returns its status and its words, each gap one space."""
    status, said = await run_python(lab, ["-m", "prefect", "deploy", "--all"], folder=lab.project)
    return status, " ".join(said.split())


async def deployed(lab: Lab, deployment: str) -> str:
    """Deploy, which must succeed, and return the id of the deployment "flow/name"."""
    status, said = await deploy(lab)
    if status:
        raise LabFailed(f"{lab.scenario}: prefect deploy ended with status {status}: {said[-500:]}")
    found = await lab.rest.get(f"/deployments/name/{deployment}")
    made = lab.ledger.made
    if found["id"] not in made.deployments:
        made.deployments.append(found["id"])
        made.flows.append(found["flow_id"])
        made.limits.append(f"deployment:{found['id']}")
        lab.ledger.save()
    return str(found["id"])


def line_told(steps: Steps, key: str) -> str:
    """Return the line of YAML with this key that the fix's title tells a person to write."""
    told = re.search(rf"\b{key}: (?:\{{[^}}]*\}}|\w+)", steps.title)
    if not told:
        raise LabFailed(f"the fix tells no line with {key}: {steps.title!r}")
    return told[0]


def in_one_line(text: str) -> str:
    """Return a text with each gap as one space, as a terminal of any width would show it."""
    return " ".join(text.split())

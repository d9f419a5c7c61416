"""A prefect.yaml with a grace period of 30 s is refused by `prefect deploy`."""

from __future__ import annotations

from bot.lab.deploying import deploy, deployed, in_one_line, line_told, write_project
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

REFUSAL = """\
1 validation error for RunnerDeployment
concurrency_options.grace_period_seconds
  Input should be greater than or equal to 60
"""
SCENARIO = Scenario(
    name="deployment-grace-refused",
    title="A grace period too short is refused",
    cause="CL112",
    opening="prefect deploy of our deployment weigh-lorries/hourly fails since this morning:\n" + REFUSAL,
    names={"pool": "weighing-pool", "deployment": "weigh-lorries/hourly"},
    twin_of="deployment-slot-lost",
    since="3.6.7",  # before it the field is unknown, or refused whatever the number
    in_words=frozenset({0}),
)
NAMES = SCENARIO.names
CONCURRENCY = "concurrency_limit: {limit: 1, collision_strategy: ENQUEUE, grace_period_seconds: 30}"


async def break_it(lab: Lab) -> None:
    """Make it so: what was deployed before is to get a grace period of 30 s."""
    await lab.pool(NAMES["pool"])
    write_project(lab, NAMES["deployment"], NAMES["pool"], "concurrency_limit: 1")
    await deployed(lab, NAMES["deployment"])
    write_project(lab, NAMES["deployment"], NAMES["pool"], CONCURRENCY)


async def is_real(lab: Lab) -> bool:
    """Whether the command ends with exactly the message that the opening holds."""
    status, said = await deploy(lab)
    return status == 1 and in_one_line(REFUSAL) in said and await grace_period(lab) is None


async def grace_period(lab: Lab) -> int | None:
    """Return the seconds that the server knows."""
    deployment = await lab.rest.get(f"/deployments/name/{NAMES['deployment']}")
    return (deployment["concurrency_options"] or {}).get("grace_period_seconds")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Run what the fix shows, or write its number in the file and deploy again."""
    if steps.snippet:
        return await carry_out(lab, steps)
    mended = CONCURRENCY.replace("grace_period_seconds: 30", line_told(steps, "grace_period_seconds"))
    write_project(lab, NAMES["deployment"], NAMES["pool"], mended)
    await deployed(lab, NAMES["deployment"])
    return ["deployed"]


async def healed(lab: Lab) -> bool:
    """Tell whether the server took a number."""
    return await grace_period(lab) in range(60, 86_401)

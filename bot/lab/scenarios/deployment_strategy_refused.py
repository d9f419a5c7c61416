"""A prefect.yaml with an unknown strategy is refused by `prefect deploy`; its grace period is fine."""

from __future__ import annotations

from bot.lab.deploying import deploy, in_one_line, write_project
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario

REFUSAL = """\
1 validation error for RunnerDeployment
concurrency_options.collision_strategy
  Input should be 'ENQUEUE' or 'CANCEL_NEW'
"""
SCENARIO = Scenario(
    name="deployment-strategy-refused",
    title="An unknown strategy is refused",
    cause=None,
    opening="prefect deploy of our deployment weigh-wagons/hourly fails since this morning:\n" + REFUSAL,
    names={"pool": "wagon-pool", "deployment": "weigh-wagons/hourly"},
    twin_of="deployment-grace-refused",
)
NAMES = SCENARIO.names
CONCURRENCY = "concurrency_limit: {limit: 1, collision_strategy: CANCEL_OLD, grace_period_seconds: 600}"


async def break_it(lab: Lab) -> None:
    """Make it so: the file asks for a strategy that Prefect does not have."""
    await lab.pool(NAMES["pool"])
    write_project(lab, NAMES["deployment"], NAMES["pool"], CONCURRENCY)


async def is_real(lab: Lab) -> bool:
    """Whether the command ends with exactly the message that the opening holds."""
    status, said = await deploy(lab)
    return status == 1 and in_one_line(REFUSAL) in said

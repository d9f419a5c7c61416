"""A prefect.yaml gives the strategy under `concurrency_options:`, which `prefect deploy` ignores."""

from __future__ import annotations

from bot.lab.deploying import deployed, line_told, write_project
from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

CONCURRENCY = """\
concurrency_limit: 1
concurrency_options:
  collision_strategy: CANCEL_NEW
"""
SCENARIO = Scenario(
    name="deployment-options-in-yaml",
    title="prefect.yaml gives a strategy where it is ignored",
    cause="CL111",
    opening=(
        "The second run of pack-orders/hourly should be cancelled, but it waits as AwaitingConcurrencySlot. "
        "prefect deploy had no complaint, and our prefect.yaml says\n" + CONCURRENCY
    ),
    names={"pool": "packing-pool", "deployment": "pack-orders/hourly", "holder": "pack-holder"},
    twin_of="deployment-full",
    since="3.4.25",  # the command line of 3.4.8 still heeds the strategy
    in_words=frozenset({0}),
)
NAMES = SCENARIO.names


async def break_it(lab: Lab) -> None:
    """Make it so: the file is deployed, a run takes the only slot, and the next one waits for it."""
    await lab.pool(NAMES["pool"])
    write_project(lab, NAMES["deployment"], NAMES["pool"], CONCURRENCY)
    deployment = await deployed(lab, NAMES["deployment"])
    await lab.worker(NAMES["pool"], name="pack-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=NAMES["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="pack-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server knows the limit of the file and not its strategy."""
    deployment = await lab.rest.get(f"/deployments/name/{NAMES['deployment']}")
    limit = deployment["global_concurrency_limit"]["limit"]
    ignored = deployment["concurrency_options"] is None
    return limit == 1 and ignored and await waiting_states(lab) <= AWAITING | {"Pending"}


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Write the line that the fix tells to write, deploy again, and start one more run."""
    write_project(lab, NAMES["deployment"], NAMES["pool"], line_told(steps, "concurrency_limit"))
    deployment = await deployed(lab, NAMES["deployment"])
    await lab.waits(await lab.run(deployment, name="pack-next"))
    return ["deployed"]


async def healed(lab: Lab) -> bool:
    """Tell whether the runs over the limit are cancelled now, the one that waited as well."""
    return await waiting_states(lab) == {"Cancelled"}

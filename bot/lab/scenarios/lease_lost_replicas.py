"""Two API servers on one database keep their leases each in its own memory."""

from __future__ import annotations

import asyncio

from bot.lab.lab import Lab
from bot.lab.lease_situations import end_holders, losses, no_lease_is_lost, start_holder, until_used
from bot.lab.other_servers import of_redis, redis_server
from bot.lab.rest import LabFailed, Rest
from bot.lab.restart import own_server
from bot.lab.scenario import Scenario
from bot.lab.server import free_port
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="lease-lost-replicas",
    title="Two API servers do not share their leases",
    cause="CL41",
    opening="Runs logged 'Concurrency lease renewal failed - slots are no longer reserved'. What happened?",
    names={"limit": "mail-gateway", "flow": "mail-out"},
    server={},
    twin_of="lease-lost-restart",
    slow=True,
)
NAMES = SCENARIO.names
SLOTS, AT_A_TIME = 12, 3
SEEN = 12.0  # s; the first renewal fails three times within five


async def break_it(lab: Lab) -> None:
    """Make it so: runs reach two servers in turn, until two of them renewed at the wrong one."""
    await lab.limit(NAMES["limit"], slots=SLOTS)
    address = await second_server(lab)
    for first in range(0, SLOTS, AT_A_TIME):
        await hold(lab, address, first)
        await asyncio.sleep(SEEN)
        if len(await losses(lab, NAMES["flow"])) > 1:
            return
    raise LabFailed(f"{lab.scenario}: no two renewals reached the wrong server")


async def hold(lab: Lab, address: str, first: int = 0) -> None:
    """Start some runs that take a slot each, through the balancer."""
    for number in range(first, first + AT_A_TIME):
        await start_holder(lab, NAMES["flow"], f"{NAMES['flow']}-{number}", NAMES["limit"], through=address)
    await until_used(lab, {NAMES["limit"]: first + AT_A_TIME})


async def second_server(lab: Lab, **settings: str) -> str:
    """Start another server on the same database and a balancer before both; returns its address."""
    first, port, own = own_server(lab), free_port(), free_port()
    database = f"sqlite+aiosqlite:///{first.home / 'prefect.db'}"
    url = {"PREFECT_API_DATABASE_CONNECTION_URL": database, "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    serve = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    lab.spawn(*serve, **url, **settings)
    async with Rest(f"http://127.0.0.1:{port}/api") as rest:
        await lab.until(rest.answers, "the second server starting", 90)
    lab.spawn("-m", "bot.lab.programs.balancer", str(own), str(first.port), str(port))
    await asyncio.sleep(1)
    return f"http://127.0.0.1:{own}/api"


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: all runs work, some lost their lease within seconds."""
    runs = await lab.runs_of(NAMES["flow"])
    lost = await losses(lab, NAMES["flow"])
    return {run["state_type"] for run in runs} == {"RUNNING"} and 1 < len(lost) < len(runs) + 1


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the runs and the second server, do what the reply says for both servers, and start runs again."""
    await end_holders(lab, NAMES["flow"])
    lab.kill_processes()
    in_redis = any("REDIS_HOST" in line for line in steps.commands)
    own = of_redis(await lab.beside(redis_server(lab.directory))) if in_redis else {}
    said = await carry_out(lab, steps, own)
    await lab.rest.patch(f"/v2/concurrency_limits/{NAMES['limit']}", {"active_slots": 0})
    home = {} if in_redis else {"PREFECT_HOME": str(own_server(lab).home)}
    shared = {**own_server(lab).settings, **home}
    address = await second_server(lab, **shared)
    await hold(lab, address)
    await no_lease_is_lost(lab, NAMES["flow"], 75)
    await end_holders(lab, NAMES["flow"])
    return said


async def healed(lab: Lab) -> bool:
    """Whether every slot came back, whichever server was told."""
    return await lab.used(NAMES["limit"]) == 0

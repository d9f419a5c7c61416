"""A tagged task's process was killed, and the server's service that takes back expired leases is off."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states, tag_holders
from bot.lab.scenario import Scenario
from bot.lab.slots import kill_holder_of_tag, task_waits_for_tag

SCENARIO = Scenario(
    name="killed-task-repossessor-off",
    title="The server takes back no expired lease",
    cause="CL155",
    opening="seal-crates was OOM killed, and the tasks tagged seal-press stay Pending since",
    twin_of="killed-task-holds-tag",
    untried={
        1: "the leases are on disk here; CL24 tries the command",
        2: "it is for the limits of deployments; CL23 and CL24 try the snippet",
        3: "it is for leases in memory; on disk a restart loses none",
    },
    server={
        "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    },
    slow=True,
    names={"tag": "seal-press", "flow": "seal-crates"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL while the task holds the tag's slot, Crashed as a worker says, and a waiter."""
    names = SCENARIO.names
    await kill_holder_of_tag(lab, names["tag"], names["flow"])
    await task_waits_for_tag(lab, names["tag"], names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: a dead holder is counted, and it says that the service is off."""
    names = SCENARIO.names
    services = (await lab.rest.get("/admin/settings"))["server"]["services"]
    dead = await flow_states(lab, names["flow"]) == ["CRASHED", "RUNNING"]
    held = await lab.used(f"tag:{names['tag']}") == 1 and len(await tag_holders(lab, names["tag"])) == 1
    return dead and held and not services["repossessor"]["enabled"]

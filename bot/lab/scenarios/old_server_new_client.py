"""A server from before leases, asked for a slot by today's client."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.lease_situations import older_server, start_holder
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="old-server-new-client",
    title="A server too old for leases",
    cause="CL46",
    opening="Since the new image every run of book-seats fails when it asks for the limit seat-map. Why?",
    names={"limit": "seat-map", "tag": "seat-rows", "flow": "book-seats"},
    twin_of="global-lease-refused",
    server={},
    slow=True,
)
NAMES = SCENARIO.names
RELEASE = "3.4.8"  # the last one covered without leases


async def break_it(lab: Lab) -> None:
    """Make it so: the server is one of 3.4.8; a run asks for a limit, another runs a tagged task."""
    await older_server(lab, RELEASE)
    await lab.limit(NAMES["limit"])
    await start_holder(lab, NAMES["flow"], "seats-today", NAMES["limit"])
    await start_holder(lab, NAMES["flow"], "seats-rows", f"tag:{NAMES['tag']}", place="tag")

    async def failed() -> bool:
        return await states(lab) == ["FAILED", "FAILED"]

    await lab.until(failed, "both runs failing", 90)


async def states(lab: Lab) -> list[str]:
    """Return the state types of the runs."""
    return [str(run["state_type"]) for run in await lab.runs_of(NAMES["flow"])]


async def is_real(lab: Lab) -> bool:
    """Whether the server is the old one, and both runs failed for what it does not have."""
    version = await lab.rest.get("/admin/version")
    told = [run["state"]["message"] for run in await lab.runs_of(NAMES["flow"])]
    return version == RELEASE and len(told) == 2 and all("405" in message for message in told)

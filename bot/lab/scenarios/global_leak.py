"""A global limit was off while its holder ended, so its slot was never given back."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.situations import second_run_waits

SCENARIO = Scenario(
    name="global-leak",
    title="A global limit was off while its slot was given back",
    cause="CL28",
    opening="The geocoder limit shows 1 active slot but nothing is running, everything waits",
    since="3.7.4",
    names={"limit": "geocoder", "flow": "geocode-orders"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is off while its holder ends, then on again; the next run waits for ever."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.flows("one_then_one", names["flow"], names["limit"])

    async def held() -> bool:
        return await lab.used(names["limit"]) == 1

    async def ended() -> bool:
        return any(run["state_type"] == "COMPLETED" for run in await lab.runs_of(names["flow"]))

    await lab.until(held, "a run holding the limit")
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"active": False})
    lab.signal_file.touch()
    await lab.until(ended, "the holder ending")
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"active": True})
    lab.signal_file.unlink(missing_ok=True)
    await second_run_waits(lab, names["flow"], names["limit"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["COMPLETED", "RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1

"""A limit whose slots decay is held with `concurrency()`: the next one gets in while it is held."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states, limit_of
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_runs

SCENARIO = Scenario(
    name="decaying-limit-as-lock",
    title="A rate limit is used as a lock",
    cause="CL105",
    opening="Our limit song-api is 1, every run uses concurrency on it, yet two runs are inside at once",
    twin_of="global-limit-lowered",
    names={"limit": "song-api", "flow": "read-songs"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a slot decays in two seconds; one run held it a while, two hold it now."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"slot_decay_per_second": 0.5})
    await run_flows(lab, "decays", names["flow"], names["limit"])
    await until_runs(lab, names["flow"], ["Running", "Running", "Running"])
    await lab.until(lambda: given_back(lab), "the event of a slot given back", 60)


async def given_back(lab: Lab) -> bool:
    """Whether the first run's slot was given back, and both others took one."""
    own = (await limit_of(lab, SCENARIO.names["limit"]))["id"]
    wanted = {
        "event": {"prefix": ["prefect.concurrency-limit."]},
        "resource": {"id": [f"prefect.concurrency-limit.{own}"]},
    }
    found = (await lab.rest.post("/events/filter", {"filter": wanted, "limit": 50}))["events"]
    kinds = [event["event"].rpartition(".")[2] for event in found]
    return kinds.count("acquired") == 3 and kinds.count("released") == 1


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    inside = await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING"] * 3
    return inside and limit["limit"] == 1 and await given_back(lab)


async def healed(lab: Lab) -> bool:
    """Whether slots stay until they are given back."""
    return bool((await limit_of(lab, SCENARIO.names["limit"]))["slot_decay_per_second"] == 0)

"""A run held a global limit for more than five minutes, gave it back, and now waits behind another holder."""

from __future__ import annotations

from bot.lab.code_situations import start, until_held
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.slots import remember_waiting, slot_events, until_acquired

# From five minutes on, the event of the slot given back no longer names that of its taking.
A_LONG_BLOCK = 305
SCENARIO = Scenario(
    name="global-held-long",
    title="A run that held a global limit long waits for it",
    cause="CL14",
    opening="My flow post-journal hangs at concurrency('journal-lock') for ever, no error and no log line",
    names={"limit": "journal-lock", "flow": "post-journal", "holder": "close-journal"},
    twin_of="global-nested",
    untried={1: "global-full tries it"},
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: one takes the limit long, then shortly; another takes it, and the first wants it again."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    lab.signal_file.unlink(missing_ok=True)
    await start(lab, "one_after_another", names["flow"], names["limit"], first_block=A_LONG_BLOCK)
    await until_held(lab, names["limit"])

    async def given_back_twice() -> bool:
        return len(await slot_events(lab, names["limit"], "released")) == 2

    await lab.until(given_back_twice, "both blocks ending", A_LONG_BLOCK + 90)
    await start(lab, "holds", names["holder"], names["limit"])
    await until_held(lab, names["limit"])
    await until_acquired(lab, names["limit"], 3)
    lab.signal_file.touch()
    await remember_waiting(lab, names["flow"], "first")


async def is_real(lab: Lab) -> bool:
    """Whether one run holds the slot, the other waits, and an event of a slot given back names no other."""
    names = SCENARIO.names
    states = [*await flow_states(lab, names["flow"]), *await flow_states(lab, names["holder"])]
    released = await slot_events(lab, names["limit"], "released")
    unnamed = [event for event in released if event["follows"] is None]
    return states == ["RUNNING", "RUNNING"] and await lab.used(names["limit"]) == 1 and len(unnamed) == 1

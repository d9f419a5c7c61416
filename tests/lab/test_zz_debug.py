import asyncio, pytest
from bot.lab.scenario import find_play
from tests.lab.stage import *
from tests.lab.trial import tried
from bot.prefect_live import lease_losses, lease_slots
pytestmark=[pytest.mark.lab]
async def test_debug(lab_server, command_line, templates, tmp_path, record_property):
    name="lease-lost-held-interpreter"
    play=find_play(name)
    orig=lease_losses.slots_after
    def spy(read, losses):
        out=orig(read, losses)
        print("LOSSES", [(l.run, l.noticed, l.written, l.answer, l.on_flow_loop) for l in losses], "NOW", read.now)
        for limit in read.limits:
            print("LIMIT", limit["name"], limit["active_slots"], limit["updated"], lease_slots.too_fresh(read, limit))
            for t in lease_slots.taken(read, limit, losses): print("   TOOK", t)
            for e in read.slot_events.get(limit["id"],()): print("   EV", e["event"], e["occurred"], e.get("follows"), [r.get("prefect.resource.id") for r in e["related"]])
        print("OUT", out, dict(read.failed), dict(read.cut))
        return out
    lease_losses.slots_after=spy
    async with lab_of(name, lab_server, tmp_path, templates, command_line) as lab, bot_for(lab.api_url, play.scenario) as conv:
        await tried(lab, conv, 0, record_property)

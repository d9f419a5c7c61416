"""Each recorded scenario is asked about again with each source taken away: the verdict never flips.

`make lab` does the same on real servers, in tests/lab/test_recordings.py.
"""

from __future__ import annotations

from bot.knowledge.load import knowledge
from bot.lab.scenario import find_play
from bot.turn import Conversation
from tests.lab.stage import answered
from tests.lab.trial import Record

from .ablation import flipped
from .replay import RecordedLive, replay
from .sources import SOURCES
from .test_recorded import NAMES, every_scenario, recorded

UNCONNECTED = "set PREFECT_API_URL where I run"


@every_scenario
async def test_no_source_taken_away_flips_the_verdict(name: str, record_property: Record) -> None:
    recording, scenario = recorded(name), find_play(name).scenario
    whole, flips = await replay(recording), {}
    for source in SOURCES:
        live = RecordedLive(recording, source)
        turn = await answered(Conversation(knowledge(), live), scenario)
        if why := flipped(scenario, whole, turn, told_as=f"{source.status} on /" if live.refused else ""):
            flips[source.name] = f"{why}: {turn.report['text']}"
    record_property("ablated", {"scenario": name, "looks": len(SOURCES), "flips": len(flips)})
    assert not flips, "\n\n".join(f"without {name}: {why}" for name, why in flips.items())


@every_scenario
async def test_without_a_connection_nothing_else_is_told(name: str) -> None:
    scenario = find_play(name).scenario
    whole, turn = await replay(recorded(name)), await answered(Conversation(knowledge()), scenario)
    why = flipped(scenario, whole, turn, told_as=UNCONNECTED)
    assert why is None, f"{why}: {turn.report['text']}"


def test_every_request_of_a_recorded_look_is_taken_away_by_some_source() -> None:
    paths = {path for name in NAMES for source in recorded(name).sources.values() for path in source.paths}
    kept = {path for path in paths if not any(source.takes(path) for source in SOURCES)}
    assert not kept, "tests/diagnosis/sources.py lacks these"

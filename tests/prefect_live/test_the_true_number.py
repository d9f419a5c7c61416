"""A count is set to the runs that surely work; those in doubt are named, with how to look."""

from __future__ import annotations

import copy
from typing import Any

from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

ZOMBIE = "00000000-0000-0000-0000-0000000000aa"
OLDEST = "e6faac63-0381-462b-8ab4-ca5b40bbe06c"  # mine-1


def with_a_zombie(recording: Recording) -> Recording:
    """The server with one more run of the deployment, Running for six days without a sign of life."""

    def more(rows: Rows) -> Rows:
        zombie: dict[str, Any] = copy.deepcopy(rows[0])
        zombie |= {"id": ZOMBIE, "name": "zombie-of-last-week", "start_time": ago(recording, days=6)}
        zombie["state"]["timestamp"] = ago(recording, days=6)
        zombie["state"]["state_details"]["deployment_concurrency_lease_id"] = ZOMBIE
        return [*rows, zombie]

    changed = with_rows(recording, "active", more)
    history = next(known for name, known in changed.sources.items() if name.startswith("states:"))
    sources = {**changed.sources, f"states:{ZOMBIE}": Source(paths=("/x",), answers=history.answers)}
    return changed.model_copy(update={"sources": sources})


async def test_runs_that_surely_work_are_the_true_number() -> None:
    text = (await replay(recording_of("deployment-run-deleted"))).report["text"]
    assert "Set the counter to the true number, 3" in text
    assert "--active-slots 3" in text


async def test_a_run_in_doubt_is_not_counted_but_named() -> None:
    turn = await replay(with_a_zombie(recording_of("deployment-run-deleted")))
    text = turn.report["text"]
    assert confirmed(turn)[:1] == ["CL18"]
    assert "Set the counter to the runs that surely work, 3 of 4" in text
    assert "3 runs work, but it counts 2" in text
    assert "nothing tells whether it lives: zombie-of-last-week (Running, 6 d)" in text
    assert f"prefect flow-run inspect {ZOMBIE}" in text
    assert "--active-slots 3" in text
    assert "--active-slots 4" not in text


async def test_code_outside_of_runs_is_in_doubt_too() -> None:
    recording = recording_of("global-count-set-too-low")

    def outside(rows: Rows) -> Rows:
        taken = next(row for row in rows if row["event"].endswith("acquired"))
        return [*rows, {**taken, "id": "outside", "related": [], "occurred": ago(recording, hours=2)}]

    turn = await replay(with_rows(recording, "slot_events", outside))
    assert confirmed(turn)[:1] == ["CL19"]
    assert "Set the counter to the slots that are surely held" in turn.report["text"]
    assert "code outside of a flow run (2 h)" in turn.report["text"]


async def test_a_run_that_gave_no_sign_since_the_count_changed_leaves_it_open() -> None:
    """The oldest run may have died just now, so that its slot went to a younger one: neither is said."""
    recording = recording_of("deployment-run-deleted")
    changed = with_rows(recording, "signs_since", lambda rows: [row for row in rows if row["id"] != OLDEST])
    turn = await replay(changed)
    assert "CL18" not in confirmed(turn)
    whys = {reason["why"] for reason in turn.report["unavailable"] if reason["fact"] == "running_beyond"}
    assert whys == {"mine-1 gave no sign of life since the count changed; look again in some minutes"}
    assert "CL18" in [each["code"] for each in turn.report["verdicts"] if each["status"] == "open"]

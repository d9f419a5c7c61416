"""Each piece of evidence quotes the line that shows it, and says who wrote that line."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation

ALONE = Conversation(knowledge())
RETRY = "11:02:10.000 | INFO    | Flow run 'red-cow' - Received non-final state 'AwaitingRetry'"
LOST = (
    "11:05:44.000 | ERROR   | Flow run 'red-cow' - Concurrency lease renewal failed - slots are no longer "
    "reserved. Terminating execution to prevent over-allocation. Lease ID: "
    "b3a4c7d2-9f4f-47a3-ae55-2c1d9e0b7f10, exception: Client error '410 Gone' for url 'http://h/api/v2/"
    "concurrency_limits/leases/b3a4c7d2/renew'"
)


async def evidence(code: str, *texts: str) -> list[tuple[str, str, str]]:
    """Say these; return the evidence for a cause: the sentence, who said it, and the line."""
    kept, case = TypeAdapter(Case), Case()
    for text in texts:
        turn = await ALONE.say(case, text)
        case = kept.validate_python(json.loads(kept.dump_json(turn.case)))
    assert turn.answer is not None
    verdict = next(each for each in turn.answer.verdicts if each.cause.code == code)
    return [(each.condition.say or "", each.source, each.log_line) for each in verdict.stated]


async def test_each_condition_quotes_the_line_that_it_is_about() -> None:
    said = await evidence("CL91", f"Our deployment's run crashed, why?\n{RETRY}\n{LOST}")

    assert ("The run went to AwaitingRetry before", "log", RETRY) in said
    assert any(source == "log" and line == LOST for _, source, line in said)


async def test_lines_of_earlier_messages_are_kept_each_with_its_own() -> None:
    said = await evidence("CL91", f"Our deployment's run crashed:\n{LOST}", f"and before:\n{RETRY}")

    assert ("The run went to AwaitingRetry before", "log", RETRY) in said


async def test_what_a_person_believes_is_never_said_to_stand_in_the_log() -> None:
    said = await evidence("CL45", f"Is it the clock skew between our machines?\n{LOST}")

    assert said == [("You take differing clocks for the reason", "person", "")]

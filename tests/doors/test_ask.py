"""`ask`: the words of Slack in a terminal; it goes on without a Prefect."""

from __future__ import annotations

import asyncio

from .terminal import Terminal

STUCK = "my tag limit is stuck: slots stay taken though nothing runs"


async def test_an_open_question_names_its_answers_and_takes_one(unconnected: Terminal) -> None:
    plain, piped = await asyncio.gather(
        unconnected.run("ask", STUCK, settings={"PYTHONIOENCODING": "ascii"}),  # it has no dash, no bullet
        unconnected.run("ask", "--json", "-", given=STUCK.encode()),
    )
    assert (plain.status, piped.status) == (0, 0)
    question = piped.report.question
    assert question is not None
    for option in question.options:
        assert f"--answer {question.fact}={option.value}" in plain.out
    assert f"--answer {question.fact}=unknown" in plain.out

    first, unknown = f"{question.fact}={question.options[0].value}", f"{question.fact}=unknown"
    answered, left_open = await asyncio.gather(
        unconnected.run("ask", "--json", "--answer", first, STUCK),
        unconnected.run("ask", "--json", "--answer", unknown, STUCK),
    )
    for outcome in (answered, left_open):
        asked = outcome.report.question
        assert asked is None or asked.fact != question.fact, "nobody is asked twice"


async def test_an_answer_outweighs_what_the_text_seems_to_say(unconnected: Terminal) -> None:
    outcome = await unconnected.run("ask", "--json", "--answer", "mechanism=work_pool", STUCK)
    assert outcome.report.verdicts[0].mechanism == "work_pool"


WRONG = {
    "hostin=cloud": "no fact `hostin`; did you mean `hosting`",
    "hosting=clod": "no value `clod`; did you mean `cloud`",
    "slots_unexplained=many": "wants a whole number, not `many`",
    "hosting": "wants FACT=VALUE, not `hosting`",
}


async def test_a_wrong_answer_is_one_line_with_the_nearest(unconnected: Terminal) -> None:
    outcomes = await asyncio.gather(*(unconnected.run("ask", STUCK, "--answer", each) for each in WRONG))
    for outcome, words in zip(outcomes, WRONG.values(), strict=True):
        assert words in outcome.refuses(2)


async def test_a_snippet_can_be_pasted_and_run(unconnected: Terminal) -> None:
    asked = ("ask", "how do I create a tag limit for my tasks?")
    plain, as_json = await asyncio.gather(
        unconnected.run(*asked, settings={"COLUMNS": "40"}), unconnected.run(*asked, "--json")
    )
    fix = next(fix for fix in as_json.report.verdicts[0].fixes if fix.snippet)
    assert (fix.snippet or "").strip() in plain.out
    compile(fix.snippet or "", "snippet", "exec")
    for command in fix.commands:
        assert f"    {command}" in plain.out.splitlines()


async def test_bytes_that_are_no_text_are_one_clear_reply(unconnected: Terminal) -> None:
    outcome = await unconnected.run("ask", "--json", "-", given=bytes(range(256)) * 40)
    assert outcome.status == 0
    assert not outcome.report.in_scope
    assert outcome.report.text.startswith("That does not look like text I can read.")

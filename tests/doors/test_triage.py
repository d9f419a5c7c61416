"""`triage`: JSON Lines in, JSON Lines out, without live data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .contract import Report, Sorted
from .terminal import Terminal

QUESTIONS = [
    {"id": "a", "text": "tasks tagged db-write never start though the tag limit shows 0 holders"},
    {"id": 2, "text": "how do I bake bread?"},
]
LINES = "\n".join(json.dumps(question) for question in QUESTIONS) + "\n\n"


async def test_a_file_and_standard_input_give_the_same_lines(unconnected: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(LINES)
    from_file = await unconnected.run("triage", str(file))
    from_input = await unconnected.run("triage", "-", given=LINES.encode())
    assert (from_file.status, from_file.out) == (0, from_input.out)
    first, second = map(Sorted.model_validate_json, from_file.out.splitlines())
    assert (first.id, first.in_scope, first.mechanisms[0]) == ("a", True, "task_tag")
    assert first.causes
    assert (second.id, second.in_scope, second.causes) == (2, False, [])


BAD = {
    b"nonsense": "line 3 is not a JSON object with `id` and `text`",
    b"[1]": "line 3 is not a JSON object with `id` and `text`",
    b'{"id": 3}': "line 3 is not a JSON object with `id` and `text`",
    b'{"id": 3, "text": null}': "line 3: `text` is not a string",
    b"[" * 200_000: "line 3 is nested too deeply",
    b'{"id": ' + b"7" * 5_000 + b', "text": "a"}': "line 3: a number in it has too many digits",
    b'{"id": NaN, "text": "a"}': "line 3: NaN is no JSON",
    b'{"id": [-Infinity], "text": "a"}': "line 3: -Infinity is no JSON",
    b'{"id": 1e999, "text": "a"}': "line 3: a number in `id` is too large",
}


async def test_a_bad_line_is_told_by_its_number_and_the_good_ones_before_it_are_kept(
    unconnected: Terminal,
) -> None:
    good = LINES.strip().encode() + b"\n"
    outcomes = [await unconnected.run("triage", "-", given=good + line) for line in BAD]
    for outcome, words in zip(outcomes, BAD.values(), strict=True):
        assert outcome.status == 2
        assert len(outcome.out.splitlines()) == 2
        assert outcome.err == f"concurrency-bot: {words}\n"


async def test_bad_lines_stop_no_good_one_and_each_is_told(unconnected: Terminal) -> None:
    good = LINES.strip().splitlines()
    given = "\n".join(["nonsense", good[0], "[1]", good[1]])

    outcome = await unconnected.run("triage", "-", given=given.encode())

    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["a", 2]
    assert [line.split(" is ")[0] for line in outcome.err.splitlines()] == [
        "concurrency-bot: line 1",
        "concurrency-bot: line 3",
    ]
    assert outcome.status == 2


@pytest.mark.parametrize("name", ["\udfff", "a\ud83d", "Größe 🔥", "pnu_" + "a1B2" * 9, [1.5, None]])
async def test_an_id_comes_back_as_it_was_given(name: object, unconnected: Terminal) -> None:
    given = json.dumps({"id": name, "text": "tasks tagged db-write never start"})

    outcome = await unconnected.run("triage", "-", given=given.encode())

    assert json.loads(outcome.out)["id"] == name
    assert (outcome.status, outcome.err) == (0, "")


async def test_a_file_that_cannot_be_read_is_one_line(unconnected: Terminal, tmp_path: Path) -> None:
    missing = await unconnected.run("triage", str(tmp_path / "none.jsonl"))
    assert "No such file" in missing.refuses(2)
    (tmp_path / "binary").write_bytes(b'\xff\xfe{"id":1}')
    assert "is not UTF-8 text" in (await unconnected.run("triage", str(tmp_path / "binary"))).refuses(2)


async def test_triage_names_first_what_ask_confirms_and_asks_what_ask_asks(unconnected: Terminal) -> None:
    texts = ("only one run of my deployment at a time", "runs of a deployment wait for a slot that is free")
    lines = "".join(json.dumps({"id": text, "text": text}) + "\n" for text in texts)
    sorted_out = (await unconnected.run("triage", "-", given=lines.encode())).out.splitlines()
    for line in map(Sorted.model_validate_json, sorted_out):
        told = Report.model_validate_json((await unconnected.run("ask", str(line.id), "--json")).out)
        assert line.causes[:1] == told.confirmed[:1] or not told.confirmed
        assert line.question == (told.question and told.question.fact)

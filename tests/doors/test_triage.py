"""`triage`: JSON Lines in, JSON Lines out, without live data."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from .contract import Sorted
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
}


async def test_a_bad_line_is_told_by_its_number_and_the_good_ones_before_it_are_kept(
    unconnected: Terminal,
) -> None:
    good = LINES.strip().encode() + b"\n"
    outcomes = await asyncio.gather(*(unconnected.run("triage", "-", given=good + line) for line in BAD))
    for outcome, words in zip(outcomes, BAD.values(), strict=True):
        assert outcome.status == 2
        assert len(outcome.out.splitlines()) == 2
        assert outcome.err == f"concurrency-bot: {words}\n"


async def test_a_file_that_cannot_be_read_is_one_line(unconnected: Terminal, tmp_path: Path) -> None:
    missing = await unconnected.run("triage", str(tmp_path / "none.jsonl"))
    assert "No such file" in missing.refuses(2)
    (tmp_path / "binary").write_bytes(b'\xff\xfe{"id":1}')
    assert "is not UTF-8 text" in (await unconnected.run("triage", str(tmp_path / "binary"))).refuses(2)

"""A later message of a talk about limits: an answer is read though no limit word stands in it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.reading import Pattern, read

SAID: dict[str, dict[str, Any]] = {
    "it's on kubernetes, 3.6.2": {"client_version": "3.6.2"},
    "we're on 3.4.17, python 3.11.4": {"client_version": "3.4.17"},
    "version 3.6": {"client_version": "3.6"},
    "our own server, 3.5.0": {"hosting": "self_hosted", "server_version": "3.5.0"},
    "server 3.6.2, client 3.8.1": {"server_version": "3.6.2", "client_version": "3.8.1"},
    "cloud": {"hosting": "cloud"},
    "it's self-hosted": {"hosting": "self_hosted"},
    "active slots: 4": {"slots_used": 4},
    "everything hangs": {"symptom": "deadlock"},
    "10:11:12.345 | WARNING | prefect.flow_runs - Lease not found": {"log_origin": "flow_log"},
}
NAMED = {"it's db-write": "db-write", "`etl`": "etl", "nightly_load, I think": "nightly-load"}
NOTHING = [
    "the weather is nice",
    "What's the weather like in Lisbon?",
    "How do I cache a task's result for a day?",
    "write me a poem",
    "python 3.11.4 on kubernetes 1.29.3",
    "for 2.5 seconds at 10.0.0.1",
    "google cloud run",
    "since yesterday",
]


@pytest.mark.parametrize("text", SAID)
def test_an_answer_without_a_limit_word_is_read(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns, in_conversation=True)

    assert reading.in_scope
    assert {name: reading.value(name) for name in SAID[text]} == SAID[text]


@pytest.mark.parametrize("text", NAMED)
def test_a_bare_name_is_an_answer(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns, in_conversation=True)

    assert reading.in_scope
    assert NAMED[text] in reading.names


@pytest.mark.parametrize("text", NOTHING)
def test_what_states_and_names_nothing_is_about_something_else(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns, in_conversation=True)

    assert reading.problem == "not_concurrency"
    assert not reading.statements


def test_a_lone_answer_does_not_count_at_the_start_of_a_talk(patterns: list[Pattern]) -> None:
    assert read("cloud, 3.6.2", patterns).problem == "not_concurrency"


@pytest.mark.parametrize("text", ["thanks!", "ok great", "yes"])
def test_small_talk_stays_small_talk(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns, in_conversation=True)

    assert reading.small_talk
    assert not reading.in_scope


@pytest.mark.parametrize(("text", "problem"), [("", "empty"), (" \n", "empty"), ("\x00\x01", "not_text")])
def test_what_cannot_be_read_stays_a_problem(text: str, problem: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns, in_conversation=True).problem == problem

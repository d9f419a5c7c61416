"""Foreign text stays literal: in prose, in commands and in snippets."""

from __future__ import annotations

import ast
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.markup import literal, text_of
from bot.replies.templates import count_of, duration, fill_snippet, render_command, render_line

CODES = {
    "\u200b": "<U+200B>",
    "\u202e": "<U+202E>",
    "\ufeff": "<U+FEFF>",
    "\0": "<U+0000>",
    "\n": "<U+000A>",
}
UNSEEN = ("db\u200b", "db\u202e", "\ufeffdb", "db\0", "db\nx", "db\n")
HOSTILE = "**x** `rm` [a](http://evil) <!channel> {{ 7*7 }} '\"; $(id)"


def test_a_hostile_name_is_shown_literally_inside_code() -> None:
    line = render_line("The limit `{{ name }}` is full", {"name": HOSTILE})
    assert line is not None
    assert [span.text for span in line if span.code] == [HOSTILE]
    assert not any(span.url or span.bold for span in line)


@given(st.text(min_size=1))
def test_a_command_takes_any_name_as_one_argument(name: str) -> None:
    command = render_command("prefect gcl inspect {{ name }}", {"name": name})
    assert (command is None) == (literal(name) != name)
    if command is None:
        return
    words = shlex.split(command)
    assert words[:3] == ["prefect", "gcl", "inspect"]
    assert len(words) == 4 or (words[3] == "--" and words[4].startswith("-") and len(words) == 5)
    assert "\n" not in command


def test_a_command_without_a_known_name_says_what_to_fill_in() -> None:
    assert render_command("prefect gcl inspect {{ limit_name }}", {}) == "prefect gcl inspect LIMIT_NAME"


@given(st.text())
def test_a_snippet_with_any_name_is_still_the_same_program(name: str) -> None:
    filled = fill_snippet('LIMIT = "example"\nprint(LIMIT)\n', {"LIMIT": "{{ name }}"}, {"name": name})
    assignment, _ = ast.parse(filled).body
    assert isinstance(assignment, ast.Assign)
    assert ast.literal_eval(assignment.value) == name
    assert filled.replace("\n", "").isprintable()


@pytest.mark.parametrize("name", UNSEEN)
def test_a_name_with_a_character_that_cannot_be_seen_is_never_taken_for_another(name: str) -> None:
    facts = {"name": name}
    assert render_command("prefect gcl update {{ name }} --active-slots 0", facts) is None
    line = render_line("Then `prefect gcl inspect {{ name }}` shows `{{ name }}`.", facts)
    assert line is not None
    assert shlex.split(line[1].text)[-1] == name.translate({ord(each): code for each, code in CODES.items()})
    assert line[3].text != "db"
    assert ascii(name) in fill_snippet('LIMIT = "example"\n', {"LIMIT": "{{ name }}"}, facts)


def test_a_line_with_an_unknown_fact_is_left_out() -> None:
    assert render_line("{{ nothing }} waits", {}) is None


def test_markup_of_the_knowledge_becomes_styles() -> None:
    line = render_line("**Stuck:** see [the page](https://example.test/x) and `gcl`", {})
    assert line is not None
    assert text_of(line) == "Stuck: see the page and gcl"
    assert [
        (span.bold, span.code, span.url) for span in line if span.text in {"Stuck:", "gcl", "the page"}
    ] == [
        (True, False, ""),
        (False, False, "https://example.test/x"),
        (False, True, ""),
    ]


def test_numbers_read_as_people_say_them() -> None:
    assert [duration(s) for s in (0, 48, 95, 11520, 187200)] == [
        "0 s",
        "48 s",
        "1 m 35 s",
        "3 h 12 m",
        "2 d 4 h",
    ]
    assert [count_of(1, "run"), count_of(3, "run")] == ["1 run", "3 runs"]


@given(st.text(min_size=1))
def test_a_command_in_running_text_takes_any_name_as_one_argument(name: str) -> None:
    line = render_line("Then `prefect gcl inspect {{ name | default('x') }}` shows it.", {"name": name})
    assert line is not None
    [command] = [span.text for span in line if span.code]
    words = shlex.split(command)
    assert words[:3] == ["prefect", "gcl", "inspect"]
    assert len(words) == 4


def test_a_name_in_running_text_that_is_no_command_has_no_quotes() -> None:
    line = render_line("The limit `{{ name }}` is full", {"name": "two words"})
    assert line is not None
    assert text_of(line) == "The limit two words is full"

"""A command carries a person's names so that Prefect's own command line takes them for names."""

from __future__ import annotations

import shlex

import pytest

from bot.knowledge.check import parse_problem
from bot.replies.templates import render_command

NAMES = ("db-write", "--force", "-x", "two words", "it's", "$(reboot)", "`id`", "a;b", "tag:db", '"')
TEMPLATES = (
    "prefect gcl update {{ name }} --active-slots {{ slots }}",
    "prefect gcl inspect {{ name }}",
    "prefect work-queue set-concurrency-limit {{ name }} {{ slots }} --pool {{ name }}",
    "prefect worker start --pool {{ name }}",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_name_stays_a_name(template: str, name: str) -> None:
    line = render_command(template, {"name": name, "slots": 2})
    assert parse_problem(line) == "", line
    said = [word.partition("=")[2] or word for word in shlex.split(line)]
    assert said.count(name) == template.count("{{ name }}"), line
    assert "\ue000" not in line


def test_a_name_that_is_not_known_stays_a_word_to_fill_in() -> None:
    assert render_command("prefect gcl inspect {{ limit_name }}", {}) == "prefect gcl inspect LIMIT_NAME"

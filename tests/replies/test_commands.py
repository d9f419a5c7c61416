"""A command carries a person's names so that Prefect's own command line takes them for names."""

from __future__ import annotations

import shlex

import pytest

from bot.knowledge.check import parse_problem
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.replies.templates import fill_snippet, render_command, render_line
from tests.diagnosis.changed import asked
from tests.diagnosis.recording import Recording, recording_of

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
    assert line is not None
    assert parse_problem(line) == "", line
    said = [word.partition("=")[2] or word for word in shlex.split(line)]
    assert said.count(name) == template.count("{{ name }}"), line
    assert "\ue000" not in line


def test_a_name_that_is_not_known_stays_a_word_to_fill_in() -> None:
    assert render_command("prefect gcl inspect {{ limit_name }}", {}) == "prefect gcl inspect LIMIT_NAME"


def test_a_fact_that_could_not_be_read_is_never_written_as_none() -> None:
    facts = {"run": None, "parent_holds": {"child_deployment": None}}
    assert render_command("prefect flow-run cancel {{ run }}", facts) == "prefect flow-run cancel RUN"
    assert render_line("Ends `{{ run }}`.", facts) is None
    assert render_line("See `prefect flow-run inspect {{ run }}`.", facts) is None
    assert render_line("Ends {% if run %}`{{ run }}`{% else %}it{% endif %}.", facts) is not None


@pytest.mark.parametrize("code", ["CL38", "CL61", "CL62", "CL81"])
def test_a_child_whose_deployment_could_not_be_read_stays_the_example(code: str) -> None:
    cause = knowledge().cause(code)
    (fix,) = [each for each in (cause.fixes if cause else ()) if each.snippet]
    example = knowledge().snippets[fix.snippet or ""]
    filled = fill_snippet(example, fix.fill, {"parent_holds": {"child_deployment": None}})
    assert filled == example.strip() + "\n"


def renamed(recording: Recording, source: str) -> Recording:
    """The recording with a character that cannot be seen behind the name of the first row of a source."""
    name = recording.sources[source].answers[0]["rows"]["items"][0]["name"]
    return Recording.model_validate_json(recording.model_dump_json().replace(name, name + "\u200b"))


async def test_a_limit_whose_name_looks_like_another_goes_by_its_id() -> None:
    hidden = renamed(recording_of("global-count-set-too-high"), "limits")
    turn = await asked(hidden, "check up")
    [row] = hidden.sources["limits"].answers[0]["rows"]["items"]
    assert "<U+200B>" in text_of(turn.reply.headline)
    assert [fix.commands for fix in turn.reply.fixes] == [
        (f"prefect gcl update {row['id']} --active-slots 0",)
    ]


async def test_no_command_is_given_for_a_pool_whose_name_looks_like_another() -> None:
    turn = await asked(renamed(recording_of("pool-paused"), "pools"), "check up, why do my runs stay Late?")
    assert "<U+200B>" in text_of(turn.reply.headline)
    assert turn.reply.fixes
    assert not any(fix.commands for fix in turn.reply.fixes)
    assert "No command: a name in it holds a character" in turn.report["text"]

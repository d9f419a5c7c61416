"""What README and docs say is true: links, commands, settings. `make docs` renews what is generated."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml

import bot.__main__  # noqa: F401 - adds `serve` and `demo` to the commands
from bot.doors.stated import stated
from bot.doors.terminal import app
from bot.knowledge.load import knowledge
from bot.settings import settings_table
from bot.workbench import WorkbenchConfig
from tests.lab import scorecard

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
SETTINGS = re.compile(r"(<!-- settings: [^\n]*-->\n).*?(<!-- /settings -->)", re.DOTALL)
CODE = re.compile(r"```\w*\n(?P<block>.*?)```|(?P<tick>`+)(?P<inline>[^\n]+?)(?P=tick)", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Promised to the outside; see bot/settings.py.
PROMISED = (
    *("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"),
    *("SLACK_API_URL", "PREFECT_API_URL", "PREFECT_API_KEY", "PREFECT_API_AUTH_STRING"),
    *("BOT_DATABASE_URL", "BOT_DOCKET_URL", "BOT_ENCRYPTION_KEY"),
    *("BOT_HOST", "BOT_PORT", "BOT_LOG_LEVEL", "BOT_LOG_FORMAT"),
)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def code_lines(page: Path) -> Iterator[str]:
    """Every line of code, in blocks and in running text; indented blocks of list items too."""
    for found in CODE.finditer(page.read_text()):
        yield from (line.strip() for line in (found["block"] or found["inline"]).splitlines())


def commands(page: Path) -> Iterator[list[str]]:
    """Every `concurrency-bot …` with its arguments; what the shell does with `<` and `#` is not ours."""
    for line in code_lines(page):
        _, found, arguments = line.partition("concurrency-bot ")
        if found:
            words = shlex.split(arguments, comments=True)
            stop = next((at for at, word in enumerate(words) if word in {"<", ">", "|", "&&"}), len(words))
            yield words[:stop]


def test_the_settings_table_is_current() -> None:
    readme = ROOT / "README.md"
    was = readme.read_text()
    now = SETTINGS.sub(lambda found: f"{found[1]}{settings_table()}{found[2]}", was)
    if os.environ.get("UPDATE_DOCS"):
        readme.write_text(now)
    else:
        assert was == now, "run `make docs`"


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_setting_stands_in_the_readme(name: str) -> None:
    table = SETTINGS.search((ROOT / "README.md").read_text())
    assert table
    assert f"| `{name}` |" in table[0]


@every_page
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in LINK.findall(CODE.sub("", page.read_text())):
        if "://" not in target and not target.startswith("#"):
            assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


@every_page
def test_every_command_is_one_the_parser_takes(page: Path) -> None:
    for words in commands(page):
        command, rest = typer.main.get_command(app), words
        while rest and hasattr(command, "commands"):
            assert rest[0] in command.commands, f"{page.name}: {words}"
            command, rest = command.commands[rest[0]], rest[1:]
        context = command.make_context("concurrency-bot", rest)
        for item in context.params.get("answer") or ():
            stated(item, knowledge())


@every_page
def test_every_make_target_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv")
    for line in code_lines(page):
        if found := re.match(r"make ([\w./-]+)", line):
            assert re.search(rf"^{re.escape(found[1])}:", makefile, re.MULTILINE), f"{page.name}: {line}"


def test_the_readme_shows_what_to_try_first() -> None:
    text = (ROOT / "README.md").read_text()
    assert [" ".join(words) for words in commands(ROOT / "README.md")][-1] == "serve"
    assert text.index("make demo") < text.index("SLACK_APP_TOKEN")


def test_the_workbench_offers_the_command_as_the_manifest_does() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yaml").read_text())
    (wanted,) = manifest["features"]["slash_commands"]
    (offered,) = WorkbenchConfig().commands
    said = (offered.command, offered.description, offered.usage_hint)
    assert said == (wanted["command"], wanted["description"], wanted["usage_hint"])


def test_the_scorecard_shows_what_the_lab_recorded() -> None:
    assert scorecard.PAGE.read_text() == scorecard.page(json.loads(scorecard.DATA.read_text()))

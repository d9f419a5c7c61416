"""Every command a person may read is taken by the command line of every covered release, and works there."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from bot.engine.releases import Releases
from bot.knowledge.load import knowledge
from bot.knowledge.told_commands import Told, source_commands, told_commands
from bot.lab.command_lines import CommandLine, parsed_on
from bot.lab.command_matrix import Mark, command_rows, keep_marks
from bot.lab.releases import covered
from bot.lab.rest import Rest
from bot.replies.fitted import fitted, missing_commands
from tests.conftest import Client
from tests.kept_open import KeptOpen
from tests.lab.trial import Record

from .conftest import ready
from .place import Place

OLDER = pytest.mark.lab
RELEASES = [*(pytest.param(each, marks=OLDER) for each in covered()[:-1]), covered()[-1]]
NEEDS_A_TERMINAL = (["prefect", "deploy"],)  # it asks which flow to deploy
WORKER_SECONDS = 60.0


def told() -> tuple[Told, ...]:
    return (*told_commands(knowledge()), *source_commands())


def offered_on(release: str) -> tuple[Told, ...]:
    """What a person whose client and server are of this release may read."""
    return tuple(each for each in told() if each.offered_on(release) and shown_on(release, each.line))


def shown_on(release: str, line: str) -> str:
    """What a reply shows to a person whose client and server are of this release."""
    return fitted(line, missing_commands(Releases(release, release), knowledge().commands))


def shape(line: str) -> tuple[str, ...]:
    """Commands that differ in their values only have one shape."""
    words = shlex.split(line)
    values = [word.partition(":")[0] + ":" if ":" in word else "" for word in words[3:] if word[:2] != "--"]
    return (*words[:3], *sorted(word for word in words if word[:2] == "--"), *values)


def different(lines: Iterable[str]) -> Iterator[str]:
    """One line of each shape."""
    seen = set()
    for line in sorted(set(lines)):
        if shape(line) not in seen and shlex.split(line) not in NEEDS_A_TERMINAL:
            seen.add(shape(line))
            yield line


def test_a_command_of_a_fix_for_newer_releases_is_not_offered_on_older_ones() -> None:
    line = "prefect gcl disable tag:1"
    assert line not in {each.line for each in offered_on("3.4.8")}
    assert line in {each.line for each in offered_on("3.4.19")}


@pytest.mark.parametrize("release", RELEASES)
def test_no_command_that_is_shown_is_refused(release: str, tmp_path: Path) -> None:
    offered = offered_on(release)
    answers = parsed_on(ready(release), {shown_on(release, each.line) for each in offered}, tmp_path)
    wrong = {
        each.where: answers[shown_on(release, each.line)]
        for each in offered
        if answers[shown_on(release, each.line)][0] not in ({"accepted"} if each.whole else TAKEN)
    }
    assert not wrong


TAKEN = {"accepted", "incomplete"}


@pytest.mark.lab
@pytest.mark.parametrize("release", covered())
async def test_every_command_that_is_shown_works(
    clients: KeptOpen[Client], release: str, tmp_path: Path, record_property: Record
) -> None:
    server, shell = await clients.of(release)
    lines = {each.line for each in offered_on(release)}
    answers = parsed_on(server.installed, {shown_on(release, line) for line in lines}, tmp_path)
    complete = [line for line in lines if answers[shown_on(release, line)][0] == "accepted"]
    failed: dict[str, str] = {}
    ran = set()
    async with Rest(server.api_url) as rest:
        place = Place(rest)
        for line in different(shown_on(release, line) for line in complete):
            problem = await trouble(place, shell, line, tmp_path / "stop")
            ran.add(shape(line))
            if problem:
                failed[line] = problem
        missing = missing_commands(Releases(release, release), knowledge().commands)
        wrongly_missing = [
            each.command
            for each in missing
            if not await trouble(place, shell, each.command.replace("*", "1"), tmp_path / "stop")
        ]
    marks: dict[str, Mark] = {each.line: "not offered" for each in told()}
    marks |= {line: mark(release, line, answers, ran) for line in lines}
    keep_marks(release, marks)
    record_property("commands", {"release": release, "marks": marks})
    assert not failed
    assert not wrongly_missing, "the knowledge says that this release lacks it"
    assert {row.command for row in command_rows([release])} == {each.line for each in told()}


def mark(release: str, line: str, answers: Mapping[str, tuple[str, str]], ran: set[tuple[str, ...]]) -> Mark:
    shown = shown_on(release, line)
    if answers[shown][0] == "refused":
        return "refused"
    if shown != line:
        return "replaced"
    return "ran" if shape(line) in ran else "parsed"


async def trouble(place: Place, shell: CommandLine, line: str, stop: Path) -> str:
    """Run a command on a server that has what it names; return why it failed, or an empty string."""
    ready_line = await place.prepare(line)
    words = shlex.split(ready_line)
    if words[:3] == ["prefect", "worker", "start"]:
        return await worker_trouble(place, shell, ready_line, stop)
    status, said = await shell.run(ready_line)
    return "" if status == 0 else f"{status}: {said}"


async def worker_trouble(place: Place, shell: CommandLine, line: str, stop: Path) -> str:
    """Start a worker, end it when one more is online than before."""
    words = shlex.split(line)
    pool = words[words.index("--pool") + 1]
    before = await place.workers(pool)
    running = asyncio.create_task(shell.run(line, WORKER_SECONDS, stop))
    while not running.done() and await place.workers(pool) == before:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.3)
    online = await place.workers(pool) > before
    stop.touch()  # noqa: ASYNC240 - one file of a test
    status, said = await running
    stop.unlink()  # noqa: ASYNC240
    return "" if status is None and online else f"{status}: {said}"

"""What a scenario shows on older Prefect releases is told right there and mended by the reply as written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bot.lab.lab import Lab
from bot.lab.releases import covered
from bot.lab.scenario import find_play, for_any_server
from tests.conftest import Client
from tests.kept_open import KeptOpen

from .stage import bot_for, tidy
from .trial import Record, fixes_of, tried

pytestmark = [pytest.mark.live, pytest.mark.lab]
OLDER = covered()[:-1]


def trials() -> Iterator[ParameterSet]:
    """Every scenario that any server can show, on each older release on which the fault exists."""
    for release in OLDER:
        for scenario in for_any_server():
            if scenario.exists_on(release):
                yield pytest.param(release, scenario.name, id=f"{release}-{scenario.name}")


@pytest.mark.parametrize(("release", "name"), list(trials()))
async def test_an_older_release_is_told_right_and_mended(
    clients: KeptOpen[Client], release: str, name: str, tmp_path: Path, record_property: Record
) -> None:
    scenario = find_play(name).scenario
    number = next(iter(fixes_of(scenario)), None)
    async with (
        clients.lent(release) as (server, line),
        Lab(server.api_url, name, tmp_path, server=server, command_line=line) as lab,
        tidy(lab),
        bot_for(lab.api_url, scenario) as conversation,
    ):
        await tried(lab, conversation, number, record_property)

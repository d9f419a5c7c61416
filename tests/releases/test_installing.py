"""A release is installed once, whoever asks first; what cannot be installed is told in one sentence."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.lab import releases
from bot.lab.releases import READY, NoRelease, covered, installed

from .conftest import ready

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]  # a release is built in minutes, beside all else
OLDEST = covered()[0]
ASK = "import sys; from bot.lab.releases import installed; print(installed(sys.argv[1]).python)"


async def builder(folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ASK, OLDEST),
        env={**os.environ, "BOT_LAB_RELEASES": str(folder)},
        stdout=asyncio.subprocess.PIPE,
    )


async def test_of_two_builders_one_waits_and_an_interrupted_one_leaves_no_mark(tmp_path: Path) -> None:
    ready(OLDEST)  # else there is no way to install it here, and the reason is told
    interrupted = await builder(tmp_path)
    while not (tmp_path / OLDEST / "bin" / "python").exists():  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.1)
    interrupted.kill()
    await interrupted.wait()
    assert not (tmp_path / OLDEST / READY).exists()
    both = [await builder(tmp_path), await builder(tmp_path)]
    said = [(await each.communicate())[0].decode().strip() for each in both]
    assert said == [str(tmp_path / OLDEST / "bin" / "python")] * 2
    prefect = await asyncio.create_subprocess_exec(
        *(said[0], "-W", "ignore", "-c", "import prefect; print(prefect.__version__)"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert (await prefect.communicate())[0].decode().strip() == OLDEST


def test_a_release_that_does_not_exist_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "_CHOSEN", str(tmp_path))
    with pytest.raises(NoRelease, match=r"Prefect 3\.4\.999 cannot be installed here: .*3\.4\.999"):
        installed("3.4.999")
    assert not (tmp_path / "3.4.999" / READY).exists()

"""The Dockerfile's steps, without Docker: what it copies is enough to install and run the bot elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def copied() -> list[str]:
    """What the image gets, in order."""
    lines = re.findall(r"(?m)^COPY (.+)$", DOCKERFILE)
    return [source for line in lines for source in line.split()[:-1]]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from exactly what the image has and installed without this checkout."""
    context, target = tmp_path_factory.mktemp("context"), tmp_path_factory.mktemp("installed")
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, context / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, context / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    steps = ["install", "--no-deps", "--no-build-isolation", "--target", str(target), "."]
    subprocess.run([*pip, *steps], cwd=context, check=True, capture_output=True, timeout=200)
    return target


def run(installed: Path, home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(installed), **settings}
    return subprocess.run(
        [sys.executable, *words],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_installed_bot_has_its_knowledge(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import bot; print(bot.__file__)").stdout
    assert where.startswith(str(installed)), "the installed package, not this checkout"
    told = run(installed, tmp_path, "-m", "bot", "knowledge", "check")
    assert told.returncode == 0, told.stderr
    assert "all good" in told.stdout


def test_the_image_starts_with_the_settings_it_brings(installed: Path, tmp_path: Path) -> None:
    settings = dict(re.findall(r"(\w+)=(\S+)", " ".join(re.findall(r"(?m)^ENV (.+)$", DOCKERFILE))))
    assert set(settings) == {"BOT_HOST", "BOT_DATABASE_URL"}
    settings["BOT_DATABASE_URL"] = settings["BOT_DATABASE_URL"].replace("/data/", f"{tmp_path}/")
    code = (
        "import asyncio\nfrom bot.settings import read_settings\nfrom bot.store import open_store\n"
        "async def main():\n"
        "    async with open_store(read_settings().bot_database_url.get_secret_value()) as store:\n"
        "        await store.database.ping()\n"
        "asyncio.run(main())\n"
    )
    told = run(installed, tmp_path, "-c", code, **settings)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "bot.sqlite3").exists()


def test_the_command_of_the_image_says_what_is_missing(installed: Path, tmp_path: Path) -> None:
    [entry] = re.findall(r'(?m)^ENTRYPOINT \["(.+)"\]$', DOCKERFILE)
    [command] = re.findall(r'(?m)^CMD \["(.+)"\]$', DOCKERFILE)
    assert (installed / "bin" / entry).exists()
    told = run(installed, tmp_path, "-m", "bot", command)
    assert told.returncode == 2, told.stderr
    assert told.stderr.splitlines()[-1] == "concurrency-bot: SLACK_BOT_TOKEN is not set"

"""Other Prefect releases, each in a virtual environment of its own that is built once and kept."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BotError
from bot.lab.installed import Installed, own_release

# Why each is covered: before leases; tag limits as global limits; without and with `slots`;
# leases renewed on the flow's event loop. This environment's own renews them in a thread.
OLDER = ("3.4.8", "3.4.25", "3.6.20", "3.6.24", "3.7.0")
# What a server of these releases needs to start with today's other packages: newer FastAPI releases
# refuse `min_items` and have routers without `routes`; importlib_metadata used to come with another package.
NEEDS = ("fastapi==0.116.1", "importlib_metadata<11")
READY = "ready"
# Read now: tests give every test its own cache, and a release is built once for all of them.
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
_CHOSEN = os.environ.get("BOT_LAB_RELEASES")


class NoRelease(BotError):  # noqa: N818 - reads as the sentence it reports
    """A release cannot be installed here; the message says why."""


def covered() -> tuple[str, ...]:
    """Return every release the knowledge is proven on, oldest first; the last is this environment's own."""
    own = own_release().version
    return (*(release for release in OLDER if release != own), own)


def releases_directory() -> Path:
    """Return where the environments are kept: BOT_LAB_RELEASES, else a folder of the user's cache."""
    return Path(_CHOSEN) if _CHOSEN else _CACHE / "concurrency-bot" / "releases"


def installed(release: str) -> Installed:
    """Return a release that is ready to run, built first where it is not. Raises NoRelease.

    A build that was interrupted leaves no ready mark and is begun anew; of two at once one waits.
    """
    if release == own_release().version:
        return own_release()
    place = releases_directory() / release
    if not _is_ready(place, release):
        with _alone(place):
            if not _is_ready(place, release):
                _build(place, release)
    return Installed(release, str(_python(place)))


def _python(place: Path) -> Path:
    return place / "bin" / "python"


def _mark(release: str) -> str:
    return "\n".join((sys.version, f"prefect=={release}", *NEEDS)) + "\n"


def _is_ready(place: Path, release: str) -> bool:
    mark = place / READY
    return mark.is_file() and mark.read_text(encoding="utf-8") == _mark(release) and _python(place).exists()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Hold the lock of one release; the system gives it back when this process ends, however it ends."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(place: Path, release: str) -> None:
    shutil.rmtree(place, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(place)], release)
    wanted = [f"prefect=={release}", *NEEDS]
    pip = [str(_python(place)), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run([*pip, *wanted], release)
    part = place / f"{READY}.part"
    part.write_text(_mark(release), encoding="utf-8")
    part.replace(place / READY)


def _run(command: list[str], release: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        told = " ".join(errors) or done.stderr.strip()[-300:]
        raise NoRelease(f"Prefect {release} cannot be installed here: {told}")

"""A Prefect release that is installed on this machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True)
class Installed:
    """A release and the Python that runs it, such as 3.4.8 in a virtual environment of its own."""

    version: str
    python: str


def own_release() -> Installed:
    """Return the release of this environment."""
    return Installed(version("prefect"), sys.executable)

"""Releases that are ready to run; one that cannot be installed says so."""

from __future__ import annotations

import pytest

from bot.lab.installed import Installed
from bot.lab.releases import NoRelease, installed


def ready(release: str) -> Installed:
    """Return an installed release; a test of one that cannot be installed is skipped with the reason."""
    try:
        return installed(release)
    except NoRelease as error:
        pytest.skip(str(error))

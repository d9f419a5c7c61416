"""The Web API methods, one family a file; each file's METHODS is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable

from bot.workbench.arguments import Arguments
from bot.workbench.bench import Bench
from bot.workbench.messages import Json

Method = Callable[[Bench, Arguments], Awaitable[Json]]


def all_methods() -> dict[str, Method]:
    """Return every method of every file in this folder, by Slack's name."""
    found: dict[str, Method] = {}
    for file in pkgutil.iter_modules(__path__):
        found |= importlib.import_module(f"{__name__}.{file.name}").METHODS
    return found

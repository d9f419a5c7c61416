"""A scenario: a real fault, what must be diagnosed, and what a person would ask about it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.lab import scenarios

if TYPE_CHECKING:
    from bot.lab.lab import Lab


@dataclass(frozen=True)
class Scenario:
    """What the lab can break; `cause` is the code the bot must name, None when all is well."""

    name: str
    title: str
    cause: str | None
    opening: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Play:
    """A scenario with its functions; `heal` and `healed` are None where the defaults serve."""

    scenario: Scenario
    break_it: Callable[[Lab], Awaitable[None]]
    heal: Callable[[Lab, Sequence[str]], Awaitable[None]] | None
    healed: Callable[[Lab], Awaitable[bool]] | None


def _play(module: ModuleType) -> Play:
    return Play(
        module.SCENARIO,
        module.break_it,
        getattr(module, "heal", None),
        getattr(module, "healed", None),
    )


@cache
def find_plays() -> Mapping[str, Play]:
    """Every module of `bot.lab.scenarios`, by scenario name, in the order of their causes."""
    found = (importlib.import_module(item.name) for item in _modules())
    plays = sorted(map(_play, found), key=lambda play: (play.scenario.cause or "~", play.scenario.name))
    return {play.scenario.name: play for play in plays}


def _modules() -> list[pkgutil.ModuleInfo]:
    return list(pkgutil.iter_modules(scenarios.__path__, f"{scenarios.__name__}."))


def find_scenarios() -> list[Scenario]:
    """Every scenario there is."""
    return [play.scenario for play in find_plays().values()]


def find_play(name: str) -> Play:
    """Return the scenario of that name; raises UsageError that lists the names."""
    try:
        return find_plays()[name]
    except KeyError:
        known = ", ".join(find_plays())
        raise UsageError(f"there is no scenario {name!r}; there are: {known}") from None

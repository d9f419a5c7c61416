"""A scenario: a real fault, what must be diagnosed, and what a person would ask about it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from bot.engine.releases import older
from bot.errors import UsageError
from bot.lab import scenarios
from bot.lab.installed import own_release
from bot.lab.releases import covered

if TYPE_CHECKING:
    from bot.lab.lab import Lab
    from bot.lab.steps import Steps


@dataclass(frozen=True)
class Scenario:
    """What the lab can break.

    name, title: how it is called. cause: the code the bot must name, None when nothing is wrong.
    opening: what a person would ask. answers: what they answer when asked (fact → value).
    names: every name in it that belongs to the person.
    twin_of: the scenario it looks like and is not.
    since, until: the first server release on which it can be made, and the first on which it no longer can.
    client: the Prefect release its flows run with, where it is not the server's.
    server: settings of a Prefect server of its own; None when any server serves.
    silent: whether it shows only after a run was silent for a while.
    slow: whether it takes more than half a minute; only `make lab` runs it then.
    in_words: fixes of its cause (by number, from 0) that are words alone; its own `heal` does them.
    untried: fixes of its cause that are not carried out here → why.
    """

    name: str
    title: str
    cause: str | None
    opening: str
    answers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    twin_of: str = ""
    since: str = ""
    until: str = ""
    client: str = ""
    server: Mapping[str, str] | None = None
    silent: bool = False
    slow: bool = False
    in_words: frozenset[int] = frozenset()
    untried: Mapping[int, str] = field(default_factory=dict)

    @property
    def release(self) -> str:
        """The newest covered release on which the fault can be made."""
        return next(release for release in reversed(covered()) if self.exists_on(release))

    def exists_on(self, release: str) -> bool:
        """Tell whether the fault can be made on a server of this release."""
        early = self.since and older(release, self.since)
        late = self.until and not older(release, self.until)
        return not early and not late


@dataclass(frozen=True)
class Play:
    """A scenario with its functions; `heal` and `healed` are None where the defaults serve."""

    scenario: Scenario
    break_it: Callable[[Lab], Awaitable[None]]
    is_real: Callable[[Lab], Awaitable[bool]]
    heal: Callable[[Lab, Steps], Awaitable[list[str]]] | None
    healed: Callable[[Lab], Awaitable[bool]] | None


def _play(module: ModuleType) -> Play:
    return Play(
        module.SCENARIO,
        module.break_it,
        module.is_real,
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


def for_any_server() -> list[Scenario]:
    """Return the scenarios that any server can show: `lab break` uses these."""
    return [each for each in find_scenarios() if each.server is None and not each.client and not each.slow]


def for_this_release() -> list[Scenario]:
    """Return those of them that a server of this environment's Prefect can show."""
    own = own_release().version
    return [each for each in for_any_server() if each.exists_on(own)]


def find_play(name: str) -> Play:
    """Return the scenario of that name; raises UsageError with the known names."""
    plays = find_plays()
    if name not in plays:
        raise UsageError(f"no scenario named {name!r}; known: {', '.join(plays)}")
    return plays[name]

"""The lab as the page shows it. The workbench knows only this shape, not the lab and not Prefect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

ScenarioState = Literal["idle", "breaking", "broken", "healing", "error"]


@dataclass(frozen=True)
class LabScenario:
    """A fault that can be made and mended; `opening` is what a person would write about it."""

    name: str
    title: str
    opening: str
    state: ScenarioState = "idle"
    error: str | None = None


@dataclass(frozen=True)
class LabSlot:
    """A limit and how many of its slots are taken; None where that is not known."""

    name: str
    mechanism: str
    used: int | None = None
    limit: int | None = None
    link: str | None = None


@dataclass(frozen=True)
class LabState:
    """The whole panel."""

    available: bool = False
    server: str | None = None
    scenarios: tuple[LabScenario, ...] = ()
    slots: tuple[LabSlot, ...] = ()


class Lab(Protocol):
    """What breaks and heals a real Prefect server. Methods raise BotError with a sentence for the person."""

    async def describe(self) -> LabState:
        """Return the panel as it is now."""

    async def break_(self, name: str) -> None:
        """Make the fault; returns when it is made."""

    async def heal(self, name: str) -> None:
        """Mend the fault; returns when it is mended."""

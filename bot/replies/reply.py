"""The neutral reply: what is said, before any surface (Slack, terminal, plain text) draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Mood = Literal["fault", "normal", "healthy", "open", "guide", "refusal"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of literal text in one style; `text` is never markup."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FixView:
    """One fix: what it does and risks, commands that can be pasted, or a snippet of Python.

    `number` is its place among the cause's fixes in the knowledge, from 0.
    """

    title: Line
    risk: Literal["none", "low", "high"]
    danger: Line = ()
    commands: tuple[str, ...] = ()
    snippet: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its buttons; each option is (value, label)."""

    fact: str
    prompt: str
    why: Line
    where: Line
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate of a run as it is shown."""

    name: str
    state: Literal["open", "closed", "unknown"]
    evidence: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. Lines are in reading order; empty parts are not drawn.

    `notes` say what of the talk itself was understood, such as a correction, or that a secret was seen.
    """

    mood: Mood
    headline: Line
    notes: tuple[Line, ...] = ()
    evidence: tuple[Line, ...] = ()
    explanation: tuple[Line, ...] = ()
    fixes: tuple[FixView, ...] = ()
    verify: Line = ()
    also: tuple[Line, ...] = ()
    not_seen: tuple[Line, ...] = ()
    gates: tuple[GateView, ...] = ()
    question: QuestionView | None = None
    report: Mapping[str, object] | None = None

"""The JSON object of CONTRACT.md as strict types; keys beyond it may be added freely."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class Evidence(Part):
    text: str
    source: Literal["live", "log", "person"]
    at: datetime | None


class Fix(Part):
    title: str
    risk: Literal["none", "low", "high"]
    commands: list[str]
    snippet: str | None


class Verdict(Part):
    code: str
    title: str
    mechanism: str
    status: Literal["confirmed", "open", "ruled_out"]
    missing: list[str]
    evidence: list[Evidence]
    fixes: list[Fix]


class Option(Part):
    value: str
    label: str


class Question(Part):
    fact: str
    prompt: str
    options: list[Option]


class Unavailable(Part):
    fact: str
    why: str


class Gate(Part):
    name: str
    state: Literal["open", "closed", "unknown"]
    evidence: str


class Report(Part):
    in_scope: bool
    mechanism: str | None
    symptom: str | None
    verdicts: list[Verdict]
    question: Question | None
    unavailable: list[Unavailable]
    gates: list[Gate]
    text: str

    @property
    def confirmed(self) -> list[str]:
        """The codes of the confirmed verdicts, best first."""
        return [verdict.code for verdict in self.verdicts if verdict.status == "confirmed"]


class Sorted(Part):
    """One line that `triage` prints."""

    id: str | int
    in_scope: bool
    mechanisms: list[str]
    symptoms: list[str]
    causes: list[str]
    question: str | None
    facts: dict[str, object]

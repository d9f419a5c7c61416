"""What a look at the live API brings back, and what it was asked to look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .facts import Case, Fact, Subject
from .focus import with_related

GateState = Literal["open", "closed", "unknown"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One check a run must pass before it executes; `closed` holds the run back."""

    name: str
    state: GateState
    evidence: str
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the person named: words that may be names, and a run's URL, id or name.

    `words` are further words of theirs that only a live thing of that name can tell from plain ones, each
    with the kind of thing that stands beside it (limit, tag, pool, queue, deployment) or "".
    """

    names: tuple[str, ...] = ()
    run: str = ""
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """The result of one look; `focus` holds ids of subjects the hints point at."""

    facts: tuple[Fact, ...] = ()
    subjects: tuple[Subject, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)
    focus: frozenset[str] = frozenset()
    gates: tuple[Gate, ...] = ()


def learn(case: Case, findings: Findings, probes: frozenset[str]) -> Case:
    """Add what a look found to the case; a subject read again replaces its older reading."""
    fresh = {subject.id: subject for subject in findings.subjects}
    kept = tuple(subject for subject in case.subjects if subject.id not in fresh)
    seen = replace(
        case,
        subjects=(*kept, *findings.subjects),
        looked=case.looked | probes,
        focus=with_related(case.focus | findings.focus, (*kept, *findings.subjects)),
    )
    return seen.with_facts(findings.facts).with_unavailable(findings.unavailable)

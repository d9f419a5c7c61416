"""Facts, subjects and cases: what is known, from whom, and what cannot be known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

Source = Literal["person", "log", "live"]
SubjectKind = Literal["limit", "pool", "queue", "deployment", "run"]
Value = Any  # JSON: str, int, float, bool, None, list, dict

# A live reading beats what a log said, and a log beats a person's memory.
TRUST: Mapping[str, int] = {"person": 0, "log": 1, "live": 2}


@dataclass(frozen=True, slots=True)
class Fact:
    """One named statement with its provenance.

    `assumed` says that it holds of the things at hand and so most likely of the case; any statement about
    the case itself counts more. `quotes` says of a list who said each item, and in which line.
    """

    name: str
    value: Value
    source: Source
    at: datetime | None = None
    detail: str = ""
    assumed: bool = False
    quotes: Mapping[str, tuple[Source, str]] = field(default_factory=dict)

    @property
    def trust(self) -> int:
        """How much it counts beside other statements of the same name."""
        return -1 if self.assumed else TRUST[self.source]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing of the workspace (a limit, pool, queue, deployment or run) with its live facts.

    `facts` maps fact names to JSON values, all read at `at`. `unavailable` maps a fact name to the
    reason it could not be read. A name in neither is simply unknown.
    """

    kind: SubjectKind
    id: str
    name: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    unavailable: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one conversation.

    `facts` holds the effective statement for each name; `unavailable` the reason for what nobody can
    tell; `looked` the probes that have run; `focus` the ids of the subjects the person means. `pending`
    is the fact that was asked for last, `told` the fixes that were given last and `tried` those that did
    not help, each as CODE/number; a bare CODE in `tried` means that its cause is done with. `warned`
    says that the person knows of a secret in what they wrote.
    """

    id: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    unavailable: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()
    looked: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    pending: str = ""
    told: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    warned: bool = False

    def value(self, name: str, default: Value = None) -> Value:
        """Return the value of a known fact, else `default`."""
        fact = self.facts.get(name)
        return default if fact is None else fact.value

    def with_facts(self, facts: Iterable[Fact]) -> Case:
        """Add statements; for one name the more trusted source wins, then the later statement."""
        merged = dict(self.facts)
        for fact in facts:
            known = merged.get(fact.name)
            if known is None or fact.trust >= known.trust:
                merged[fact.name] = fact
        unavailable = {name: why for name, why in self.unavailable.items() if name not in merged}
        return replace(self, facts=merged, unavailable=unavailable)

    def without(self, names: Iterable[str]) -> Case:
        """Forget facts, for "back" and for a corrected answer."""
        gone = set(names)
        return replace(
            self,
            facts={name: fact for name, fact in self.facts.items() if name not in gone},
            unavailable={name: why for name, why in self.unavailable.items() if name not in gone},
            asked=tuple(name for name in self.asked if name not in gone),
        )

    def with_unavailable(self, reasons: Mapping[str, str]) -> Case:
        """Record what cannot be known; a known fact stays known."""
        merged = {**self.unavailable, **{n: why for n, why in reasons.items() if n not in self.facts}}
        return replace(self, unavailable=merged)

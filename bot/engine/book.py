"""The compiled knowledge: causes whose conditions are ready to be evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .causes import (
    Cause,
    CommandDefinition,
    Condition,
    FactDefinition,
    LogCase,
    MechanismDefinition,
    Signature,
    SymptomDefinition,
)
from .expressions import Expression, compile_expression


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition with its compiled expression.

    `blocks` is false for a release floor: an unknown version does not keep a cause open, because
    almost every server in use is newer.
    """

    condition: Condition
    expression: Expression
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class CompiledCause:
    """A cause and its rules, those implied by hosting and releases included."""

    cause: Cause
    rules: tuple[Rule, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every fact the rules may read."""
        return frozenset().union(*(rule.expression.names for rule in self.rules))


@dataclass(frozen=True, slots=True)
class Book:
    """All knowledge, keyed by its stable names."""

    causes: tuple[CompiledCause, ...]
    facts: Mapping[str, FactDefinition]
    signatures: tuple[Signature, ...]
    symptoms: Mapping[str, SymptomDefinition]
    mechanisms: Mapping[str, MechanismDefinition]
    needs: Mapping[str, Expression]
    snippets: Mapping[str, str]
    macros: str = ""
    log_cases: Mapping[str, LogCase] = field(default_factory=dict)
    commands: tuple[CommandDefinition, ...] = ()

    def cause(self, code: str) -> Cause | None:
        """Return the cause with this code."""
        return next((entry.cause for entry in self.causes if entry.cause.code == code), None)

    def probes_for(self, names: Iterable[str]) -> frozenset[str]:
        """Return the probes that could settle these facts."""
        found = (self.facts[name].probe for name in names if name in self.facts)
        return frozenset(probe for probe in found if probe)


def compile_cause(cause: Cause) -> CompiledCause:
    """Compile every condition; raises TemplateSyntaxError on a wrong expression."""
    implied = [*_hosting_rules(cause), *_release_rules(cause)]
    rules = [
        Rule(condition, compile_expression(condition.when), blocks)
        for condition, blocks in [*((condition, True) for condition in cause.conditions), *implied]
    ]
    return CompiledCause(cause, tuple(rules))


def _hosting_rules(cause: Cause) -> list[tuple[Condition, bool]]:
    if not cause.hosting:
        return []
    allowed = ", ".join(f"'{hosting}'" for hosting in cause.hosting)
    return [(Condition(when=f"hosting in [{allowed}]", weight="decisive"), True)]


def _release_rules(cause: Cause) -> list[tuple[Condition, bool]]:
    rules = []
    for side in ("server", "client"):
        since = getattr(cause.versions, f"{side}_since")
        fixed_in = getattr(cause.versions, f"{side}_fixed_in")
        if since:
            when = f"{side}_version is older_than('{since}')"
            rules.append((Condition(when=when, weight="rules_out"), False))
        if fixed_in:
            when = f"{side}_version is older_than('{fixed_in}')"
            say = f"Fixed in {fixed_in}; your {side} runs {{{{ {side}_version }}}}"
            rules.append((Condition(when=when, weight="decisive", say=say), True))
    return rules

"""Safe three-valued conditions over facts, compiled by Jinja2's sandboxed expression compiler.

`and`, `or` and `not` follow Kleene: an unknown operand leaves the result unknown only where it
matters. Any other expression that touches an unknown fact is unknown as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment

Truth = bool | None


def version_key(text: str) -> tuple[int, ...]:
    """Turn "3.6.22" into (3, 6, 22); whatever follows the numbers is left out."""
    numbers = re.match(r"\d+(?:\.\d+)*", str(text).strip())
    return tuple(int(part) for part in numbers[0].split(".")) if numbers else ()


def older_than(known: str, fixed_in: str) -> bool:
    """Compare releases; raises TypeError, so that the condition is unknown, when "3.7" may be either."""
    have, wanted = version_key(known), version_key(fixed_in)
    if have == wanted[: len(have)] and have != wanted:
        raise TypeError(f"{known} may be older than {fixed_in} or not")
    return have < wanted


def plain_number(number: float) -> str:
    """Write a number without an exponent: "0.000011574", "10"."""
    return f"{Decimal(repr(float(number))).normalize():f}"


def expression_environment() -> ImmutableSandboxedEnvironment:
    """Build the sandbox in which conditions and templates see facts and nothing else."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["version"] = version_key
    environment.filters["plain_number"] = plain_number
    environment.tests["older_than"] = older_than
    return environment


@dataclass(frozen=True, slots=True)
class Outcome:
    """The truth of a condition, the facts it read and those it missed."""

    truth: Truth
    missing: frozenset[str] = frozenset()


Evaluate = Callable[[Mapping[str, Any]], Outcome]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition; `names` are the facts it may read."""

    source: str
    names: frozenset[str]
    evaluate: Evaluate


@lru_cache(maxsize=1)
def _conditions() -> ImmutableSandboxedEnvironment:
    return expression_environment()


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile a condition, once for all who ask. Raises TemplateSyntaxError on text that is no expression."""
    environment = _conditions()
    tree = environment.parse("{{ (" + source + ") }}")
    output = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise TemplateSyntaxError(f"not one expression: {source}", 1)
    names = _names(tree)
    return Expression(source, names, _compile(output.nodes[0], environment))


def _names(tree: nodes.Node) -> frozenset[str]:
    """Return the facts that an expression reads; one expression binds no names of its own."""
    return frozenset(name.name for name in tree.find_all(nodes.Name)) - _conditions().globals.keys()


def _compile(node: nodes.Node, environment: ImmutableSandboxedEnvironment) -> Evaluate:
    if isinstance(node, nodes.Not):
        return _negation(_compile(node.node, environment))
    if isinstance(node, nodes.And):
        return _junction(_compile(node.left, environment), _compile(node.right, environment), decider=False)
    if isinstance(node, nodes.Or):
        return _junction(_compile(node.left, environment), _compile(node.right, environment), decider=True)
    return _leaf(node, environment)


def _negation(inner: Evaluate) -> Evaluate:
    def evaluate(facts: Mapping[str, Any]) -> Outcome:
        outcome = inner(facts)
        return outcome if outcome.truth is None else Outcome(not outcome.truth)

    return evaluate


def _junction(left: Evaluate, right: Evaluate, *, decider: bool) -> Evaluate:
    """`and` is decided by a false side, `or` by a true one; else unknown wins."""

    def evaluate(facts: Mapping[str, Any]) -> Outcome:
        first = left(facts)
        if first.truth is decider:
            return first
        second = right(facts)
        if second.truth is decider:
            return second
        if first.truth is None or second.truth is None:
            return Outcome(None, first.missing | second.missing)
        return Outcome(not decider)

    return evaluate


def _leaf(node: nodes.Node, environment: ImmutableSandboxedEnvironment) -> Evaluate:
    body = nodes.Template([nodes.Assign(nodes.Name("result", "store"), node, lineno=1)], lineno=1)
    tree = nodes.Template([nodes.Output([node])], lineno=1)
    tree.set_environment(environment)
    names = _names(tree)
    expression = TemplateExpression(environment.from_string(body), undefined_to_none=False)

    def evaluate(facts: Mapping[str, Any]) -> Outcome:
        missing = names - facts.keys()
        if missing:
            return Outcome(None, missing)
        try:
            return Outcome(bool(expression(**facts)))
        except (UndefinedError, TypeError) as wrong_shape:
            # A live value of an unexpected shape must never confirm or rule out a cause.
            return Outcome(None, frozenset(names or {str(wrong_shape)}))

    return evaluate

"""Conditions are three-valued: unknown stays unknown, and decides nothing it cannot decide."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError

from bot.engine.expressions import compile_expression, plain_number, version_key

CASES: list[tuple[str, dict[str, Any], bool | None]] = [
    ("a and b", {"a": False}, False),
    ("b and a", {"a": False}, False),
    ("a and b", {"a": True}, None),
    ("a or b", {"b": True}, True),
    ("a or b", {"b": False}, None),
    ("not a", {}, None),
    ("not a", {"a": False}, True),
    ("used >= size", {"used": 2, "size": 2}, True),
    ("used >= size", {"used": 2}, None),
    ("used >= size", {"used": 2, "size": None}, None),
    ("'x' in signatures", {}, None),
    ("'x' in signatures", {"signatures": []}, False),
    ("holders | selectattr('state', 'equalto', 'PENDING') | list", {"holders": [{"state": "PENDING"}]}, True),
    ("(v | version) < ('3.7.1' | version)", {"v": "3.7.0"}, True),
    ("(v | version) < ('3.7.1' | version)", {"v": "3.10.0"}, False),
]


@pytest.mark.parametrize(("source", "facts", "expected"), CASES)
def test_a_condition_is_true_false_or_unknown(
    source: str, facts: dict[str, Any], expected: bool | None
) -> None:
    outcome = compile_expression(source).evaluate(facts)
    assert outcome.truth is expected
    assert bool(outcome.missing) == (expected is None)


def test_an_unknown_condition_says_which_facts_it_misses() -> None:
    outcome = compile_expression("a and (b or c)").evaluate({"a": True, "b": False})
    assert outcome.missing == {"c"}


@pytest.mark.parametrize("source", ["a and", "a }} {{ b", "{% if a %}"])
def test_text_that_is_no_expression_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        compile_expression(source)


def test_a_condition_cannot_reach_out_of_the_sandbox() -> None:
    escape = compile_expression("().__class__.__mro__")
    with pytest.raises(SecurityError):
        escape.evaluate({})


def test_releases_compare_by_number() -> None:
    assert version_key("3.10.1") > version_key("3.9.9")
    assert version_key("3.8.8.dev1") == (3, 8, 8)


@pytest.mark.parametrize(
    ("number", "text"), [(1.1574e-05, "0.000011574"), (10.0, "10"), (100, "100"), (0.5, "0.5"), (0.0, "0")]
)
def test_a_number_is_written_without_an_exponent(number: float, text: str) -> None:
    assert plain_number(number) == text

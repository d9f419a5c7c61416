"""Conditions and templates as they are written: each reads only facts, values and filters that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, meta, nodes

from bot.engine.causes import FactDefinition, Signature, SymptomDefinition
from bot.engine.expressions import compile_expression, expression_environment
from bot.errors import KnowledgeError
from bot.replies.templates import check_template, filters

from .files import Entry, Place
from .problems import near

RELEASE = re.compile(r"\d+(\.\d+)+")
SHOWN = 60  # characters of a template that are told with its mistake
_ENVIRONMENT = expression_environment()


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a cause, a signature or a log case may use."""

    facts: Mapping[str, FactDefinition]
    symptoms: Mapping[str, SymptomDefinition]
    signatures: Mapping[str, Signature]
    snippets: Mapping[str, str]

    def values(self, fact: str) -> frozenset[str]:
        """Return every value a fact can have; none where any text can be one."""
        if fact in {"signatures", "symptom"}:
            return frozenset(self.signatures if fact == "signatures" else self.symptoms)
        definition = self.facts[fact]
        options = definition.question.options if definition.question else ()
        return frozenset({*definition.values, *(str(option.value) for option in options)})


def check_expression(source: str, entry: Entry, path: Place, known: Known) -> None:
    """Check a condition. Raises KnowledgeError."""
    try:
        compile_expression(source)
        tree = _ENVIRONMENT.parse("{{ (" + source + ") }}")
    except (TemplateSyntaxError, RecursionError) as mistake:
        raise _not_understood(mistake, source, entry, path) from mistake
    _check_tree(tree, entry, path, known)


def check_prose(source: str, entry: Entry, path: Place, known: Known) -> None:
    """Check a template. Raises KnowledgeError."""
    try:
        tree = check_template(source)
    except (TemplateSyntaxError, RecursionError) as mistake:
        raise _not_understood(mistake, source, entry, path) from mistake
    _check_tree(tree, entry, path, known)


def check_fact(name: str, entry: Entry, path: Place, known: Known) -> None:
    """Refuse a fact that nothing defines."""
    if name not in known.facts:
        raise entry.mistake(path, f"unknown fact `{name}`", near(name, known.facts))


def check_value(fact: str, value: str, entry: Entry, path: Place, known: Known) -> None:
    """Refuse a value that a fact with listed values never has."""
    values = known.values(fact)
    if fact == "signatures" and value not in values:
        raise entry.mistake(path, f"unknown signature `{value}`", near(value, values))
    if values and value not in values:
        raise entry.mistake(path, f"`{fact}` is never `{value}`", near(value, values))


def _check_tree(tree: nodes.Template, entry: Entry, path: Place, known: Known) -> None:
    compared = list(_compared(tree))  # before Jinja, looking for names, folds lists of constants
    for name in sorted(meta.find_undeclared_variables(tree) - {"each"}):
        check_fact(name, entry, path, known)
    for fact, value in compared:
        if fact in known.facts:
            check_value(fact, value, entry, path, known)
    for test in tree.find_all(nodes.Test):
        for release in test.args if test.name == "older_than" else ():
            if isinstance(release, nodes.Const) and not RELEASE.fullmatch(str(release.value)):
                raise entry.mistake(path, f"`{release.value}` is no release", "write one such as 3.6.23")


def _compared(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """Yield each fact that is compared with a text, and that text."""
    for comparison in tree.find_all(nodes.Compare):
        for operand in comparison.ops:
            for one, other in ((comparison.expr, operand.expr), (operand.expr, comparison.expr)):
                if isinstance(one, nodes.Name):
                    yield from ((one.name, text) for text in _texts(other))


def _texts(node: nodes.Expr) -> Iterator[str]:
    for item in node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]:
        if isinstance(item, nodes.Const) and isinstance(item.value, str):
            yield item.value


def _not_understood(mistake: Exception, source: str, entry: Entry, path: Place) -> KnowledgeError:
    if isinstance(mistake, RecursionError):
        return entry.mistake(path, "nested too deeply", "close a bracket")
    found = re.search(r"No filter named '(\w+)'", str(mistake))
    if found:
        return entry.mistake(path, f"unknown filter `{found[1]}`", near(found[1], filters()))
    found = re.search(r"No test named '(\w+)'", str(mistake))
    if found:
        return entry.mistake(path, f"unknown test `{found[1]}`", near(found[1], _ENVIRONMENT.tests))
    short = " ".join(source.split())
    short = short if len(short) <= SHOWN else short[:SHOWN] + "…"
    return entry.mistake(path, f"cannot be read: {mistake}", f"look at `{short}`")

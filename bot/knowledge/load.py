"""Loading the knowledge: every file is validated, every reference followed, every template compiled."""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from jinja2 import TemplateSyntaxError, meta
from pydantic import ValidationError

from bot.engine.book import Book, CompiledCause, compile_cause
from bot.engine.causes import (
    Cause,
    CommandDefinition,
    FactDefinition,
    Fix,
    LogCase,
    MechanismDefinition,
    Signature,
    Strict,
    SymptomDefinition,
)
from bot.engine.expressions import compile_expression, expression_environment
from bot.errors import KnowledgeError
from bot.replies.templates import check_template

from .files import Entry, entries, knowledge_folder

Model = TypeVar("Model", bound=Strict)


@lru_cache(maxsize=1)
def knowledge() -> Book:
    """Return the knowledge that is shipped with the bot."""
    return load(knowledge_folder())


def load(folder: Path) -> Book:
    """Load and check a knowledge folder. Raises KnowledgeError with file, line and a suggestion."""
    facts = _keyed(folder, "facts/*.yaml", FactDefinition, "fact")
    symptoms = _keyed(folder, "symptoms.yaml", SymptomDefinition, "symptom")
    mechanisms = _keyed(folder, "mechanisms/*.yaml", MechanismDefinition, "mechanism")
    signatures = _keyed(folder, "signatures/*.yaml", Signature, "signature")
    snippets = _snippets(folder)
    for entry in entries(folder, "signatures/*.yaml"):
        _check_signature(entry, facts)
    causes: dict[str, CompiledCause] = {}
    for entry in entries(folder, "causes/*.yaml"):
        compiled = _cause(entry, facts, symptoms, signatures, snippets)
        if compiled.cause.code in causes:
            raise KnowledgeError(f"code {compiled.cause.code} stands twice", file=entry.file, line=1)
        causes[compiled.cause.code] = compiled
    environment = expression_environment()
    needs = {
        s.symptom: compile_expression(s.subject_needs, environment)
        for s in symptoms.values()
        if s.subject_needs
    }
    ordered = tuple(causes[code] for code in sorted(causes))
    log_cases = _keyed(folder, "log_cases/*.yaml", LogCase, "log_case")
    for entry in entries(folder, "log_cases/*.yaml"):
        _check_log_case(entry, facts, causes)
    return Book(
        ordered,
        facts,
        tuple(signatures.values()),
        symptoms,
        mechanisms,
        needs,
        snippets,
        log_cases=log_cases,
        commands=tuple(_keyed(folder, "commands.yaml", CommandDefinition, "command").values()),
    )


def _model(entry: Entry, kind: type[Model]) -> Model:
    try:
        return kind.model_validate(entry.data)
    except ValidationError as mistake:
        first = mistake.errors()[0]
        path = tuple(first["loc"])
        known = get_close_matches(str(path[-1]) if path else "", list(kind.model_fields), n=1)
        hint = f"did you mean `{known[0]}`?" if known and first["type"] == "extra_forbidden" else ""
        place = ".".join(str(part) for part in path)
        raise KnowledgeError(
            f"{place}: {first['msg']}", file=entry.file, line=entry.line_of(path), suggestion=hint
        ) from mistake


def _keyed(folder: Path, pattern: str, kind: type[Model], key: str) -> dict[str, Model]:
    found: dict[str, Model] = {}
    for entry in entries(folder, pattern):
        model = _model(entry, kind)
        name = str(getattr(model, key))
        if name in found:
            raise KnowledgeError(f"{key} `{name}` stands twice", file=entry.file, line=entry.line_of((key,)))
        found[name] = model
    return found


def _snippets(folder: Path) -> dict[str, str]:
    snippets = {}
    for path in sorted((folder / "snippets").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        try:
            ast.parse(text)
        except SyntaxError as mistake:
            raise KnowledgeError(
                str(mistake.msg), file=f"snippets/{path.name}", line=mistake.lineno or 1
            ) from mistake
        snippets[path.name] = text
    return snippets


def _check_signature(entry: Entry, facts: dict[str, FactDefinition]) -> None:
    try:
        re.compile(entry.data["pattern"])
    except re.error as mistake:
        raise KnowledgeError(
            f"pattern: {mistake}", file=entry.file, line=entry.line_of(("pattern",))
        ) from mistake
    for name in (*entry.data.get("facts", {}), *entry.data.get("captures", {}).values()):
        _known(name, facts, entry, ("facts",))


def _check_log_case(entry: Entry, facts: dict[str, FactDefinition], causes: dict[str, CompiledCause]) -> None:
    for name, value in entry.data.get("answers", {}).items():
        path = ("answers", name)
        _known(name, facts, entry, path)
        question = facts[name].question
        options = [option.value for option in question.options] if question else []
        if value not in options:
            known = ", ".join(str(option) for option in options)
            raise KnowledgeError(
                f"`{value}` is no answer to `{name}`",
                file=entry.file,
                line=entry.line_of(path),
                suggestion=f"one of {known}" if known else "nobody is asked for this fact",
            )
    for key in ("expect", "never"):
        named = entry.data.get(key, [])
        for code in [named] if isinstance(named, str) else named:
            if code not in causes:
                raise KnowledgeError(f"no cause {code}", file=entry.file, line=entry.line_of((key,)))


def _known(name: str, known: dict[str, FactDefinition], entry: Entry, path: tuple[str | int, ...]) -> None:
    if name not in known:
        near = get_close_matches(name, list(known), n=1)
        raise KnowledgeError(
            f"unknown fact `{name}`",
            file=entry.file,
            line=entry.line_of(path),
            suggestion=f"did you mean `{near[0]}`?" if near else "",
        )


def _cause(
    entry: Entry,
    facts: dict[str, FactDefinition],
    symptoms: dict[str, SymptomDefinition],
    signatures: dict[str, Signature],
    snippets: dict[str, str],
) -> CompiledCause:
    cause = _model(entry, Cause).model_copy(update={"file": entry.file})
    try:
        compiled = compile_cause(cause)
    except TemplateSyntaxError as mistake:
        raise KnowledgeError(
            f"condition: {mistake}", file=entry.file, line=entry.line_of(("conditions",))
        ) from mistake
    for index, condition in enumerate(cause.conditions):
        path = ("conditions", index)
        for name in compile_expression(condition.when, expression_environment()).names:
            _known(name, facts, entry, path)
        for name in re.findall(r"'(\w+)' in signatures", condition.when):
            if name not in signatures:
                near = get_close_matches(name, list(signatures), n=1)
                hint = f"did you mean `{near[0]}`?" if near else ""
                raise KnowledgeError(
                    f"unknown signature `{name}`", file=entry.file, line=entry.line_of(path), suggestion=hint
                )
    for symptom in cause.symptoms:
        if symptom not in symptoms:
            raise KnowledgeError(
                f"unknown symptom `{symptom}`", file=entry.file, line=entry.line_of(("symptoms",))
            )
    _check_texts(cause, entry, facts, snippets)
    return compiled


def _check_conditions(
    fix: Fix, entry: Entry, path: tuple[str | int, ...], facts: dict[str, FactDefinition]
) -> None:
    for source in filter(None, (fix.when, fix.unless)):
        try:
            names = compile_expression(source, expression_environment()).names
        except TemplateSyntaxError as mistake:
            raise KnowledgeError(f"fix: {mistake}", file=entry.file, line=entry.line_of(path)) from mistake
        for name in names:
            _known(name, facts, entry, path)


def _check_texts(
    cause: Cause, entry: Entry, facts: dict[str, FactDefinition], snippets: dict[str, str]
) -> None:
    texts: list[tuple[tuple[str | int, ...], str]] = [(("headline",), cause.headline), (("say",), cause.say)]
    texts += [(("verify",), cause.verify)]
    texts += [(("conditions", n, "say"), c.say) for n, c in enumerate(cause.conditions)]
    texts += [(("by_hand",), cause.by_hand)]
    if cause.follow_up:
        _known(cause.follow_up, facts, entry, ("follow_up",))
    for number, fix in enumerate(cause.fixes):
        _check_conditions(fix, entry, ("fixes", number), facts)
        texts += [
            (("fixes", number), text)
            for text in (fix.title, fix.danger, fix.check, *fix.commands, *fix.fill.values())
        ]
        if fix.each:
            _known(fix.each, facts, entry, ("fixes", number))
        _check_risk(cause, number, entry)
        if fix.snippet and fix.snippet not in snippets:
            raise KnowledgeError(
                f"no snippet `{fix.snippet}`", file=entry.file, line=entry.line_of(("fixes", number))
            )
    for path, text in texts:
        try:
            tree = check_template(text)
        except TemplateSyntaxError as mistake:
            raise KnowledgeError(str(mistake), file=entry.file, line=entry.line_of(path)) from mistake
        for name in meta.find_undeclared_variables(tree) - {"each"}:
            _known(name, facts, entry, path)


def _check_risk(cause: Cause, number: int, entry: Entry) -> None:
    """Refuse a fix of high risk that has nothing to look at first, or that stands before a safer one."""
    fix, place = cause.fixes[number], ("fixes", number)
    if fix.risk != "high":
        return
    if not (fix.check and fix.danger):
        raise KnowledgeError(
            f"{cause.code}: a fix of high risk needs `check` and `danger`",
            file=entry.file,
            line=entry.line_of(place),
        )
    if any(later.risk != "high" for later in cause.fixes[number + 1 :]):
        raise KnowledgeError(
            f"{cause.code}: a fix of high risk comes last", file=entry.file, line=entry.line_of(place)
        )

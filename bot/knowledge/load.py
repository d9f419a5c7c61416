"""Loading the knowledge: every file is validated, every reference followed, every template compiled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.engine.book import Book, CompiledCause, compile_cause
from bot.engine.causes import (
    Cause,
    CommandDefinition,
    FactDefinition,
    LogCase,
    MechanismDefinition,
    Phrase,
    Signature,
    SymptomDefinition,
)
from bot.engine.expressions import Expression, compile_expression
from bot.errors import KnowledgeError

from .causes import check_cause
from .definitions import Defined, Model, by_name, defined, gathered
from .files import Entry, knowledge_folder
from .phrases import check_phrases, with_phrases
from .problems import Problems, near
from .signatures import check_signature
from .snippets import read_snippets
from .written import Known, check_expression, check_fact


@lru_cache(maxsize=1)
def knowledge() -> Book:
    """Return the knowledge that is shipped with the bot."""
    return load(knowledge_folder())


def load(folder: Path) -> Book:
    """Load and check a knowledge folder. Raises KnowledgeError with file, line and a suggestion.

    What others refer to is checked first: a mistake there is not told again wherever it is used.
    """
    problems = Problems()
    facts = _needed(folder, "facts/*.yaml", FactDefinition, "fact", problems)
    symptoms = _needed(folder, "symptoms.yaml", SymptomDefinition, "symptom", problems)
    mechanisms = _needed(folder, "mechanisms/*.yaml", MechanismDefinition, "mechanism", problems)
    signatures = defined(folder, "signatures/*.yaml", Signature, "signature", problems)
    commands = defined(folder, "commands.yaml", CommandDefinition, "command", problems)
    known = Known(_models(facts), _models(symptoms), _models(signatures), read_snippets(folder, problems))
    problems.tell()
    for fact in facts.values():
        with problems.kept():
            _check_symptoms(fact.model, fact.entry, known)
    for signature in signatures.values():
        with problems.kept():
            check_signature(signature.model, signature.entry, known)
    needs = _needs(symptoms, known, problems)
    causes = _causes(folder, problems)
    compiled = _compiled(causes, known, problems)
    problems.tell()
    log_cases = defined(folder, "log_cases/*.yaml", LogCase, "log_case", problems)
    for log_case in log_cases.values():
        with problems.kept():
            _check_log_case(log_case.model, log_case.entry, known, compiled)
    problems.tell()
    return Book(
        tuple(compiled[code] for code in sorted(compiled)),
        known.facts,
        tuple(known.signatures.values()),
        known.symptoms,
        _models(mechanisms),
        needs,
        known.snippets,
        log_cases=_models(log_cases),
        commands=tuple(_models(commands).values()),
    )


def _needed(
    folder: Path, pattern: str, kind: type[Model], key: str, problems: Problems
) -> dict[str, Defined[Model]]:
    """Return the entries of a kind without which nothing works."""
    with problems.kept():
        if not any(folder.glob(pattern)):
            raise KnowledgeError("there is no such file", file=pattern, suggestion="take the shipped one")
    return defined(folder, pattern, kind, key, problems)


def _causes(folder: Path, problems: Problems) -> dict[str, Defined[Cause]]:
    """Return the causes with the phrases that they share."""
    phrases = defined(folder, "phrases.yaml", Phrase, "phrase", problems)
    written = list(gathered(folder, "causes/*.yaml", problems))
    check_phrases(phrases, written, problems)
    spelt_out = []
    for entry in written:
        with problems.kept():
            spelt_out.append(with_phrases(entry, phrases))
    return by_name(spelt_out, Cause, "code", problems)


def _models(found: Mapping[str, Defined[Model]]) -> dict[str, Model]:
    return {name: each.model for name, each in found.items()}


def _check_symptoms(definition: FactDefinition, entry: Entry, known: Known) -> None:
    for symptom in definition.question.symptoms if definition.question else ():
        if symptom not in known.symptoms:
            raise entry.mistake(
                ("question", "symptoms"), f"unknown symptom `{symptom}`", near(symptom, known.symptoms)
            )


def _needs(
    symptoms: Mapping[str, Defined[SymptomDefinition]], known: Known, problems: Problems
) -> dict[str, Expression]:
    """Return the condition on what a question about a symptom can be about."""
    needs = {}
    for name, symptom in symptoms.items():
        if source := symptom.model.subject_needs:
            with problems.kept():
                check_expression(source, symptom.entry, ("subject_needs",), known)
                needs[name] = compile_expression(source)
    return needs


def _compiled(
    causes: Mapping[str, Defined[Cause]], known: Known, problems: Problems
) -> dict[str, CompiledCause]:
    compiled = {}
    for code, found in causes.items():
        with problems.kept():
            check_cause(found.model, found.entry, known)
            compiled[code] = compile_cause(found.model.model_copy(update={"file": found.entry.file}))
    return compiled


def _check_log_case(
    log_case: LogCase, entry: Entry, known: Known, causes: Mapping[str, CompiledCause]
) -> None:
    for name, value in log_case.answers.items():
        path = ("answers", name)
        check_fact(name, entry, path, known)
        question = known.facts[name].question
        options = [option.value for option in question.options] if question else []
        if value not in options:
            told = near(str(value), map(str, options)) or "nobody is asked for this fact"
            raise entry.mistake(path, f"`{value}` is no answer to `{name}`", told)
    for key, codes in (("expect", (log_case.expect,)), ("never", log_case.never)):
        for code in codes:
            if code not in causes:
                raise entry.mistake((key,), f"no cause {code}", near(code, causes))

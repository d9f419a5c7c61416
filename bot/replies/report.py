"""The JSON object of `ask`, `why` and `doctor --json`, as CONTRACT.md fixes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.engine.book import Book
from bot.engine.decide import Answer
from bot.engine.facts import Case
from bot.engine.findings import Gate
from bot.engine.verdicts import Verdict

from .compose import evidence_line, fix_views
from .markup import text_of
from .plain import plain_text
from .reply import Reply
from .templates import render_line


def report(
    case: Case, answer: Answer, reply: Reply, book: Book, gates: Sequence[Gate] = ()
) -> dict[str, Any]:
    """Build the object; keys and values are fixed names others rely on."""
    question = reply.question
    return {
        "in_scope": True,
        "mechanism": answer.top.mechanism if answer.top and answer.leads else case.value("mechanism"),
        "symptom": case.value("symptom"),
        "verdicts": [_verdict(verdict, case, book) for verdict in _worth_telling(case, answer)],
        "question": None
        if question is None
        else {
            "fact": question.fact,
            "prompt": question.prompt,
            "options": [{"value": value, "label": label} for value, label in question.options],
        },
        "unavailable": [
            {"fact": name, "why": why} for name, why in sorted(_unavailable(case, answer).items())
        ],
        "gates": [{"name": gate.name, "state": gate.state, "evidence": gate.evidence} for gate in gates],
        "text": plain_text(reply),
    }


def _worth_telling(case: Case, answer: Answer) -> list[Verdict]:
    """Leave out what a look left open without a word of evidence and nobody is asked about."""
    settled = bool(case.looked) and answer.question is None
    return [v for v in answer.verdicts if not settled or v.status != "open" or v.stated]


def _unavailable(case: Case, answer: Answer) -> dict[str, str]:
    """Collect what nobody could tell: of the case, and of the subjects of verdicts that stay open for it."""
    reasons = dict(case.unavailable)
    for verdict in answer.verdicts:
        if verdict.subject is not None and verdict.status == "open":
            reasons |= {
                n: verdict.subject.unavailable[n] for n in verdict.missing if n in verdict.subject.unavailable
            }
    return reasons


def out_of_scope_report(reply: Reply) -> dict[str, Any]:
    """Build the object for a text that is not about concurrency limits."""
    empty: dict[str, Any] = {"mechanism": None, "symptom": None, "verdicts": [], "question": None}
    return {"in_scope": False, **empty, "unavailable": [], "gates": [], "text": plain_text(reply)}


def _verdict(verdict: Verdict, case: Case, book: Book) -> dict[str, Any]:
    cause = verdict.cause
    headline = render_line(cause.headline, verdict.facts) if verdict.status == "confirmed" else None
    return {
        "code": cause.code,
        "title": text_of(headline) if headline else cause.title,
        "kind": cause.kind,
        "mechanism": verdict.mechanism,
        "subject": verdict.subject.name if verdict.subject else None,
        "status": verdict.status,
        "missing": list(verdict.missing),
        "evidence": [
            {"text": text_of(line), "source": evidence.source, "at": _at(verdict)}
            for evidence in verdict.evidence
            if (line := evidence_line(evidence, verdict.facts))
        ],
        "fixes": [
            {
                "number": f.number,
                "title": text_of(f.title),
                "risk": f.risk,
                "commands": list(f.commands),
                "snippet": f.snippet,
            }
            for f in (fix_views(verdict, case, book) if verdict.status == "confirmed" else ())
        ],
    }


def _at(verdict: Verdict) -> str | None:
    at = verdict.subject.at if verdict.subject else None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None

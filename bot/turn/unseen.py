"""What a look could not see or find, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.engine.facts import Case
from bot.engine.verdicts import Verdict
from bot.replies.markup import literal, spans
from bot.replies.plain import plain_text
from bot.replies.reply import Line, Reply, Span

from .turns import Turn

UNCONNECTED = spans("Prefect itself: set `PREFECT_API_URL` where I run, and on Cloud `PREFECT_API_KEY`.")


def blind(told: Turn, unseen: Line, looked: Turn) -> Turn:
    """Add to what was told from words alone what the look could not see."""
    reply = replace(told.reply, not_seen=(*told.reply.not_seen, unseen))
    both = {"unavailable": looked.report["unavailable"], "text": plain_text(reply)}
    return replace(told, reply=reply, report=told.report | both)


def is_half_told(turn: Turn) -> bool:
    """Tell whether a look at Prefect could say more: nothing is sure yet, or a guide lacks some evidence."""
    top = turn.answer.top if turn.answer else None
    if turn.reply.mood != "guide" or top is None:
        return turn.reply.mood == "open"
    seen = [evidence.condition for evidence in top.evidence]
    return any(each.weight == "supporting" and each not in seen for each in top.cause.conditions)


def saw_nothing(turn: Turn) -> str | None:
    """Return the reason when a look brought nothing at all, else None."""
    unseen = {each["fact"]: str(each["why"]) for each in turn.report["unavailable"]}
    blind = {"limit_name", "pool_name"} <= unseen.keys() and not turn.case.subjects
    return unseen["limit_name"] if blind else None


def unknown_run(case: Case) -> Mapping[str, Any] | None:
    """Return the record of the asked run when a look saw that there is none, with the nearest names."""
    asked, unknown = case.value("run_reference"), case.value("unknown_names") or ()
    return next((record for record in unknown if record["name"] == asked), None)


def no_such(beginning: str, record: Mapping[str, Any]) -> Line:
    """Say that nothing bears a name, with the nearest that exist."""
    near = [Span(literal(str(name)), code=True) for name in record.get("nearest", [])]
    nearest = [span for name in near for span in (Span(", "), name)][1:]
    tail = (Span(". Nearest: "), *nearest, Span(".")) if near else (Span("."),)
    return (Span(beginning), Span(literal(str(record["name"])), code=True), *tail)


def _is_identifier(record: Mapping[str, Any]) -> bool:
    """Tell a name that can be nothing else, such as load-products or tag:db, from a plain word."""
    return not str(record["name"]).isalpha()


def _nothing_so_named(lines: Sequence[Line], reply: Reply) -> Reply:
    """Say first that what was asked about is not there; what was found stands elsewhere."""
    if reply.mood in {"guide", "open"}:
        return replace(reply, also=(*lines, *reply.also))
    found = (*lines[1:], reply.headline, *reply.also)
    return Reply("open", lines[0], also=found, not_seen=reply.not_seen)


def _told_by(top: Verdict | None, case: Case) -> set[str]:
    """Return the names whose absence is what was found: of a limit that does not exist."""
    rules = [each.condition.when for each in top.evidence] if top and top.status == "confirmed" else []
    missing = any("missing_names" in when for when in rules)
    return set(case.value("missing_names") or ()) if missing else set()


def _means_another(case: Case, top: Verdict | None, unknown: Sequence[Any]) -> bool:
    """Tell whether the person named a thing of the answer's kind that is not there, and not its own."""
    if top is None or top.subject is None:
        return False
    called = [(str(word), str(kind)) for word, kind in case.value("words") or ()]
    kinds = {"limit", "tag"} if top.subject.kind == "limit" else {top.subject.kind}
    named = {str(name).casefold() for name in case.value("named") or ()} | {word for word, _ in called}
    own = {top.subject.name, *(str(top.subject.facts.get(fact)) for fact in ("limit_name", "queue_name"))}
    if named & {name.casefold() for name in own}:
        return False
    return any((str(record["name"]).casefold(), kind) in called for record in unknown for kind in kinds)


def with_names(case: Case, reply: Reply, top: Verdict | None = None) -> Reply:
    """Say which names nothing in the workspace bears."""
    told = _told_by(top, case)
    unknown = [record for record in case.value("unknown_names") or () if record["name"] not in told]
    lines = [no_such("Nothing here is named ", record) for record in unknown[:2]]
    if lines and not case.focus and (reply.mood == "healthy" or all(map(_is_identifier, unknown))):
        return _nothing_so_named(lines, reply)
    if lines and reply.mood in {"fault", "normal"} and _means_another(case, top, unknown):
        headline = (*lines[0], Span(" What I found instead: "), *reply.headline)
        return replace(reply, headline=headline, also=(*lines[1:], *reply.also))
    return replace(reply, also=(*lines, *reply.also))

"""A Reply as plain text: for JSON, notifications and tests."""

from __future__ import annotations

from collections.abc import Sequence

from .markup import text_of
from .reply import FixView, GateView, Line, Reply

HEALTHY = "Healthy: "
GATE_MARKS = {"closed": "CLOSED ", "unknown": "unknown"}


def plain_text(reply: Reply) -> str:
    """Write the whole reply, part by part, without styles."""
    parts = [HEALTHY * (reply.mood == "healthy") + text_of(reply.headline)]
    parts += [text_of(line) for line in reply.notes]
    parts += _bullets(reply.evidence)
    parts += [text_of(line) for line in reply.explanation]
    standing, passed = folded(reply.gates)
    parts += [f"  [{GATE_MARKS[gate.state]}] {gate.name}: {gate.evidence}" for gate in standing]
    parts += [f"  {passed}"] if passed else []
    for number, fix in enumerate(reply.fixes, 1):
        parts += _fix(number, fix)
    if reply.verify:
        parts.append("How to see that it worked: " + text_of(reply.verify))
    if reply.also:
        parts += ["Also:", *_bullets(reply.also)]
    if reply.not_seen:
        parts += ["Not visible from here:", *_bullets(reply.not_seen)]
    if reply.question:
        labels = " | ".join([*(label for _, label in reply.question.options), "I don't know"])
        parts += [reply.question.prompt, text_of(reply.question.why), text_of(reply.question.where), labels]
    return "\n".join(part for part in parts if part)


def folded(gates: Sequence[GateView]) -> tuple[list[GateView], str]:
    """Return the gates that hold a run back or may do so, and one line for those it has passed."""
    passed = ", ".join(gate.name for gate in gates if gate.state == "open")
    return [gate for gate in gates if gate.state != "open"], f"passed: {passed}" if passed else ""


def _bullets(lines: tuple[Line, ...]) -> list[str]:
    return [f"• {text_of(line)}" for line in lines]


def _fix(number: int, fix: FixView) -> list[str]:
    danger = f" – {text_of(fix.danger)}" if fix.danger else ""
    lines = [f"{number}. {text_of(fix.title)}{danger}"]
    lines += [f"    {line}" for command in fix.commands for line in command.splitlines()]
    lines += [f"    {line}" for line in (fix.snippet or "").splitlines()]
    return lines

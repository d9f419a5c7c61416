"""Who writes a secret is told once in a talk that it was seen and should be changed."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.facts import Case
from bot.replies.markup import spans
from bot.replies.reply import Reply

ROTATE = (
    "What you wrote holds what looks like a password, token or key. I masked it and keep nothing of it, "
    "but whoever reads along has seen it: rotate it."
)


def told_of_secrets(case: Case, reply: Reply, secrets: int) -> tuple[Case, Reply]:
    """Add to a reply that secrets were seen, unless this talk heard it already."""
    if not secrets or case.warned:
        return case, reply
    return replace(case, warned=True), replace(reply, notes=(*reply.notes, spans(ROTATE)))

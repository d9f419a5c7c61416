"""What is said where nothing of the flow or tag that a person names waits for what was found."""

from __future__ import annotations

from bot.engine.facts import Case
from bot.engine.verdicts import Verdict

from .markup import literal, spans
from .reply import Reply


def of_what_was_named(case: Case, top: Verdict | None, reply: Reply) -> Reply:
    """Put what is so of another thing behind the word that nothing of what was named waits for it."""
    told = case.value("nothing_waits_of") or ()
    confirmed = top if top is not None and top.status == "confirmed" else None
    of_another = confirmed and confirmed.subject and "waiting_count" in confirmed.subject.facts
    if not told or case.focus or not of_another or reply.mood == "guide":
        return reply
    first, *others = (spans(literal(str(each))) for each in told)
    also = (*others, reply.headline, *reply.also)
    return Reply("open", first, also=also, not_seen=reply.not_seen, gates=reply.gates)

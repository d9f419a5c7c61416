"""response_url: later answers to a command or a press.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from bot.workbench.bench import Bench
from bot.workbench.messages import Json, Message
from bot.workbench.posting import answer_error, edit, post_answer, remove
from bot.workbench.tickets import ReplyRight, TicketRefused


async def answer(bench: Bench, secret: str, said: Json) -> str | None:
    """Do what the bot said; returns Slack's error code, or None. Raises TicketRefused."""
    right = bench.tickets.use_reply(secret)
    original = bench.store.message(right.channel, right.ts) if right.ts else None
    if said.get("delete_original"):
        return (
            None if original and await remove(bench, original.channel, original.ts) else "message_not_found"
        )
    if said.get("replace_original") and original:
        text, blocks = str(said.get("text") or ""), said.get("blocks") or []
        error = answer_error(text, blocks)
        if not error:
            await edit(bench, original, text, blocks)
        return error
    return await post_answer(bench, said, _where(bench, right, said))


def _where(bench: Bench, right: ReplyRight, said: Json) -> Message:
    return Message(
        right.channel,
        bench.store.next_ts(),
        bench.config.bot.id,
        "",
        thread_ts=said.get("thread_ts") or right.thread_ts,
        ephemeral_to=right.person,
        by_bot=True,
    )


__all__ = ["TicketRefused", "answer"]

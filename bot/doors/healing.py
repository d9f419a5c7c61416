"""Which commands the bot itself would give for an opening: what `lab heal` runs."""

from __future__ import annotations

import asyncio

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.prefect_live.connection import PrefectLive
from bot.turn import Conversation, Turn

PATIENCE = 100.0  # some faults show only after a silence
AGAIN_AFTER = 3.0


async def commands_for(api_url: str, opening: str, cause: str | None, silent_after: float) -> list[str]:
    """Ask the bot until it names the cause; return the commands of its first fix that changes anything."""
    live = PrefectLive.configured(api_url, silent_after=silent_after)
    if live is None or cause is None:
        return []
    async with live:
        conversation = Conversation(knowledge(), live)
        try:
            async with asyncio.timeout(PATIENCE):
                return await _when_named(conversation, opening, cause)
        except TimeoutError:
            return []


async def _when_named(conversation: Conversation, opening: str, cause: str) -> list[str]:
    while True:
        found = commands_in(await conversation.say(Case(), opening), cause)
        if found is not None:
            return found
        await asyncio.sleep(AGAIN_AFTER)


def commands_in(turn: Turn, cause: str) -> list[str] | None:
    """Return the commands of the first fix that changes anything, or None when another cause is confirmed."""
    for verdict in turn.report["verdicts"]:
        if verdict["code"] == cause and verdict["status"] == "confirmed":
            changing = (fix["commands"] for fix in verdict["fixes"] if fix["risk"] != "none")
            return next((list(commands) for commands in changing if commands), [])
    return None

"""Which fix the bot itself would give for an opening: what `lab heal` carries out."""

from __future__ import annotations

import asyncio

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.steps import Steps
from bot.prefect_live.connection import PrefectLive
from bot.turn import Conversation, Turn

PATIENCE = 100.0  # some faults show only after a silence
AGAIN_AFTER = 3.0


async def fix_for(api_url: str, opening: str, cause: str | None, silent_after: float) -> Steps:
    """Ask the bot until it names the cause; return its first fix with commands."""
    live = PrefectLive.configured(api_url, silent_after=silent_after)
    if live is None or cause is None:
        return Steps()
    async with live:
        conversation = Conversation(knowledge(), live)
        try:
            async with asyncio.timeout(PATIENCE):
                return await _when_named(conversation, opening, cause)
        except TimeoutError:
            return Steps()


async def _when_named(conversation: Conversation, opening: str, cause: str) -> Steps:
    while True:
        found = fixes_in(await conversation.say(Case(), opening), cause)
        if found is not None:
            return next((steps for steps in found.values() if steps.commands), Steps())
        await asyncio.sleep(AGAIN_AFTER)


def fixes_in(turn: Turn, cause: str) -> dict[int, Steps] | None:
    """Return the cause's fixes that change anything, by their number; None when it is not confirmed."""
    for verdict in turn.report["verdicts"]:
        if verdict["code"] == cause and verdict["status"] == "confirmed":
            return {
                fix["number"]: Steps(fix["title"], tuple(fix["commands"]), fix["snippet"])
                for fix in verdict["fixes"]
                if fix["risk"] != "none" or fix["snippet"]
            }
    return None

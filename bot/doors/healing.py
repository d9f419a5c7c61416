"""Which commands the bot itself would give for an opening: what `lab heal` runs."""

from __future__ import annotations

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.prefect_live.connection import PrefectLive
from bot.turn import Conversation


async def commands_for(api_url: str, opening: str, cause: str | None) -> list[str]:
    """Ask the bot; return the commands of the first fix that has any, or none when it names another cause."""
    live = PrefectLive.configured(api_url)
    if live is None:
        return []
    async with live:
        turn = await Conversation(knowledge(), live).say(Case(), opening)
    for verdict in turn.report["verdicts"]:
        if verdict["code"] == cause and verdict["status"] == "confirmed":
            return next((list(fix["commands"]) for fix in verdict["fixes"] if fix["commands"]), [])
    return []

"""reactions.*: the bot's emoji under a message."""

from __future__ import annotations

from bot.workbench.arguments import Arguments, MethodRefused
from bot.workbench.bench import Bench
from bot.workbench.messages import Json
from bot.workbench.posting import change, with_reaction, without_reaction


async def add(bench: Bench, given: Arguments) -> Json:
    """reactions.add."""
    name = given.needed("name", "invalid_name").strip(":")
    after = with_reaction(given.message(bench.store, "timestamp"), name, bench.config.bot.id)
    if after is None:
        raise MethodRefused("already_reacted")
    await change(bench, after)
    return {}


async def remove(bench: Bench, given: Arguments) -> Json:
    """reactions.remove."""
    name = given.needed("name", "invalid_name").strip(":")
    after = without_reaction(given.message(bench.store, "timestamp"), name, bench.config.bot.id)
    if after is None:
        raise MethodRefused("no_reaction")
    await change(bench, after)
    return {}


METHODS = {"reactions.add": add, "reactions.remove": remove}

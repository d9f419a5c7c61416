"""assistant.threads.* and blocks.validate."""

from __future__ import annotations

from bot.slack.block_limits import problems
from bot.workbench.arguments import Arguments, MethodRefused, refuse_if
from bot.workbench.bench import Bench
from bot.workbench.messages import Json
from bot.workbench.posting import set_status
from bot.workbench.views import view_problems


async def set_thread_status(bench: Bench, given: Arguments) -> Json:
    """assistant.threads.setStatus; an empty status clears it."""
    channel = given.channel(bench.store, "channel_id")
    thread = given.needed("thread_ts")
    if bench.store.message(channel.id, thread) is None:
        raise MethodRefused("invalid_thread_ts")
    await set_status(bench, channel.id, thread, given.text("status"))
    return {}


async def set_suggested_prompts(bench: Bench, given: Arguments) -> Json:
    """assistant.threads.setSuggestedPrompts: at most four, each with title and message."""
    channel, prompts = given.channel(bench.store, "channel_id"), given.structure("prompts")
    whole = isinstance(prompts, list) and 1 <= len(prompts) <= 4
    if not whole or any(not each.get("title") or not each.get("message") for each in prompts):
        refuse_if("invalid_arguments", ["/prompts: one to four, each with title and message"])
    shown = {"title": given.text("title"), "prompts": prompts}
    bench.store.prompts[channel.id] = shown
    await bench.live.send({"type": "prompts", "channel": channel.id, **shown})
    return {}


async def validate(_: Bench, given: Arguments) -> Json:
    """blocks.validate: exactly one of blocks, message or view."""
    sent = {name: given.structure(name) for name in ("blocks", "message", "view")}
    chosen = [name for name, value in sent.items() if value is not None]
    if len(chosen) != 1:
        raise MethodRefused("invalid_arguments")
    if chosen == ["view"]:
        refuse_if("invalid_blocks", view_problems(sent["view"]))
    else:
        blocks = sent["blocks"] if chosen == ["blocks"] else sent["message"].get("blocks", [])
        refuse_if("invalid_blocks", problems(blocks))
    return {}


METHODS = {
    "assistant.threads.setStatus": set_thread_status,
    "assistant.threads.setSuggestedPrompts": set_suggested_prompts,
    "blocks.validate": validate,
}

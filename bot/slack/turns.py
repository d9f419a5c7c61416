"""One turn: load the case, let the conversation speak, save, send."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.facts import Case
from bot.replies.reply import Reply, Span
from bot.slack.blocks import Message, message_of
from bot.slack.conversation import Conversation
from bot.slack.home import home_blocks
from bot.slack.inbound import Request, request_of
from bot.slack.outbound import Outbound
from bot.store import Store, case_key
from bot.work import InboxEvent

_THANKS = {
    "good": "Thanks, noted.",
    "bad": "Noted. Write what is still wrong, here in the thread, and I look again.",
}


class Turns:
    """Handles what comes out of the inbox."""

    def __init__(self, conversation: Conversation, store: Store, outbound: Outbound) -> None:
        self.conversation, self.store, self.outbound = conversation, store, outbound

    async def handle(self, event: InboxEvent) -> None:
        """Take one event to its reply. Raises BotError."""
        if event.kind == "home":
            await self.outbound.publish_home(event.user, home_blocks())
        elif event.kind == "feedback":
            await self._feedback(event)
        else:
            await self._talk(event)

    async def failed(self, event: InboxEvent, error_id: str) -> None:
        """Tell the person that a turn broke."""
        if event.kind == "home":
            return
        told = f"I failed on this (id {error_id}). Try again, or write `start over`."
        await self._send(event, Message(told), f"{event.key}:failed")

    async def _talk(self, event: InboxEvent) -> None:
        key = case_key(event.team, event.channel, event.thread_ts)
        case = await self.store.cases.load(event.team, event.channel, event.thread_ts) or Case(id=key)
        case, reply = await self._reply(event, case)
        # Saved before sent: a turn that is run again finds the case, and the outbox keeps the message single.
        await self.store.cases.save(case, event.team, event.channel, event.thread_ts)
        await self._send(event, message_of(_with_files(reply, event.files), key), event.key)

    async def _reply(self, event: InboxEvent, case: Case) -> tuple[Case, Reply]:
        talk = self.conversation
        if event.kind == "answer":
            return await talk.answer(case, event.fact, event.value)
        request = Request(event.kind) if event.kind in {"back", "start_over"} else request_of(event.text)
        plain = {"help": talk.help, "status": talk.status}
        about = {"limit": talk.limit, "run": talk.run}
        of_case = {"back": talk.back, "start_over": talk.start_over}
        if request.verb in plain:
            return await plain[request.verb]()
        if request.verb in about:
            return await about[request.verb](request.about)
        if request.verb in of_case:
            return await of_case[request.verb](case)
        return await talk.say(case, request.about)

    async def _feedback(self, event: InboxEvent) -> None:
        value = event.value or ""
        key = case_key(event.team, event.channel, event.thread_ts)
        await self.store.cases.feedback(key, event.user, event.message_ts, value)
        thanks = _THANKS.get(value, _THANKS["good"])
        if event.response_url:
            await self.outbound.respond(Message(thanks), event.response_url, event.key)
        else:
            await self.outbound.whisper(thanks, event.channel, event.user, event.thread_ts)

    async def _send(self, event: InboxEvent, message: Message, event_id: str) -> None:
        if event.response_url:
            await self.outbound.respond(message, event.response_url, event_id)
        else:
            await self.outbound.post(message, event.channel, event.thread_ts, event_id)


def _with_files(reply: Reply, files: tuple[str, ...]) -> Reply:
    """Say that attached files were not read."""
    if not files:
        return reply
    names = ", ".join(files)
    told = (Span(f"attached files ({names}): I cannot open them, paste the lines that matter"),)
    return replace(reply, not_seen=(*reply.not_seen, told))

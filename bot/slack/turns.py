"""One turn: load the case, let the conversation speak, save, send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from bot.engine.facts import Case
from bot.inbox_event import InboxEvent
from bot.replies.reply import QuestionView, Reply, Span
from bot.slack.attachments import Attachments, Unread
from bot.slack.audience import Audience
from bot.slack.blocks import Message, message_of
from bot.slack.conversation import Conversation
from bot.slack.home import home_blocks
from bot.slack.inbound import Request, request_of
from bot.slack.outbound import Outbound, Place
from bot.slack.rich import escape
from bot.slack.typed_answer import Pending, typed_answer
from bot.store import Store, case_key

_PENDING: TypeAdapter[Pending] = TypeAdapter(Pending)
_THANKS = {
    "good": "Thanks, noted.",
    "bad": "Noted. Write what is still wrong, here in the thread, and I look again.",
}


class Turns:
    """Handles what comes out of the inbox."""

    def __init__(self, conversation: Conversation, store: Store, outbound: Outbound) -> None:
        self.conversation, self.store, self.outbound = conversation, store, outbound
        self.audience = Audience(outbound.clients)
        self.attachments = Attachments(outbound.clients)

    async def handle(self, event: InboxEvent) -> None:
        """Take one event to its reply. Raises BotError."""
        if event.kind == "home":
            await self.outbound.publish_home(event.team, event.user, home_blocks())
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
        if told := await self.audience.refusal(event):
            await self._refuse(event, told)
            return
        key = case_key(event.team, event.channel, event.thread_ts)
        case = await self.store.cases.load(event.team, event.channel, event.thread_ts) or Case(id=key)
        texts, unread = await self.attachments.read(event.team, event.files)
        if texts:
            event = replace(event, text="\n".join([event.text, *texts]).strip())
        if unread and not event.text:
            reply = Reply("refusal", (Span(_not_read(unread)),))
        else:
            case, reply = await self._reply(event, case)
            # Saved before sent: a turn that is run again finds the case, the outbox keeps the message single.
            place = (event.team, event.channel, event.thread_ts)
            await self.store.cases.save(case, *place, question=_kept(reply.question))
            reply = (
                replace(reply, not_seen=(*reply.not_seen, (Span(_not_read(unread)),))) if unread else reply
            )
        await self._send(event, message_of(reply, key), event.key)

    async def _refuse(self, event: InboxEvent, told: str) -> None:
        """Say in one line why there is no answer; who pressed a button is told alone."""
        if event.message_ts and event.kind != "say" and not event.response_url:
            await self.outbound.whisper(escape(told), _place(event), event.user)
        else:
            await self._send(event, Message(escape(told)), event.key)

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
        if chosen := await self._typed_answer(event, request.about):
            return await talk.answer(case, *chosen)
        return await talk.say(case, request.about)

    async def _typed_answer(self, event: InboxEvent, text: str) -> tuple[str, str | None] | None:
        """Return fact and value when the text answers the question that was asked last."""
        kept = await self.store.cases.question(event.team, event.channel, event.thread_ts)
        if kept is None:
            return None
        pending = _PENDING.validate_python(kept)
        typed = typed_answer(text, pending)
        return None if typed is None else (pending.fact, typed.value)

    async def _feedback(self, event: InboxEvent) -> None:
        value = event.value or ""
        key = case_key(event.team, event.channel, event.thread_ts)
        await self.store.cases.feedback(key, event.user, event.message_ts, value)
        thanks = _THANKS.get(value, _THANKS["good"])
        if event.response_url:
            await self.outbound.respond(Message(thanks), event.response_url, event.key)
        else:
            await self.outbound.whisper(thanks, _place(event), event.user)

    async def _send(self, event: InboxEvent, message: Message, event_id: str) -> None:
        if event.response_url:
            await self.outbound.respond(message, event.response_url, event_id)
        else:
            pressed_on = "" if event.kind == "say" else event.message_ts
            await self.outbound.post(message, _place(event), event_id, pressed_on)


def _kept(question: QuestionView | None) -> dict[str, Any] | None:
    if question is None:
        return None
    kept: dict[str, Any] = _PENDING.dump_python(Pending(question.fact, question.options), mode="json")
    return kept


def _place(event: InboxEvent) -> Place:
    return Place(event.team, event.channel, event.thread_ts)


def _not_read(unread: list[Unread]) -> str:
    """Say which files were not read, why, and what to do instead."""
    why = "; ".join(f"{each.name} ({each.why})" for each in unread)
    return f"I did not read {why}. Paste the lines that matter."

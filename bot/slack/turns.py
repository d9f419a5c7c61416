"""One turn: load the case, let the conversation speak, save, send."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.facts import Case
from bot.inbox_event import InboxEvent
from bot.replies.reply import Reply, Span
from bot.slack.attachments import Attachments, Unread
from bot.slack.audience import Audience
from bot.slack.blocks import TEXT_MOST, Message, message_of
from bot.slack.conversation import Conversation
from bot.slack.fixes import code_blocks
from bot.slack.home import home_blocks
from bot.slack.inbound import Request, request_of
from bot.slack.outbound import Outbound, Place
from bot.slack.rich import cut, escape
from bot.slack.typed_answer import keep, pending_of, typed_answer
from bot.store import Store, case_key
from bot.turn.secrets import told_of_secrets

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
        elif event.kind == "code":
            shown = Message(
                cut(escape(event.value or ""), TEXT_MOST), code_blocks(event.fact, event.value or "")
            )
            await self._send(event, shown, event.key)
        elif not await self.store.outbox.answered(event.key):  # else a second "back" would go back twice
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
        texts, unread = await self.attachments.read(event.team, event.files)
        event = replace(event, text="\n".join([event.text, *texts]).strip())
        if unread and not event.text:
            await self._send(event, Message(escape(_not_read(unread))), event.key)
            return
        reply = await self._reply(event)
        if unread:
            reply = replace(reply, not_seen=(*reply.not_seen, (Span(_not_read(unread)),)))
        key = case_key(event.team, event.channel, event.thread_ts)
        await self._send(event, message_of(reply, key), event.key)

    async def _refuse(self, event: InboxEvent, told: str) -> None:
        """Say in one line why there is no answer; who pressed a button is told alone."""
        if event.message_ts and event.kind != "say" and not event.response_url:
            await self.outbound.whisper(escape(told), _place(event), event.user)
        else:
            await self._send(event, Message(escape(told)), event.key)

    async def _reply(self, event: InboxEvent) -> Reply:
        request = _request(event)
        # Asked by the way: the case and its question stay.
        if request.verb in {"help", "status", "limit"} or request == Request("run"):
            return told_of_secrets(Case(), await self._aside(request), event.secrets)[1]
        place = (event.team, event.channel, event.thread_ts)
        case = await self.store.cases.load(*place) or Case(id=case_key(*place))
        if request.verb == "back" and not case.asked:  # nothing to take back: the question stays open
            return (await self.conversation.back(case))[1]
        case, reply = told_of_secrets(*await self._step(event, request, case), event.secrets)
        # Saved before sent: a turn that is run again finds the case, and the outbox keeps the message single.
        await self.store.cases.save(case, *place, question=keep(reply.question))
        return reply

    async def _aside(self, request: Request) -> Reply:
        if request.verb in {"limit", "run"}:
            tell = self.conversation.limit if request.verb == "limit" else self.conversation.run
            return (await tell(request.about))[1]
        ask = self.conversation.help if request.verb == "help" else self.conversation.status
        return (await ask())[1]

    async def _step(self, event: InboxEvent, request: Request, case: Case) -> tuple[Case, Reply]:
        talk = self.conversation
        if event.kind == "answer":
            return await talk.answer(case, event.fact, event.value)
        if request.verb == "run":
            return await talk.run(request.about)
        if request.verb in {"back", "start_over"}:
            return await (talk.back if request.verb == "back" else talk.start_over)(case)
        if chosen := await self._typed_answer(event, request.about):
            return await talk.answer(case, *chosen)
        return await talk.say(case, request.about)

    async def _typed_answer(self, event: InboxEvent, text: str) -> tuple[str, str | None] | None:
        """Return fact and value when the text answers the question that was asked last."""
        kept = await self.store.cases.question(event.team, event.channel, event.thread_ts)
        if kept is None:
            return None
        pending = pending_of(kept)
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
            pressed_on = "" if event.kind in {"say", "code"} else event.message_ts
            await self.outbound.post(message, _place(event), event_id, pressed_on)


def _request(event: InboxEvent) -> Request:
    if event.kind == "back":
        return Request("back")
    if event.kind == "start_over":
        return Request("start_over")
    return Request("say") if event.kind == "answer" else request_of(event.text)


def _place(event: InboxEvent) -> Place:
    return Place(event.team, event.channel, event.thread_ts)


def _not_read(unread: list[Unread]) -> str:
    """Say which files were not read, why, and what to do instead."""
    why = "; ".join(f"{each.name} ({each.why})" for each in unread)
    return f"I did not read {why}. Paste the lines that matter."

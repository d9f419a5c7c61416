"""Short-lived permissions: a trigger_id opens one view, a response_url takes a few replies."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field, replace

from bot.workbench.config import WorkbenchConfig


class TicketRefused(Exception):  # noqa: N818 - named after what Slack answers
    """A ticket that is unknown, too old or used up; the message is Slack's error code."""


@dataclass(frozen=True)
class Trigger:
    """The right of the bot to show one view to this person."""

    person: str
    born: float
    used: bool = False


@dataclass(frozen=True)
class ReplyRight:
    """The right to answer a command or a press; `ts` is the message the press was on."""

    channel: str
    person: str
    born: float
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Tickets:
    """The tickets given out so far."""

    config: WorkbenchConfig
    triggers: dict[str, Trigger] = field(default_factory=dict)
    replies: dict[str, ReplyRight] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)

    def new_trigger(self, person: str) -> str:
        """Give out a trigger_id: one use, within the configured seconds."""
        name = f"{time.time_ns()}.{secrets.token_hex(8)}"
        self.triggers[name] = Trigger(person, time.monotonic())
        return name

    def use_trigger(self, name: str) -> str:
        """Return the person this trigger_id is for. Raises TicketRefused."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise TicketRefused("invalid_trigger_id")
        if trigger.used:
            raise TicketRefused("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self.config.trigger_lifetime:
            raise TicketRefused("expired_trigger_id")
        self.triggers[name] = replace(trigger, used=True)
        return trigger.person

    def new_reply(
        self, channel: str, person: str, ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Give out the secret part of a response_url."""
        name = secrets.token_urlsafe(18)
        self.replies[name] = ReplyRight(channel, person, time.monotonic(), ts, thread_ts)
        return name

    def use_reply(self, name: str) -> ReplyRight:
        """Count one use of a response_url and return its right. Raises TicketRefused."""
        right = self.replies.get(name)
        if right is None:
            raise TicketRefused("no_such_url")
        if time.monotonic() - right.born > self.config.response_url_lifetime:
            raise TicketRefused("expired_url")
        if right.uses >= self.config.response_url_uses:
            raise TicketRefused("used_url")
        self.replies[name] = replace(right, uses=right.uses + 1)
        return right

    def new_link(self) -> str:
        """Give out the ticket of one Socket Mode connection."""
        link = secrets.token_urlsafe(18)
        self.links.add(link)
        return link

    def use_link(self, link: str) -> bool:
        """Tell whether this ticket is good, and take it."""
        if link not in self.links:
            return False
        self.links.remove(link)
        return True

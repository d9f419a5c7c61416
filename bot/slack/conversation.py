"""What the Slack room asks of the conversation behind it."""

from __future__ import annotations

from typing import Protocol

from bot.engine.facts import Case
from bot.replies.reply import Reply


class Conversation(Protocol):
    """Text or a press in, the new case and a reply out."""

    async def say(self, case: Case, text: str) -> tuple[Case, Reply]:
        """Take what a person wrote."""

    async def answer(self, case: Case, fact: str, value: str | None) -> tuple[Case, Reply]:
        """Take the answer to a question; None means "I don't know"."""

    async def back(self, case: Case) -> tuple[Case, Reply]:
        """Take back the last answer; says so when there is none."""

    async def start_over(self, case: Case) -> tuple[Case, Reply]:
        """Forget what was said."""

    async def status(self) -> tuple[Case, Reply]:
        """Check the whole workspace."""

    async def limit(self, name: str) -> tuple[Case, Reply]:
        """Tell about one limit; without a name, how to ask."""

    async def run(self, reference: str) -> tuple[Case, Reply]:
        """Tell why one run waits; a URL, an id or a name. Without any, how to ask."""

    async def help(self) -> tuple[Case, Reply]:
        """Tell what can be asked."""

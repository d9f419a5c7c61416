"""Puts the rooms together for `serve`: settings, knowledge, Prefect and the Slack room."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from bot.engine.facts import Case, Fact
from bot.errors import OutOfReach
from bot.knowledge.load import knowledge
from bot.logs import set_up_logging
from bot.prefect_live.connection import PrefectLive
from bot.replies.markup import spans
from bot.replies.reply import Reply
from bot.settings import read_settings
from bot.slack.serve import serve
from bot.slack.web import Check
from bot.turn import Conversation, Turn
from bot.turn.turns import only_said
from bot.turn.unseen import UNCONNECTED, no_such

logger = logging.getLogger(__name__)
HELP = (
    "Ask me in your own words, or paste the log line: I look at Prefect and say the cause and the fix.",
    "`/concurrency status` – a check-up of the whole workspace",
    "`/concurrency limit NAME` – who holds its slots, what waits",
    "`/concurrency run URL` – why this run waits: a URL, an id or a name",
    "`back` – takes your last answer back; `start over` – forgets what was said in the thread",
    "Slash commands do not work inside threads; there, mention me.",
)


@dataclass(frozen=True, slots=True)
class SlackConversation:
    """The conversation in the words of the Slack room."""

    conversation: Conversation

    async def say(self, case: Case, text: str) -> tuple[Case, Reply]:
        """Take what a person wrote."""
        return _told(await self.conversation.say(case, text))

    async def answer(self, case: Case, fact: str, value: str | None) -> tuple[Case, Reply]:
        """Take the answer to a question; None means "I don't know"."""
        return _told(await self.conversation.answer(case, fact, value))

    async def back(self, case: Case) -> tuple[Case, Reply]:
        """Take back the last answer; says so when there is none."""
        if not case.asked:
            return case, _note("There is no answer to take back.")
        return _told(await self.conversation.back(case))

    async def start_over(self, case: Case) -> tuple[Case, Reply]:
        """Forget what was said."""
        return _told(self.conversation.start_over(case))

    async def status(self) -> tuple[Case, Reply]:
        """Check the whole workspace."""
        return _told(await self.conversation.doctor())

    async def limit(self, name: str) -> tuple[Case, Reply]:
        """Tell about one limit; without a name, how to ask."""
        if not name:
            return Case(), _note("Which limit? `/concurrency limit NAME`")
        facts = [Fact("named", [name], "person"), Fact("symptom", "visibility", "person")]
        case, book = Case().with_facts(facts), self.conversation.book
        if self.conversation.live is None:
            alone = spans("I cannot see your limits: no Prefect is connected.")
            return _told(only_said(case, book, alone, UNCONNECTED))
        turn = await self.conversation.carry_on(case, ask=False)
        unknown = turn.case.value("unknown_names")
        if unknown and not turn.case.focus:  # what else is wrong was not asked
            return _told(only_said(turn.case, book, no_such("Nothing here is named ", unknown[0])))
        return _told(turn)

    async def run(self, reference: str) -> tuple[Case, Reply]:
        """Tell why one run waits; a URL, an id or a name. Without any, how to ask."""
        if not reference:
            return Case(), _note("Which run? `/concurrency run URL` – an id or a name does as well.")
        return _told(await self.conversation.why(reference))

    async def help(self) -> tuple[Case, Reply]:
        """Tell what can be asked."""
        first, *rest = HELP
        return Case(), Reply("guide", spans(first), evidence=tuple(spans(line) for line in rest))


def _note(said: str) -> Reply:
    """Return one line that is no diagnosis."""
    return Reply("guide", spans(said))


def _told(turn: Turn) -> tuple[Case, Reply]:
    # What a look saw is read anew at each turn, so it is not kept.
    return replace(turn.case, subjects=(), looked=frozenset(), focus=frozenset()), turn.reply


async def serve_bot() -> None:
    """Serve until told to stop. Raises UsageError for wrong settings, OutOfReach for what does not answer."""
    settings = read_settings()
    set_up_logging(settings.bot_log_level, settings.bot_log_format)
    async with AsyncExitStack() as opened:
        live = PrefectLive.configured(silent_after=settings.bot_silent_after)
        if live is None:
            logger.warning("no PREFECT_API_URL: the bot answers from texts and logs alone")
        else:
            await opened.enter_async_context(live)
        conversation = SlackConversation(Conversation(knowledge(), live))
        await serve(settings, conversation, checks=_checks(live))


def _checks(live: PrefectLive | None) -> Mapping[str, Check]:
    if live is None:
        return {}

    async def prefect() -> None:
        reason = await live.reachable()
        if reason:
            raise OutOfReach(reason)

    return {"prefect": prefect}

"""Who may see what the bot sees of Prefect: full members of the workspace, where only they read along.

Names of flows, runs and limits are private to the team. Slack Connect channels are read by other
organisations, and guests see only what they were invited to, so both are told where to ask instead.
"""

from __future__ import annotations

import time
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.inbox_event import InboxEvent
from bot.slack.clients import Clients, slack_errors

SHARED = (
    "Other organisations read this conversation, so I say nothing here of what Prefect runs: "
    "ask me in a direct message or in a channel of your own workspace."
)
GUEST = (
    "I tell what Prefect runs only to full members of this workspace, not to guests: "
    "ask a member to put your question to me."
)
STRANGER = (
    "I tell what Prefect runs only to members of the workspace that installed me: "
    "ask a member there to put your question to me."
)
NOT_TOLD = (
    "I cannot see whether you are a full member of this workspace, because I lack the scope `users:read`: "
    "install me again with the scopes of the manifest."
)
_REMEMBER_SECONDS = 600.0
_MOST_REMEMBERED = 10_000


class Audience:
    """Knows the people of each workspace for ten minutes."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: dict[tuple[str, str], tuple[float, str | None]] = {}

    async def refusal(self, event: InboxEvent) -> str | None:
        """Return the line that says why this person gets no answer here; None when they do.

        Raises Refused or OutOfReach.
        """
        if event.shared:
            return SHARED
        key = (event.team, event.user)
        known = self._known.get(key)
        if known and known[0] > time.monotonic():
            return known[1]
        told = await self._ask(event.team, event.user)
        if told != NOT_TOLD:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (time.monotonic() + _REMEMBER_SECONDS, told)
        return told

    async def _ask(self, team: str, user: str) -> str | None:
        client = await self._clients.of(team)
        async with slack_errors():
            try:
                answer = await client.users_info(user=user)
            except SlackApiError as error:
                code = error.response.get("error")
                if code == "missing_scope":
                    return NOT_TOLD
                if code in {"user_not_found", "user_not_visible"}:
                    return STRANGER
                raise
        return _refused(answer["user"], team)


def _refused(user: dict[str, Any], team: str) -> str | None:
    # In an Enterprise organisation a person's own workspace may be another one of the same organisation.
    teams = {user.get("team_id", team), *(user.get("enterprise_user") or {}).get("teams", ())}
    if team not in teams or user.get("is_stranger"):
        return STRANGER
    return GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else None

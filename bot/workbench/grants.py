"""OAuth: who let the bot in, and with which token.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field, replace

from bot.workbench.config import WorkbenchConfig


class GrantRefused(Exception):  # noqa: N818 - named after what Slack answers
    """A code or a client that is not good; the message is Slack's error code."""


@dataclass(frozen=True)
class Grant:
    """What somebody allowed: the scopes, for a code that is exchanged once."""

    person: str
    scopes: tuple[str, ...]
    redirect_uri: str
    born: float
    used: bool = False


@dataclass
class Grants:
    """The codes and tokens given out so far; `tokens` holds the scopes of each, None when revoked."""

    config: WorkbenchConfig
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, tuple[str, ...] | None] = field(default_factory=dict)

    def allow(self, scopes: tuple[str, ...], redirect_uri: str) -> str:
        """Return the code of an install that the person allowed."""
        code = f"{secrets.token_hex(6)}.{secrets.token_hex(16)}"
        self.codes[code] = Grant(self.config.me.id, scopes, redirect_uri, time.monotonic())
        return code

    def exchange(self, code: str, redirect_uri: str) -> tuple[str, Grant]:
        """Return a new bot token for this code. Raises GrantRefused."""
        grant = self.codes.get(code)
        if grant is None:
            raise GrantRefused("invalid_code")
        if grant.used:
            raise GrantRefused("code_already_used")
        if time.monotonic() - grant.born > self.config.code_lifetime:
            raise GrantRefused("code_expired")
        if redirect_uri != grant.redirect_uri:
            raise GrantRefused("bad_redirect_uri")
        self.codes[code] = replace(grant, used=True)
        token = f"xoxb-installed-{secrets.token_hex(12)}"
        self.tokens[token] = grant.scopes
        return token, grant

    def check_client(self, client_id: str, client_secret: str) -> None:
        """Look whether it is our app that asks. Raises GrantRefused."""
        if client_id != self.config.client_id:
            raise GrantRefused("invalid_client_id")
        if not secrets.compare_digest(client_secret.encode(), self.config.client_secret.encode()):
            raise GrantRefused("bad_client_secret")

    def revoke_all(self) -> None:
        """Take every token back that an install was given."""
        self.tokens = dict.fromkeys(self.tokens)

"""Installing in many workspaces: Bolt's OAuth flow over our own store.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urljoin

from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncFailureArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.store import Installation, Installations
from bot.store.installations import STATE_LIFETIME

logger = logging.getLogger(__name__)
# What manifest.yaml asks for; a test keeps the two the same.
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "im:history",
    "users:read",
)


class _Installed(AsyncInstallationStore):
    """Our installations as Bolt asks for them. Errors of the store pass through: Slack then tries again."""

    def __init__(self, installations: Installations, own_token: str | None, allowed: frozenset[str]) -> None:
        self._installations, self._own_token, self._allowed = installations, own_token, allowed

    @property
    def logger(self) -> logging.Logger:
        return logger

    async def async_save(self, installation: SlackInstallation) -> None:
        if installation.is_enterprise_install or not installation.team_id:
            raise BoltError("installed for a whole organisation: install it in one workspace instead")
        if not self._may(installation.team_id):
            raise BoltError(f"workspace {installation.team_id} is not among those that may install this app")
        if not installation.bot_token or installation.bot_refresh_token:
            raise BoltError("no lasting bot token: token rotation must be off in the app's settings")
        await self._installations.save(
            Installation(
                team=installation.team_id,
                token=installation.bot_token,
                team_name=installation.team_name or "",
                app=installation.app_id or "",
                bot_id=installation.bot_id or "",
                bot_user=installation.bot_user_id or "",
                scopes=",".join(installation.bot_scopes or ()),
                installer=installation.user_id or "",
            )
        )
        logger.info("installed in workspace %s", installation.team_id)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> SlackInstallation | None:
        """Find the bot's installation; nobody's own token is ever kept, so a person has none."""
        if user_id is not None or not team_id or not self._may(team_id):
            return None
        if found := await self._installations.find(team_id):
            scopes, bot = found.scopes, {"bot_id": found.bot_id, "bot_user_id": found.bot_user}
            named: dict[str, Any] = {"bot_token": found.token, "bot_scopes": scopes, **bot}
            return SlackInstallation(team_id=team_id, user_id=found.installer, **named)
        if self._own_token:
            return SlackInstallation(team_id=team_id, user_id="", bot_token=self._own_token)
        return None

    def _may(self, team: str) -> bool:
        return not self._allowed or team in self._allowed


class _States(AsyncOAuthStateStore):
    """Our install states as Bolt asks for them."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    @property
    def logger(self) -> logging.Logger:
        return logger

    async def async_issue(self, *_: Any, **__: Any) -> str:
        return await self._installations.issue_state()

    async def async_consume(self, state: str) -> bool:
        return await self._installations.consume_state(state)


def oauth_flow(settings: Settings, installations: Installations, client: AsyncWebClient) -> AsyncOAuthFlow:
    """Return Bolt's flow; `client` has no token. The settings have client id and secret."""
    assert settings.slack_client_id is not None  # noqa: S101 - the caller looked
    assert settings.slack_client_secret is not None  # noqa: S101 - as above
    own = settings.slack_bot_token
    installed = _Installed(installations, own.get_secret_value() if own else None, settings.workspaces)
    if not settings.workspaces:
        logger.warning("BOT_WORKSPACES is empty: whoever Slack lets install the app sees this Prefect")
    oauth = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=SCOPES,
        user_scopes=(),
        install_page_rendering_enabled=False,
        authorization_url=urljoin(settings.slack_api_url, "/oauth/v2/authorize"),
        installation_store=installed,
        state_store=_States(installations),
        state_expiration_seconds=int(STATE_LIFETIME.total_seconds()),
    )
    # Bolt asks auth.test at every event; what it said of a token stays true as long as we keep the token.
    oauth.authorize = AsyncInstallationStoreAuthorize(
        logger=logger, installation_store=installed, client=client, cache_enabled=True
    )
    flow = AsyncOAuthFlow(client=client, logger=logger, settings=oauth)
    flow.failure_handler = _failed
    return flow


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    """Say why we refused an install; what Slack or the browser did wrong is said by Bolt's own page."""
    if args.error is None:
        return await args.default.failure(args)
    logger.warning("install refused: %s", args.error)
    return BoltResponse(status=403, body=f"Not installed: {args.error}.\n")

"""In which workspaces the app is installed, and the installs that are on their way."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.store.cipher import Cipher
from bot.store.database import Database, insert, now
from bot.store.models import InstallationRow, InstallStateRow

STATE_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Installation:
    """The app in one workspace."""

    team: str
    token: str = field(repr=False)
    team_name: str = ""
    app: str = ""
    bot_id: str = ""
    bot_user: str = ""
    scopes: str = ""
    installer: str = ""


class Installations:
    """Installations, one a workspace; the token is encrypted. Methods raise OutOfReach or UsageError."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self.database, self.cipher = database, cipher

    async def save(self, installation: Installation) -> None:
        """Write it over the one before."""
        fresh = {
            "token": self.cipher.seal(installation.token),
            "team_name": installation.team_name,
            "app": installation.app,
            "bot_id": installation.bot_id,
            "bot_user": installation.bot_user,
            "scopes": installation.scopes,
            "installer": installation.installer,
            "installed_at": now(),
        }
        async with self.database.begin() as connection:
            row = insert(connection, InstallationRow).values(team=installation.team, **fresh)
            await connection.execute(row.on_conflict_do_update(index_elements=["team"], set_=fresh))

    async def find(self, team: str) -> Installation | None:
        """Return the installation in this workspace, or None."""
        query = select(InstallationRow.__table__).where(InstallationRow.team == team)
        async with self.database.begin() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            return None
        kept = {name: value for name, value in row.items() if name not in {"token", "installed_at"}}
        return Installation(**kept, token=self.cipher.open(row["token"]))

    async def remove(self, team: str, before: datetime | None = None) -> None:
        """Forget a workspace, unless it was installed anew since `before`."""
        query = delete(InstallationRow).where(InstallationRow.team == team)
        if before is not None:
            query = query.where(InstallationRow.installed_at < before)
        async with self.database.begin() as connection:
            await connection.execute(query)

    async def issue_state(self) -> str:
        """Return a secret that one install may come back with, once and soon."""
        state = secrets.token_urlsafe(32)
        async with self.database.begin() as connection:
            await connection.execute(delete(InstallStateRow).where(InstallStateRow.expires_at <= now()))
            row = insert(connection, InstallStateRow)
            expires = now() + STATE_LIFETIME
            await connection.execute(row.values(digest=_digest(state), expires_at=expires))
        return state

    async def consume_state(self, state: str) -> bool:
        """Take this secret back; False when it is unknown, used or too old."""
        query = delete(InstallStateRow).where(InstallStateRow.digest == _digest(state))
        query = query.where(InstallStateRow.expires_at > now())
        async with self.database.begin() as connection:
            done = await connection.execute(query.returning(InstallStateRow.digest))
            return done.first() is not None


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()

"""The Prefect releases a case is about, as far as they are known, and what they do not have yet."""

from __future__ import annotations

from dataclasses import dataclass

from .expressions import version_key
from .facts import Case


@dataclass(frozen=True, slots=True)
class Releases:
    """The release that the flows and the person's commands run with, and the server's; "" when unknown."""

    client: str = ""
    server: str = ""

    @property
    def command_line(self) -> str:
        """The release whose commands the person has: the client's, else most likely the server's."""
        return self.client or self.server

    def lack(self, *, client_since: str = "", server_since: str = "") -> bool:
        """Tell whether something that came with these releases is known to be missing."""
        return older(self.command_line, client_since) or older(self.server, server_since)


def releases_of(case: Case) -> Releases:
    """Return its releases as far as known; one that is named without saying whose is the server's too."""
    client, server = (str(case.value(name) or "") for name in ("client_version", "server_version"))
    return Releases(client, server or (client if case.value("release_of_both") else ""))


def older(known: str, since: str) -> bool:
    """Tell whether a known release may be older than another; "3.6" may be older than 3.6.23."""
    return bool(known and since) and version_key(known) < version_key(since)

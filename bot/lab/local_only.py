"""The lab breaks only servers of this machine, unless a person insists."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from bot.errors import UsageError


def ensure_local(api_url: str, yes_really: bool = False) -> None:
    """Raise UsageError unless the server is on this machine or the person insists."""
    host = urlsplit(api_url).hostname or ""
    if yes_really or host == "localhost":
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise UsageError(
            f"the lab breaks things on purpose and {host or api_url!r} is not this machine; "
            "point PREFECT_API_URL at a local server, or add --yes-really"
        )

"""What a server's settings tell of its services and its database, whose address is masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def keeps_expired_leases(settings: Mapping[str, Any]) -> bool:
    """Tell whether the server's settings switch off what takes back expired leases."""
    services = (settings.get("server") or {}).get("services") or {}
    return (services.get("repossessor") or {}).get("enabled") is False


def database_of(settings: Mapping[str, Any]) -> str | None:
    """Return sqlite or postgresql where the settings show it, else None."""
    database = (settings.get("server") or {}).get("database") or {}
    driver = str(database.get("driver") or "")
    if database.get("host") or driver.startswith("postgresql"):
        return "postgresql"
    return "sqlite" if driver.startswith("sqlite") else None

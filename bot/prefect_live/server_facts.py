"""What a server's settings tell of its services and its database, whose address is masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def switched_off(settings: Mapping[str, Any] | None, service: str) -> bool:
    """Tell whether the server's settings switch one of its services off."""
    return service_of(settings, service).get("enabled") is False


def service_of(settings: Mapping[str, Any] | None, service: str) -> Mapping[str, Any]:
    """Return what the server's settings say of one of its services; nothing where they were not read."""
    services = ((settings or {}).get("server") or {}).get("services") or {}
    return services.get(service) or {}


def keeps_expired_leases(settings: Mapping[str, Any] | None) -> bool:
    """Tell whether the server's settings switch off what takes back expired leases."""
    return switched_off(settings, "repossessor")


def database_of(settings: Mapping[str, Any]) -> str | None:
    """Return sqlite or postgresql where the settings show it, else None."""
    database = (settings.get("server") or {}).get("database") or {}
    driver = str(database.get("driver") or "")
    if database.get("host") or driver.startswith("postgresql"):
        return "postgresql"
    return "sqlite" if driver.startswith("sqlite") else None

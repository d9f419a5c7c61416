"""Which deployments use a limit: each its own `deployment:<id>`, or several one with a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .asking import Row

OWN = "deployment:"
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NAMES = "global_concurrency_limit"
USERS = "deployments"  # the ids of the deployments that name a limit, where they were read


def with_users(limits: Sequence[Row], deployments: Iterable[Row]) -> tuple[Row, ...]:
    """Return the limits, and with each that deployments name the ids of these.

    `global_concurrency_limit_id` of the REST API gives a deployment a global limit of any name.
    """
    names = {row["id"]: (row[NAMES] or {}).get("name") for row in deployments if NAMES in row}
    users = {row["id"]: _users(row, names) for row in limits}
    return tuple(row if users[row["id"]] is None else {**row, USERS: users[row["id"]]} for row in limits)


def _users(limit: Row, names: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """Return the deployments that name a limit; None where none was read that does or should."""
    own = own_of(limit)
    naming = sorted(one for one, name in names.items() if name == limit["name"])
    if own and own not in names:
        return (own, *naming)
    return tuple(naming) if own or naming else None


def users_of(limit: Row) -> tuple[str, ...]:
    """Return the ids of the deployments whose runs take slots of a limit."""
    own = own_of(limit)
    known: tuple[str, ...] = limit.get(USERS, (own,) if own else ())
    return known


def own_of(limit: Row) -> str:
    """Return the id of the deployment after which Prefect named a limit; "" where a person named it."""
    name = str(limit["name"])
    own = name.removeprefix(OWN)
    return own if name.startswith(OWN) and _ID.fullmatch(own) else ""


def is_shared(limit: Row) -> bool:
    """Tell whether deployments use a limit that has a name of its own, as code may too."""
    return bool(limit.get(USERS)) and not own_of(limit)


def lease_in(state: Row | None) -> Any:
    """Return the lease of a deployment's slot that a run's state names, else None."""
    return ((state or {}).get("state_details") or {}).get("deployment_concurrency_lease_id")


def limit_of(limits: Iterable[Row], deployment: str | None) -> Row | None:
    """Return the limit of a deployment, or None when it has none."""
    return next((row for row in limits if deployment in users_of(row)), None)

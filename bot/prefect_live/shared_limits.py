"""Which deployments use a limit: each its own `deployment:<id>`, or several one with a name of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .asking import Row

OWN = "deployment:"
USERS = "deployments"  # stands with a limit that deployments name, and with no other


def with_users(limits: Sequence[Row], deployments: Iterable[Row]) -> tuple[Row, ...]:
    """Return the limits, and with each that deployments name the ids of these.

    `global_concurrency_limit_id` of the REST API gives a deployment a global limit of any name.
    """
    users: dict[str, set[str]] = {}
    for row in deployments:
        if named := row.get("global_concurrency_limit"):
            users.setdefault(named["name"], set()).add(row["id"])
    return tuple(
        {**row, USERS: tuple(sorted(users[row["name"]]))} if row["name"] in users else row for row in limits
    )


def users_of(limit: Row) -> tuple[str, ...]:
    """Return the ids of the deployments whose runs take slots of a limit."""
    own = (limit["name"].removeprefix(OWN),) if has_own_name(limit) else ()
    return tuple(dict.fromkeys((*own, *limit.get(USERS, ()))))


def has_own_name(limit: Row) -> bool:
    """Tell whether a limit bears the name that Prefect gives one of a single deployment."""
    return str(limit["name"]).startswith(OWN)


def is_shared(limit: Row) -> bool:
    """Tell whether deployments use a limit that has a name of its own, as code may too."""
    return bool(limit.get(USERS)) and not has_own_name(limit)


def limit_of(limits: Iterable[Row], deployment: str | None) -> Row | None:
    """Return the limit of a deployment, or None when it has none."""
    return next((row for row in limits if deployment in users_of(row)), None)

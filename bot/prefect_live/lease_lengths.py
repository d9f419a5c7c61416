"""How long a slot outlives its run: as long as its lease, and until the server's next round."""

from __future__ import annotations

from .asking import Row
from .limit_kinds import limit_kind
from .server_facts import service_of
from .shared_limits import users_of
from .snapshot import Snapshot

# The default length of a lease and its least, s; code may ask for a longer one, which Prefect does not show.
LENGTHS = {"task_tag": 60.0, "global": 300.0, "deployment": 300.0}
LEAST = {"task_tag": 60.0, "global": 60.0, "deployment": 300.0}
ROUND = 15.0  # s from one round of the server, which takes back what has expired, to the next, by default
LATE = 30.0  # a busy server takes back expired slots later than that


def round_seconds(read: Snapshot) -> float:
    """Return how often the server takes back what has expired, by its settings where they were read."""
    every = service_of(read.settings, "repossessor").get("loop_seconds")
    return ROUND if every is None else float(every)


def grace_seconds(read: Snapshot, own: str) -> int | None:
    """Return for how long a Pending run of a deployment keeps its slot, where that can be read."""
    deployment = read.deployments.get(own)
    if deployment is None:
        return None
    server = ((read.settings or {}).get("server") or {}).get("concurrency") or {}
    options = deployment.get("concurrency_options") or {}
    grace = options.get("grace_period_seconds") or server.get("initial_deployment_lease_duration")
    return int(grace) if grace else None


def frees_within(read: Snapshot, limit: Row) -> float:
    """Return the longest that a slot outlives its run, s.

    A deployment's lease is as long as its grace period until its run renews it for the first time.
    """
    kind = limit_kind(limit)
    return max(LENGTHS[kind], *_graces(read, limit), 0.0) + round_seconds(read)


def outlives(read: Snapshot, limit: Row) -> float:
    """Return the least that a slot outlives its run, s."""
    kind = limit_kind(limit)
    return min(LEAST[kind], *_graces(read, limit), LEAST[kind])


def length_unread(read: Snapshot, limit: Row) -> str | None:
    """Say why the length of a deployment's leases is not known."""
    known = limit_kind(limit) != "deployment" or all(own in read.deployments for own in users_of(limit))
    return None if known else read.trouble("deployments")


def _graces(read: Snapshot, limit: Row) -> list[int]:
    own = users_of(limit) if limit_kind(limit) == "deployment" else ()
    return [grace for deployment in own if (grace := grace_seconds(read, deployment))]

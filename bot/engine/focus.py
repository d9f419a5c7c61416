"""What a person means when they name one thing: its pool, its queues and its limit belong to it."""

from __future__ import annotations

from collections.abc import Iterable

from .facts import Subject


def with_related(focus: frozenset[str], subjects: Iterable[Subject]) -> frozenset[str]:
    """Add to the subjects in focus those on the way of their runs; beside a queue no other of its pool."""
    known = tuple(subjects)
    named = [subject for subject in known if subject.id in focus]
    pools = {str(subject.facts["pool_name"]) for subject in named if subject.facts.get("pool_name")}
    pools |= {subject.name for subject in named if subject.kind == "pool"}
    queued = {str(subject.facts.get("pool_name")) for subject in named if subject.kind == "queue"}
    deployments = {
        str(subject.facts["deployment_id"]) for subject in named if subject.facts.get("deployment_id")
    }
    related = {
        subject.id
        for subject in known
        if (subject.kind == "pool" and subject.name in pools)
        or (subject.kind == "queue" and subject.facts.get("pool_name") in pools - queued)
        or (subject.kind in {"limit", "deployment"} and subject.facts.get("deployment_id") in deployments)
    }
    return focus | related

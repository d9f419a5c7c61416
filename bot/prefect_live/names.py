"""The names a person wrote, matched against the names the workspace bears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from bot.engine.facts import Subject

LIKE = 55  # of 100; below it, two names do not look alike
COMMAND = re.compile(r"(?:prefect|python3?|pip|uv|docker|kubectl|helm) \S")  # quoted, it looks like a name


def bears(subject: Subject, name: str) -> bool:
    """Tell whether a subject is called this, by any of its names."""
    wanted = name.casefold().strip()
    return any(wanted == known.casefold() for known in names_of(subject))


def names_of(subject: Subject) -> Iterable[str]:
    """Return every name a person may use for a subject."""
    facts = subject.facts
    yield subject.name
    for fact in ("limit_name", "name", "queue_name", "deployment_name", "deployment_id", "run_id"):
        if facts.get(fact):
            yield str(facts[fact])
    if facts.get("deployment_name"):
        yield from str(facts["deployment_name"]).partition("/")[::2]


def focus_of(subjects: Sequence[Subject], names: Iterable[str]) -> frozenset[str]:
    """Return the ids of the subjects these names mean."""
    return frozenset(s.id for s in subjects for name in names if bears(s, name))


def focus_of_words(
    subjects: Sequence[Subject], words: Iterable[tuple[str, str]], *, alone: bool
) -> frozenset[str]:
    """Return the ids of the limits, pools and queues that bear a word as their own name.

    A word beside which a kind stands ("the mailer limit") means a thing of that kind; a bare word means a
    limit or a pool, and only where it is `alone`: nothing else was named.
    """
    called: dict[str, set[str]] = {}
    for word, kind in words:
        called.setdefault(kind, set()).add(word)
    return frozenset(
        subject.id
        for subject in subjects
        if any(_own_names(subject) & called.get(kind, set()) for kind in _kinds(subject, alone=alone))
    )


def _kinds(subject: Subject, *, alone: bool) -> Iterable[str]:
    """Return what a person may call such a thing."""
    if subject.kind == "limit":
        yield "limit"
        if subject.facts.get("limit_kind") == "task_tag":
            yield "tag"
    elif subject.kind in {"pool", "queue", "deployment"}:
        yield subject.kind
    if alone and subject.kind in {"limit", "pool"}:
        yield ""


def _own_names(subject: Subject) -> set[str]:
    facts = subject.facts
    own = {subject.name, str(facts.get("limit_name") or ""), str(facts.get("queue_name") or "")}
    return {name.casefold() for name in own if name}


def unknown_names(
    subjects: Sequence[Subject], names: Iterable[str], others: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the names that nothing bears, each with up to three that come nearest."""
    known = dict.fromkeys(name for subject in subjects for name in names_of(subject))
    known |= dict.fromkeys(others)
    lowered = {name.casefold() for name in known}
    return [
        {"name": name, "nearest": nearest(name, list(known))}
        for name in names
        if name.casefold().strip() not in lowered and not COMMAND.match(name)
    ]


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return up to three known names that look like this one."""
    found = process.extract(name, known, scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)
    return [str(match) for match, _, _ in found]

"""Texts about another system, of which nothing is Prefect's."""

from __future__ import annotations

import re

from bot.reading.concepts import concepts_of
from bot.reading.scope_elsewhere import is_compared

# Words that only Prefect's own users would write; of rivals that use the same words, fewer.
_OF_PREFECT = re.compile(
    r"\bprefect\b|\bflows?\b|\bdeployments?\b|\bwork (?:pool|queue)|\btags?\b|\bgcls?\b|\b(?:flow"
    r"|task) runs?\b"
    r"|\btasks?\b|\bworkers?\b|\bconcurrency\(|\brate_limit\b"
)
_OURS = re.compile(r"\bprefect\b|\bflows?\b|\b(?:flow|task) runs?\b|\bdeployments?\b|\bwork (?:pool|queue)")
_RIVALS = re.compile(
    r"\bairflow\b|\bcelery\b|\bdagster\b|\bluigi\b|\bspark\b|\bjenkins\b|\blambda\b|\bgithub actions?\b"
    r"|\brabbitmq\b|\bkafka\b|\bgunicorn\b|\bjava\b|\bspring\b|\bgo:"
)

# Their own deployments and runs may be pending too.
_ALIKE = re.compile(r"\bargo ?cd\b|\bterraform\b|\b(?:kubernetes|k8s) deployments?\b")
_ABOUT_LIMITS = re.compile(r"\bprefect\b|\bflows?\b|\bwork (?:pool|queue)|\bconcurren|\blimit|\bslots?\b")


def waits_in_another_system(wording: str) -> bool:
    """Tell whether what waits is another system's, though it has deployments and runs as Prefect does."""
    alike = _ALIKE.search(wording) and not _ABOUT_LIMITS.search(wording)
    return bool(alike) or of_another_system(wording)


def of_another_system(wording: str) -> bool:
    """Tell whether the text names another system, and nothing of Prefect."""
    if _RIVALS.search(wording):
        return not (_OURS.search(wording) or is_compared(wording))
    if _OF_PREFECT.search(wording):
        return False
    return any("other_system" in ideas or "elsewhere" in ideas for ideas in concepts_of(wording))

"""The names of a nameless thing: those that the person wrote beside the word of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# For each mechanism: the fact a command reads, and where a text says the name.
_NAMES: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "task_tag": (("name", ("wish_tag", "wish_limit", "limit_name")),),
    "global": (("name", ("wish_limit", "limit_name")), ("limit_name", ("wish_limit",))),
    "rate_limit": (("name", ("wish_limit",)), ("limit_name", ("wish_limit",))),
    "deployment": (("name", ("wish_deployment",)), ("deployment_name", ("wish_deployment",))),
    "work_pool": (("name", ("wish_pool",)), ("pool_name", ("wish_pool",))),
    "work_queue": (
        ("name", ("wish_queue",)),
        ("queue_name", ("wish_queue",)),
        ("pool_name", ("wish_pool",)),
    ),
}
_TAG = "tag:"
# For each mechanism the fact that a text's name of its thing becomes.
NAMED_BY: Mapping[str, str] = {mechanism: dict(facts)["name"][0] for mechanism, facts in _NAMES.items()}


def said_names(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the thing that the stated mechanism limits, as far as they were said."""
    mechanism = str(facts.get("mechanism"))
    names: dict[str, str] = {}
    for fact, said in _NAMES.get(mechanism, ()):
        if name := next((str(facts[each]) for each in said if facts.get(each)), ""):
            names[fact] = name.removeprefix(_TAG) if mechanism == "task_tag" else name
    if mechanism == "task_tag" and "name" in names:
        names["limit_name"] = _TAG + names["name"]
    return names

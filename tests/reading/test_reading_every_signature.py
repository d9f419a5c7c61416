"""Every signature in a person's words: it counts when said to be so, not when doubted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.reading import Pattern, compile_pattern, read
from bot.reading.reader import QUESTIONS
from tests.evals.questions import own

from .conftest import SIGNATURES

LOG_CASES = SIGNATURES.parent / "log_cases"
MESSAGES = Path(__file__).parent / "messages.yaml"
# What no case says in a line of its own.
WRITTEN = {
    "untagged_waits": "a task without the tag does not start either",
    "aborted_submission_scheduled": "Server returned a non-pending state 'SCHEDULED'",
    "limit_missing_strict": "Concurrency limits ['db'] must be created before acquiring slots",
    "acquire_not_found": "Unable to acquire concurrency slots on ['db']: 404 Not Found",
    "acquisition_service_failed": "ConcurrencySlotAcquisitionService' failed to process item",
    "lease_not_found": "Lease not found",
    "lease_storage_setting": "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE",
    "acquire_refused_in_server_log": "/concurrency_limits/increment 423",
    "finished_in_state_pending": "Finished in state Pending()",
    "no_tag_limits_found": "No concurrency limits found",
    "limit_slot_released": "Limit slot released for flow run",
    "set_queue_limit_without_pool": "prefect work-queue set-concurrency-limit slow 3",
    "lease_http_error": "/leases/renew answered 410 Gone",
    "set_state_500": "500 Internal Server Error for flow_runs/1/set_state",
    "paused_makes_no_runs": "the schedule is paused and nothing runs",
    "nested_same_limit": "concurrency('a') inside concurrency('a')",
    "served_not_ready": "the served deployment is Not Ready",
    "parent_and_child": "the parent waits for its child",
}
# Patterns that only lines of code, of a file or of a log can meet.
OF_LINES = {
    "concurrency_options_in_yaml",
    "crossed_limits",
    "sync_concurrency_in_async",
    "task_submits_tasks",
    "lease_id_line",
}
WAYS = {
    "denied": ('there is no "{}" here', 'we never see "{}"', '"{}" never happens here'),
    "asked": ('is it "{}"?', 'does "{}" hold a slot?'),
    "supposed": ('maybe it is "{}"', 'could it be "{}"?'),
    "past": ('"{}" was so last week but no longer', 'we had "{}" until last week'),
}
CODE_WAYS = {
    "denied": ("we don't use {}", "we never use `{}`"),
    "supposed": ("what if I use {}?", "should we use `{}`?"),
    "past": ("we removed {} last week",),
}


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _texts(each)


def _cases() -> list[str]:
    files = [*sorted(LOG_CASES.glob("*.yaml")), MESSAGES]
    told = [text for file in files for text in _texts(yaml.safe_load(file.read_text()))]
    return [*told, *(each.text for name in ("tuning", "held_back") for each in own(name))]


def _patterns() -> list[Pattern]:
    entries = [
        each for file in sorted(SIGNATURES.glob("*.yaml")) for each in yaml.safe_load(file.read_text())
    ]
    return [
        compile_pattern(
            each["signature"], each["pattern"], each.get("facts", {}), {}, each.get("even_if", ())
        )
        for each in entries
        if not each["signature"].startswith(QUESTIONS) and each["signature"] not in OF_LINES
    ]


def _shortest(pattern: Pattern, cases: list[str]) -> str:
    """Return the least that a case, or what is written here, says of a signature in one line."""
    told = [WRITTEN[pattern.name]] if pattern.name in WRITTEN else cases
    found = [match[0].strip() for text in told for match in pattern.regex.finditer(text)]
    return min((each for each in found if "\n" not in each), key=len, default="")


CASES = _cases()
EXAMPLES = {pattern.name: (pattern, _shortest(pattern, CASES)) for pattern in _patterns()}


def _is_stated(pattern: Pattern, text: str) -> bool:
    return read(text, [pattern], in_conversation=True).value("signatures") == [pattern.name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_said_to_be_so_is_stated(name: str) -> None:
    pattern, example = EXAMPLES[name]
    assert example, "write an example"
    assert _is_stated(pattern, f"concurrency limit: we use `{example}`") or _is_stated(
        pattern, f'concurrency limit: we see "{example}"'
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_doubted_is_not_stated(name: str) -> None:
    pattern, example = EXAMPLES[name]
    ways = CODE_WAYS if "(" in example or "=" in example else WAYS
    said = [way.format(example) for doubt in ways if doubt not in pattern.even_if for way in ways[doubt]]
    assert [text for text in said if _is_stated(pattern, f"concurrency limit. {text}")] == []

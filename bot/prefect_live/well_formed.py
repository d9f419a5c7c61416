"""Whether an answer has the shape that Prefect gives it; what has another is left out, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from .moments import moment

Check = Callable[[Any], bool]
Shape = Mapping[str, Check]
LARGEST = 2**31 - 1  # what a database keeps as a count
LEFT_OUT = "Prefect's answer was left out: "


def text(value: Any) -> bool:
    """Tell whether it is a text with something in it."""
    return isinstance(value, str) and bool(value)


def number(value: Any) -> bool:
    """Tell whether it is a number of 0 or more."""
    whole_or_not = isinstance(value, int | float) and not isinstance(value, bool)
    return whole_or_not and isfinite(value) and 0 <= value <= LARGEST


def whole(value: Any) -> bool:
    """Tell whether it is a count."""
    return number(value) and isinstance(value, int)


def flag(value: Any) -> bool:
    """Tell whether it is true or false."""
    return isinstance(value, bool)


def time(value: Any) -> bool:
    """Tell whether it is a time with its zone."""
    return isinstance(value, str) and moment(value) is not None


def texts(value: Any) -> bool:
    """Tell whether it is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def table(value: Any) -> bool:
    """Tell whether it is an object."""
    return isinstance(value, Mapping)


def one_of(*values: str) -> Check:
    """Tell whether it is one of these."""
    return lambda value: value in values


def maybe(check: Check) -> Check:
    """Allow null, and that an older server does not have it."""
    return lambda value: value is None or check(value)


def objects(shape: Shape) -> Check:
    """Tell whether it is a list of objects of a shape."""
    return lambda value: isinstance(value, list | tuple) and all(wrong(each, shape) is None for each in value)


def shaped(shape: Shape) -> Check:
    """Tell whether it is an object of a shape."""
    return lambda value: wrong(value, shape) is None


def _count_written(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < len(str(LARGEST))


def _string(value: Any) -> bool:
    return isinstance(value, str)


_RESOURCE = {"prefect.resource.id": text, "prefect.resource.name": maybe(_string)}
_CHANGE = {"active": flag, "limit": whole}
_STATE = {"timestamp": maybe(time), "message": maybe(_string)}
EVENT: Shape = {
    "id": text,
    "event": text,
    "occurred": time,
    "received": maybe(time),
    "follows": maybe(text),
    "resource": shaped({**_RESOURCE, "slots-acquired": maybe(_count_written)}),
    "related": maybe(objects(_RESOURCE)),
    "payload": maybe(table),
}
_RUN: Shape = {
    **dict.fromkeys(("id", "name", "flow_id", "state_type", "state_name"), text),
    **dict.fromkeys(
        ("deployment_id", "work_pool_name", "work_queue_name", "work_queue_id", "parent_task_run_id"),
        maybe(text),
    ),
    **dict.fromkeys(("expected_start_time", "next_scheduled_start_time", "start_time"), maybe(time)),
    **dict.fromkeys(("end_time", "created"), maybe(time)),
    "infrastructure_pid": maybe(text),
    "tags": maybe(texts),
    "empirical_policy": maybe(table),
    "state": maybe(shaped({**_STATE, "state_details": maybe(table)})),
}
_TASK: Shape = {
    **dict.fromkeys(("id", "name", "state_type", "state_name"), text),
    "flow_run_id": maybe(text),
    "task_key": maybe(text),
    "tags": texts,
    "task_inputs": maybe(shaped({"__parents__": maybe(objects({"id": maybe(text)}))})),
    "state": maybe(shaped(_STATE)),
}
_DEPLOYMENT: Shape = {
    **dict.fromkeys(("id", "name", "flow_id"), text),
    "work_pool_name": maybe(text),
    "work_queue_name": maybe(text),
    "tags": maybe(texts),
    "status": one_of("READY", "NOT_READY"),
    "paused": maybe(flag),
    "schedules": maybe(objects({"active": flag})),
    "global_concurrency_limit": maybe(shaped({"name": text})),
    "concurrency_options": maybe(
        shaped({"collision_strategy": maybe(text), "grace_period_seconds": maybe(number)})
    ),
}
_LOG: Shape = {
    "message": _string,
    "timestamp": time,
    "created": maybe(time),
    "level": whole,
    "name": text,
    "flow_run_id": maybe(text),
    "task_run_id": maybe(text),
}
_NAMED: Shape = {"id": text, "name": text}
_CONCURRENCY = {"lease_storage": maybe(text), "initial_deployment_lease_duration": maybe(number)}
_SERVICES = {
    "event_persister": maybe(shaped({"enabled": maybe(flag)})),
    "repossessor": maybe(shaped({"enabled": maybe(flag), "loop_seconds": maybe(number)})),
}
_SERVER = {
    "services": maybe(shaped(_SERVICES)),
    "concurrency": maybe(shaped(_CONCURRENCY)),
    **dict.fromkeys(("events", "database"), maybe(table)),
}
# By the kind of a source: the part of its name before the colon.
ROWS: Mapping[str, Shape] = {
    "limits": {
        **_NAMED,
        "active": flag,
        "limit": whole,
        "active_slots": whole,
        "slot_decay_per_second": number,
        "created": maybe(time),
        "updated": maybe(time),
    },
    "pools": {
        **_NAMED,
        "type": text,
        "is_paused": flag,
        "concurrency_limit": maybe(whole),
        "active_slots": maybe(whole),
    },
    "queues": {
        **_NAMED,
        "work_pool_id": text,
        "is_paused": flag,
        "priority": whole,
        "concurrency_limit": maybe(whole),
        "active_slots": maybe(whole),
        "last_polled": maybe(time),
    },
    "workers": {
        "name": text,
        "status": one_of("ONLINE", "OFFLINE"),
        "last_heartbeat_time": maybe(time),
        "heartbeat_interval_seconds": maybe(number),
        "created": maybe(time),
    },
    "states": {"type": text, "timestamp": time, "state_details": maybe(table)},
    "outside": _DEPLOYMENT,
    "deployments": _DEPLOYMENT,
    "failed_flows": _NAMED,
    "named_flows": _NAMED,
    "named_deployments": _DEPLOYMENT,
    "lease_logs": _LOG,
    "last_words": _LOG,
    "changes": {**EVENT, "payload": shaped(_CHANGE)},
    **dict.fromkeys(("slot_events", "tag_events", "worker_events"), EVENT),
    **dict.fromkeys(("active", "scheduled", "ended", "cancelled", "cancelled_early", "failures"), _RUN),
    **dict.fromkeys(("later_runs", "named_runs", "flow_runs", "tag_flow_runs", "owners", "lost_runs"), _RUN),
    **dict.fromkeys(
        ("pending_tasks", "running_tasks", "loose_tasks", "run_tasks", "task_runs", "parents"), _TASK
    ),
    **dict.fromkeys(("tagged_tasks", "tag_task_runs"), _TASK),
}
OBJECTS: Mapping[str, Check] = {
    "version": text,
    "settings": shaped({"server": maybe(shaped(_SERVER))}),
    "tag_view": shaped({"active_slots": texts}),
    "run": lambda value: isinstance(value, tuple | list) and maybe(shaped(_RUN))(value[0]),
    "flows": lambda value: table(value) and texts(list(value.values())),
}


def wrong(row: Any, shape: Shape) -> str | None:
    """Return the first field of an object that is not as Prefect writes it; "" if it is no object at all."""
    if not isinstance(row, Mapping):
        return ""
    return next((name for name, check in shape.items() if not check(row.get(name))), None)


def kept(source: str, answer: Any) -> tuple[Any, str | None]:
    """Return what of a source's answer (rows, rows by id, or an object) can be read, and why the rest cannot.

    Of a source about one thing, as `slot_events:<limit>`, nothing is kept when one row is wrong: None.
    """
    kind, _, own = source.partition(":")
    if kind in OBJECTS:
        fits = OBJECTS[kind](answer)
        return (answer, None) if fits else (None, f"{LEFT_OUT}{_called(kind)} was not as Prefect writes it")
    shape = ROWS.get(kind)
    if shape is None:
        return answer, None
    rows = answer.items() if isinstance(answer, Mapping) else enumerate(answer)
    whys = {key: wrong(row, shape) for key, row in rows}
    bad = [why for why in whys.values() if why is not None]
    if not bad:
        return answer, None
    told = f"{LEFT_OUT}in {len(bad)} of the {_called(kind)}, {bad[0] or 'a row'} was not as Prefect writes it"
    return (None if own else _without(answer, whys)), told


def _without(answer: Any, whys: Mapping[Any, str | None]) -> Any:
    if isinstance(answer, Mapping):
        return {key: row for key, row in answer.items() if whys[key] is None}
    return tuple(row for number, row in enumerate(answer) if whys[number] is None)


def _called(kind: str) -> str:
    return kind.replace("_", " ")

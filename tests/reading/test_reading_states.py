"""Runs that wait or were cancelled unasked are in scope, whatever else a message speaks of."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read


@pytest.mark.parametrize(
    "text",
    [
        "runs are late since one container ran out of memory",
        "flow runs late, container was oomkilled an hour ago",
        "flow runs stay Pending since the node ran out of memory",
        "runs of my daily cron deployment pile up as Late",
        "tasks stuck Pending after docker compose restart of the worker",
        "after a pip install of a new prefect version the runs stay Late",
        "all runs are stuck in 'Pending' since we rebuilt the docker image",
        "pending flow runs everywhere after the OOM",
        "flow runs of our Kubernetes deployments stay Pending",
    ],
)
def test_runs_in_a_state_that_waits_are_in_scope(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)
    assert reading.in_scope
    assert reading.value("symptom") == "runs_late_pending"


@pytest.mark.parametrize(
    "text",
    [
        "all my runs get cancelled, nobody cancels them!",
        "why was my run cancelled?",
        "run goes to Cancelled immediately after Pending",
        "runs cancelled themselves",
        "the deployment's runs end Cancelled straight away",
    ],
)
def test_runs_that_nobody_cancelled_are_in_scope(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)
    assert reading.in_scope
    assert reading.value("symptom") == "crash_on_limit"


def test_the_message_of_a_run_whose_code_was_cancelled_is_in_scope(patterns: list[Pattern]) -> None:
    line = "Crash detected! Execution was cancelled by the runtime environment."
    assert read(line, patterns).value("symptom") == "lease_renewal_failed"


@pytest.mark.parametrize(
    "text",
    [
        "second never gets past concurrency()",
        "it never gets through concurrency()",
        "the second run does not get past the with concurrency block",
    ],
)
def test_code_that_comes_not_past_its_limit_waits(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)
    assert reading.value("symptom") == "runs_late_pending"
    assert reading.value("mechanism") == "global"


@pytest.mark.parametrize(
    "text",
    [
        "how do i cancel a run?",
        "what happens when my flow run was cancelled by the user",
        "my pod is pending because the node has no memory",
        "pod stuck Pending in kubernetes, image pull back off",
        "airflow tasks are stuck pending since the upgrade",
        "our Kubernetes deployments are stuck in pending",
        "ArgoCD deployments stay pending",
        "Terraform runs are pending confirmation",
        "I cancelled it, why was my run cancelled without my cleanup code?",
    ],
)
def test_states_of_something_else_and_what_a_person_did_stay_out(text: str, patterns: list[Pattern]) -> None:
    assert not read(text, patterns).in_scope


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("raise it from 4 to 6, the tag limit db-read", "how_to_configure"),
        ("we raised the tag limit db-read from 4 to 6 yesterday", None),
        ("our task with the tag limit db raises a ConcurrencySlotAcquisitionError", "crash_on_limit"),
        ("concurrency() raised `TimeoutError` on the global limit erp", "crash_on_limit"),
    ],
)
def test_to_raise_a_limit_is_no_crash(text: str, symptom: str | None, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("symptom") == symptom


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("I set the pool limit to 3 but only 1 run starts", "runs_late_pending"),
        ("prefect worker start --limit 5 but only 2 run", "runs_late_pending"),
        ("limit is 1 but 3 run", "limit_not_enforced"),
        ("the limit is 3 and only one should run", "how_to_configure"),
    ],
)
def test_fewer_run_than_the_limit_allows(text: str, symptom: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("symptom") == symptom

"""A wish that counts tasks or runs is ours, whatever else it names; a rate to keep to is a rate limit."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read

OURS = [
    "how do I cap the tasks that use postgres to 5?",
    "snowflake complains about too many queries, limit tasks tagged snowflake to 8",
    "add a rate limit 100/min for salesforce",
    "process worker on VM runs 20 flows and OOMs",
    "our vendor allows 500 api calls a day, how do I stay below in my tasks?",
    "how do I raise pool ecs to 15",
    "Client error '422 Unprocessable Entity' for url 'http://prefect/api/v2/concurrency_limits/increment'",
]
OTHERS = [
    "how do I limit tasks in airflow to 5?",
    "limit celery tasks to 4",
    "limit task retries to 3",
    "how do I limit the task to 5 retries?",
    "limit the runs returned by read_flow_runs to 20",
    "how do I cap the memory of tasks to 5 GB",
    "I limit the tasks in my Jira board to 5",
    "how do I add a rate limit 100/min to my FastAPI endpoint?",
    "add a rate limit of 100/min in nginx",
    "our worker ran 20 flows yesterday, where are the logs?",
    "httpx.ConnectError for url 'http://prefect:4200/api/v2/artifacts/filter'",
    "add 5 articles to the reading list",
    "how do I raise the pool temperature to 25",
    "how do I increase the pool size to 20 in sqlalchemy?",
]
RATES = [
    "We must not call the vendor more than 1,000 times per day. How do I set this up in Prefect 3.4.8?",
    "rate limit: 0.5 per second",
    "API limit is 1k/min. how to throttle tasks?",
]
NO_RATES = [
    "I get 3 support calls a day about late runs",
    "I get 3 support calls a day about late runs, how do I fix the limit?",
    "the pool limit is full although the flow runs 3 times a day",
]


@pytest.mark.parametrize("text", OURS)
def test_a_wish_for_runs_is_ours_whatever_else_it_names(text: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).in_scope


@pytest.mark.parametrize("text", OTHERS)
def test_what_limits_no_runs_is_not_ours(text: str, patterns: list[Pattern]) -> None:
    assert not read(text, patterns).in_scope


@pytest.mark.parametrize("text", RATES)
def test_a_rate_to_be_kept_to_is_a_rate_limit(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)

    assert (reading.value("mechanism"), reading.value("symptom")) == ("rate_limit", "how_to_configure")


@pytest.mark.parametrize("text", NO_RATES)
def test_how_often_something_happens_is_no_rate_limit(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)

    assert reading.value("mechanism") != "rate_limit"
    assert reading.value("wish_calls") is None


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("set tag limit db to two hundred", "how_to_configure"),
        ("please set the limit of the tag db to 200.", "how_to_configure"),
        ("create a global limit erp with 2 slots", "how_to_configure"),
        ("set the tag limit db to 2 but 5 run at once", "limit_not_enforced"),
        ("we set tag limit db to 2, 5 tasks run at once", "limit_not_enforced"),
    ],
)
def test_an_order_is_a_wish_and_no_trouble(text: str, symptom: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("symptom") == symptom

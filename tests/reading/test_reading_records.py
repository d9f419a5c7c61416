"""What stands on several lines of a log is read as one record of it."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read

RENEW = "http://prefect:4200/api/v2/concurrency_limits/leases/7c1d2f3a/renew"
TRACEBACK = f"""10:11:10.000 | INFO    | Task run 'load-3f1' - reading
10:11:12.345 | ERROR   | Flow run 'amber-fox' - Encountered an exception during execution:
Traceback (most recent call last):
  File "/app/prefect/client.py", line 12, in _send
    response.raise_for_status()
httpx.HTTPStatusError: Client error '410 Gone' for url '{RENEW}'
For more information check: https://httpstatuses.com/410

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/flow.py", line 3, in load
    renew()
prefect.exceptions.PrefectHTTPStatusError: Client error '410 Gone' for url '{RENEW}'
Response: {{'detail': 'Lease not found - it may have expired or been revoked'}}
"""


def test_a_traceback_stands_in_the_log_of_its_head(patterns: list[Pattern]) -> None:
    reading = read(f"{TRACEBACK}\nWhy do I see this?", patterns)

    assert reading.value("log_origin") == "flow_log"
    assert reading.value("lease_http_status") == 410
    assert {item.source for item in reading.statements if item.name == "lease_http_status"} == {"log"}


def test_a_traceback_without_a_head_tells_nobodys_log(patterns: list[Pattern]) -> None:
    bare = TRACEBACK[TRACEBACK.index("Traceback") :]

    reading = read(f"The lease is lost.\n\n{bare}", patterns)

    assert (reading.value("lease_http_status"), reading.value("log_origin")) == (410, None)


WRITTEN_OUT = """[{
  "level": "INFO",
  "logger": "prefect.flow_runs",
  "message": "Beginning flow run 'x' for flow 'load'",
  "context": {
    "attempt": 1
  },
  "timestamp": "2026-05-01T10:00:00Z"
},
{
  "timestamp": "2026-05-01T10:05:01.5Z",
  "level": "ERROR",
  "logger": "prefect.flow_runs",
  "message": "Concurrency lease renewal failed - slots are no longer reserved."
}]"""
ROWS = """Beginning flow run 'x' for flow 'load'
10:00:00 AM
prefect.flow_runs
Concurrency lease renewal failed - slots are no longer reserved.
10:05:01.5 AM
prefect.flow_runs"""


@pytest.mark.parametrize("log", [WRITTEN_OUT, ROWS], ids=["JSON written out", "rows of Prefect's page"])
def test_a_record_of_several_lines_is_a_logs_word(log: str, patterns: list[Pattern]) -> None:
    reading = read(f"What is this?\n{log}", patterns)

    symptom = next(item for item in reading.statements if item.name == "symptom")
    assert symptom.source == "log"
    assert "Concurrency lease renewal failed" in symptom.quote
    assert reading.value("log_origin") == "flow_log"
    assert reading.value("failed_after_seconds") == 301.5
    assert "Beginning flow run" in str(reading.value("line_before"))


def test_a_limits_own_record_in_json_is_no_log(patterns: list[Pattern]) -> None:
    record = '{\n  "name": "etl",\n  "limit": 3,\n  "active_slots": 3,\n  "active": true\n}'

    reading = read(f"our global concurrency limit is stuck\n{record}", patterns)

    assert reading.value("slots_used") == 3
    assert {item.source for item in reading.statements} == {"person"}


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (
            'INFO:     10.0.0.1:5 - "POST /api/v2/concurrency_limits/leases/7c1d/renew HTTP/1.1" 410 Gone',
            410,
        ),
        ('10.0.0.9 - - "POST /api/v2/concurrency_limits/increment-with-lease HTTP/1.1" 423 Locked', None),
    ],
)
def test_a_line_about_a_request_is_the_servers(
    request_line: str, status: int | None, patterns: list[Pattern]
) -> None:
    reading = read(f"the server prints\n{request_line}", patterns)

    assert reading.in_scope
    assert reading.value("log_origin") == "server_log"
    assert reading.value("lease_http_status") == status


def test_a_line_that_is_spoken_of_and_pasted_is_the_logs(patterns: list[Pattern]) -> None:
    line = f"10:11:12.345 | ERROR   | Flow run 'x' - Client error '410 Gone' for url '{RENEW}'"

    reading = read(f"It says: Client error '410 Gone' for url '{RENEW}'\n{line}", patterns)

    [signatures] = [item for item in reading.statements if item.name == "signatures"]
    assert signatures.quotes["lease_http_error"] == ("log", line)


@pytest.mark.parametrize("system", ["dhcp", "vault", "etcd"])
def test_the_lease_of_another_system_is_no_signature(system: str, patterns: list[Pattern]) -> None:
    other = read(f"work pool gpu is slow and the {system} lease renewal failed", patterns)
    own = read(f"{system} is fine, but the concurrency lease renewal failed", patterns)

    assert "lease_renewal_failed" not in str(other.value("signatures"))
    assert "lease_renewal_failed" in str(own.value("signatures"))


def test_only_prefects_own_429_is_its_request_limit(patterns: list[Pattern]) -> None:
    other = read(
        "we are on Prefect Cloud, rate_limit('crm') is set, the crm says 429 too many requests", patterns
    )
    own = read("rate_limit('crm') is set and the Prefect API answers 429", patterns)

    assert "prefect_answers_429" not in str(other.value("signatures"))
    assert "prefect_answers_429" in str(own.value("signatures"))

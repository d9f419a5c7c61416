from __future__ import annotations

import pytest

from bot.reading import Pattern, compile_pattern, read

BODY = (
    "Concurrency lease renewal failed - slots are no longer reserved. "
    "Terminating execution to prevent over-allocation. "
    "Lease ID: 7c1d2f3a-aaaa-4bbb-8ccc-0123456789ab, exception: "
)
GONE = "Client error '410 Gone' for url 'http://prefect:4200/api/v2/concurrency_limits/leases/7c1d2f3a/renew'"
UNREACHED = "ConnectError: All connection attempts failed"


@pytest.mark.parametrize(
    ("prefix", "origin"),
    [
        ("10:11:12.345 | ERROR   | Task run 'load-3f1' - ", "task_log"),
        ("10:11:12.345 | ERROR   | Flow run 'brave-otter' - ", "flow_log"),
        ("2026-05-01 10:11:12,345 ERROR prefect.task_runs - ", "task_log"),
        ("2026-05-01 10:11:12,345 ERROR prefect.flow_runs - ", "flow_log"),
        ("2026-05-01 10:11:12,345 ERROR prefect.flow_runs.worker - ", "worker_log"),
    ],
)
def test_the_logger_of_the_line_tells_whose_lease_it_was(
    prefix: str, origin: str, patterns: list[Pattern]
) -> None:
    line = f"{prefix}{BODY}{GONE}"

    reading = read(f"We see this, what is it?\n{line}\nThanks", patterns)

    assert reading.value("log_origin") == origin
    assert reading.value("lease_http_status") == 410
    symptom = next(item for item in reading.statements if item.name == "symptom")
    assert (symptom.value, symptom.source, symptom.quote) == ("lease_renewal_failed", "log", line)


def test_a_renewal_that_did_not_reach_the_server_is_a_network_error(patterns: list[Pattern]) -> None:
    reading = read(f"10:11:12.345 | WARNING | Flow run 'x' - {BODY}{UNREACHED}", patterns)

    signatures = reading.value("signatures")
    assert isinstance(signatures, list)
    assert "lease_network_error" in signatures
    assert reading.value("lease_http_status") is None


def test_a_log_line_that_slack_mangled_reads_the_same(patterns: list[Pattern]) -> None:
    mangled = (
        "<@U0ABCDEF12> please: ```10:11:12.345 | WARNING | Task run ‘load-3f1’ - Concurrency limits "
        "[‘db’, ‘api’] do not exist - skipping acquisition.``` "
        "see <https://docs.prefect.io/v3|docs.prefect.io/v3> "
        "a &lt;b&gt; &amp;amp; c"
    )

    reading = read(mangled, patterns)

    assert reading.value("missing_names") == ["db", "api"]
    assert reading.value("log_origin") == "task_log"
    assert "U0ABCDEF12" not in reading.text
    assert "a <b> & c" in reading.text


def test_words_about_a_log_are_a_persons_words(patterns: list[Pattern]) -> None:
    reading = read("somebody told me that the lease renewal failed", patterns)

    assert {item.source for item in reading.statements} == {"person"}


@pytest.mark.parametrize(
    ("line", "signature"),
    [
        ("Slots requested is greater than the limit", "occupy_exceeds_limit"),
        (
            "Only concurrency limits with slot decay can be used for rate limiting.",
            "rate_limit_without_decay",
        ),
        ("lease_duration: Input should be greater than or equal to 60", "lease_duration_invalid"),
        (
            "Deployment concurrency slot lost during provisioning - no slots available",
            "slot_lost_provisioning",
        ),
        (
            "Aborted submission of flow run '1': Server returned a non-pending state 'SCHEDULED'",
            "aborted_submission",
        ),
        (
            "Server error '500 Internal Server Error' for url 'http://h/api/flow_runs/1/set_state'",
            "set_state_500",
        ),
        ("The deployment concurrency limit is 0. The flow will deadlock", "deployment_limit_zero"),
        (
            (
                "TypeError: '_GeneratorContextManager' object "
                "does not support the asynchronous context manager protocol"
            ),
            "wrong_flavour_async_with_sync",
        ),
        (
            "TypeError: '_AsyncGeneratorContextManager' object does not support the context manager protocol",
            "wrong_flavour_with_async",
        ),
        ("Concurrency limits ['a'] must be created before acquiring slots", "limit_missing_strict"),
        ("sqlite3.OperationalError: database is locked", "database_locked"),
        ("Received response with retryable status code 503. Another attempt", "retryable_503"),
        ("Concurrency limit reached for the tags: db", "tag_limit_reached"),
        ("prefect work-queue set-concurrency-limit default 2", "set_queue_limit_without_pool"),
        ("serve(a, b, limit=3)", "serve_limit"),
    ],
)
def test_a_known_line_is_recognised(line: str, signature: str, patterns: list[Pattern]) -> None:
    signatures = read(f"the concurrency limit log says\n{line}", patterns).value("signatures")

    assert isinstance(signatures, list)
    assert signature in signatures


def test_a_command_with_its_pool_is_not_taken_for_one_without(patterns: list[Pattern]) -> None:
    signatures = read("prefect work-queue set-concurrency-limit default 2 --pool p", patterns).value(
        "signatures"
    )

    assert signatures == ["queue_limit_command"]


def test_a_signature_that_captures_a_group_it_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no group status"):
        compile_pattern("x", "a(b)", {}, {"status": "lease_http_status"})


BEGAN = "Flow run 'x' - Beginning flow run 'x' for flow 'load'"
LOST = f"Flow run 'x' - {BODY}{GONE}"


@pytest.mark.parametrize(
    ("began", "between", "lost", "after", "silent"),
    [
        ("02:15:09.114", "02:15:10.000", "02:20:11.480", 302.366, 301.48),
        ("2026-05-01 23:59:50,5", "2026-05-01 23:59:51,5", "2026-05-02 00:00:01,0", 10.5, 9.5),
        ("23:59:50.000", "23:59:59.000", "00:00:01.000", 11.0, 2.0),
        ("11:59:50 AM", "11:59:55 AM", "12:00:01 PM", 11.0, 6.0),
        ("2026-05-01T10:00:00Z", "2026-05-01T10:00:04.000+00:00", "2026-05-01T12:00:10.5+02:00", 10.5, 6.5),
        ("2026-05-01T23:59:50-0500", "2026-05-02T05:00:00Z", "2026-05-02 10:30:05 +0530", 15.0, 5.0),
        ("1777629600", "1777629605.25", "1777629610.75", 10.75, 5.5),
        ("1777629600000", "1777629605250", "1777629610750", 10.75, 5.5),
    ],
)
def test_how_long_after_the_beginning_and_after_what_line_it_failed(  # noqa: PLR0917
    began: str, between: str, lost: str, after: float, silent: float, patterns: list[Pattern]
) -> None:
    work = f"{between} | INFO    | Flow run 'x' - reading the big file"
    log = f"{began} | INFO    | {BEGAN}\n{work}\n{lost} | ERROR   | {LOST}"

    reading = read(f"Why?\n{log}", patterns)

    assert reading.value("failed_after_seconds") == after
    assert reading.value("silent_before_seconds") == silent
    assert reading.value("line_before") == work


@pytest.mark.parametrize(
    "log",
    [
        f"10:00:00 | INFO    | Flow run 'y' - Beginning flow run 'y'\n10:00:02 | ERROR   | {LOST}",
        f"2026-05-01 10:00:00 | INFO    | {BEGAN}\n10:00:02 | ERROR   | {LOST}",
        f"2026-05-01 10:00:05 | INFO    | {BEGAN}\n2026-05-01 10:00:02 | ERROR   | {LOST}",
        f"2026-05-01 10:00:05 | INFO    | {BEGAN}\n2026-05-01T10:00:09Z | ERROR   | {LOST}",
        f"25:00:00 | INFO    | {BEGAN}\n10:00:02 | ERROR   | {LOST}",
        f"| INFO    | {BEGAN}\n| ERROR   | {LOST}",
    ],
    ids=[
        "of another run",
        "only one names its day",
        "backwards",
        "only one names its zone",
        "no such hour",
        "without times",
    ],
)
def test_no_time_is_told_that_the_log_does_not_tell(log: str, patterns: list[Pattern]) -> None:
    reading = read(log, patterns)

    assert reading.value("symptom") == "lease_renewal_failed"
    assert reading.value("failed_after_seconds") is None


def test_seconds_since_1970_in_a_field_of_json_tell_when(patterns: list[Pattern]) -> None:
    line = '{"level":"%s","logger":"prefect.flow_runs","msg":"%s","ts":%s}'
    rows = [
        line % ("info", BEGAN, "1777629600.5"),
        line % ("error", LOST.replace('"', "'")[:300], "1777629612.75"),
    ]

    assert read("\n".join(rows), patterns).value("failed_after_seconds") == 12.25


def test_the_lines_of_a_log_in_json_are_log_lines(patterns: list[Pattern]) -> None:
    line = '{"timestamp":"2026-05-01T%s","level":"%s","logger":"prefect.flow_runs","message":"%s"}'
    lost = line % ("10:05:01.5Z", "ERROR", LOST.replace('"', "'"))
    rows = [line % ("10:00:00Z", "INFO", BEGAN), line % ("10:00:01Z", "INFO", "limit of the queue"), lost]

    reading = read("Why?\n" + "\n".join(rows), patterns)

    symptom = next(item for item in reading.statements if item.name == "symptom")
    assert (symptom.source, symptom.quote) == ("log", lost)
    assert reading.value("log_origin") == "flow_log"
    assert reading.value("failed_after_seconds") == 301.5
    assert (reading.value("line_before"), reading.mechanisms) == (rows[1], ())

"""The answer to a lease renewal is read wherever it stands on the line."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("410 Gone, Concurrency lease renewal failed - slots are no longer reserved", 410),
        ("403 Forbidden on https://prefect.acme.io/api/v2/concurrency_limits/leases/77/renew", 403),
        ("503 Service Unavailable for /api/v2/concurrency_limits/leases/a1b2/renew", 503),
    ],
)
def test_the_answer_is_read_before_the_address_too(text: str, status: int, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("lease_http_status") == status


def test_the_end_of_a_shortened_line_is_read(patterns: list[Pattern]) -> None:
    text = "Concurrency lease renewal failed - slots are no longer reserved. Terminating execution"

    assert "lease_terminating" in str(read(text, patterns).value("signatures"))

"""What a first message denies, asks, plans or tells as a remedy is no fact of the case."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, Stance, read, stance

LOST = "Concurrency lease renewal failed on our self-hosted server, leases are in memory. "
SHAPES = {
    "The server restarted around ten.": "server_restarted",
    "Why does it happen whenever the api restarts?": "server_restarted",
    "We redeployed the api pods, is that the reason?": "server_restarted",
    "Did the server restart? Yes, last night.": "server_restarted",
    "One async flow shows it, is that our time.sleep?": "one_run_blocking_async",
    "No, the server restarted.": "server_restarted",
    "Not only was the api down for a while.": "api_down",
    "There are three api servers.": "several_replicas",
    "replicas: 3": "several_replicas",
    "The api was redeployed, the network was not down.": "server_restarted",
    "Our worker pods and the api server were restarted.": "server_restarted",
    "The api pods restarted, but nobody was told.": "server_restarted",
    "Three servers run the API behind a load balancer.": "several_replicas",
}
NOTHING_OF_IT = [
    "The api server hasn't been rebooted in weeks.",
    "No one redeployed the api.",
    "The server has, as far as we know, not been restarted.",
    "Was the server restarted? Nope, it is up since May.",
    "Is it a problem when we restart the api?",
    "Should we restart the server?",
    "We are going to upgrade the server on Monday.",
    "The server will be redeployed tonight.",
    "Afterwards we restarted the server to clear it.",
    "We restarted the server after that.",
    "Restarting the server didn't help.",
    "We tried a restart of the server.",
    "Perhaps the server restarted.",
    "A restart of the server is ruled out.",
    "The api has not been down.",
    "No restart of the api, network outage or upgrade of the server.",
    "We have never had several replicas.",
    "replicas: 1",
    "There are 3 replicas of our worker.",
    "Two workers sit behind a load balancer.",
    "Ops tell us the server restarted, but it didn't.",
    "Somebody said the api was redeployed though it was not.",
    "They claimed an outage: the api was down, but that never happened.",
    "I thought the server had restarted but it is up since May.",
    "We assumed that the api was redeployed.",
    "The worker pods were restarted.",
    "Our flow run pods were rescheduled and a container restarted.",
    "The worker's container rebooted.",
    "Two servers run the workers.",
    "We have 4 servers with workers on them.",
]

ONE_ALONE = {
    "Only one run lost its lease, in a long pandas merge.": "one_run_frozen",
    "One flow logged it, the others are fine. It spends 20 minutes in numpy, numpy takes minutes.": (
        "one_run_frozen"
    ),
    "1 of 12 runs shows it; it does a long polars join.": "one_run_frozen",
    "Our C extension holds the GIL.": "one_run_frozen",
    "One of our 12 runs lost it: its async code calls time.sleep.": "one_run_blocking_async",
}
OF_SEVERAL = [
    "Our flow does a long pandas merge.",
    "All our 12 flows logged it at 03:12. They do long pandas merges.",
    "It failed on 3 runs. Our async flow calls time.sleep.",
    "Every run shows it, a C extension holds the GIL.",
    "Several of them blocked their event loop, all of them lost it.",
    "The run was suspended.",
    """Our code holds the GIL.
10:00:01.100 | WARNING | Flow run 'brown-eel' - Concurrency lease renewal failed - slots are lost.
10:00:01.200 | WARNING | Flow run 'merry-ant' - Concurrency lease renewal failed - slots are lost.
""",
]


@pytest.mark.parametrize("text", ONE_ALONE)
def test_what_one_run_did_explains_that_it_lost_its_lease_alone(text: str, patterns: list[Pattern]) -> None:
    assert read(LOST + text, patterns).value("lease_failure_shape") == ONE_ALONE[text]


@pytest.mark.parametrize("text", OF_SEVERAL)
def test_what_code_does_explains_no_loss_of_several_runs(text: str, patterns: list[Pattern]) -> None:
    assert read(LOST + text, patterns).value("lease_failure_shape") is None


def test_several_runs_leave_the_restart_that_is_told(patterns: list[Pattern]) -> None:
    text = "All 12 flows lost theirs when the server restarted; they do long pandas merges."
    assert read(LOST + text, patterns).value("lease_failure_shape") == "server_restarted"


@pytest.mark.parametrize("text", SHAPES)
def test_what_is_asserted_is_read(text: str, patterns: list[Pattern]) -> None:
    assert read(LOST + text, patterns).value("lease_failure_shape") == SHAPES[text]


@pytest.mark.parametrize("text", NOTHING_OF_IT)
def test_what_is_not_asserted_confirms_nothing(text: str, patterns: list[Pattern]) -> None:
    assert read(LOST + text, patterns).value("lease_failure_shape") is None


@pytest.mark.parametrize(
    ("text", "storage"),
    [
        ("leases live in redis", "redis"),
        ("leases are never kept in redis", None),
        ("should we keep leases in redis?", None),
        ("the leases will be in redis soon", None),
        ("lease storage is still the default, memory", "memory"),
        ("are leases in redis? no. memory", "memory"),
    ],
)
def test_where_leases_are_kept_counts_only_when_asserted(
    text: str, storage: str | None, patterns: list[Pattern]
) -> None:
    assert read(f"concurrency lease renewal failed, {text}", patterns).value("lease_storage") == storage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the pool was paused", "asserted"),
        ("the pool was never paused", "denied"),
        ("was the pool paused", "asked"),
        ("if somebody had the pool paused", "thought_of"),
        ("tomorrow we will have the pool paused", "to_come"),
        ("to fix it we kept the pool paused", "remedy"),
    ],
)
def test_a_stance_tells_how_a_thing_is_said(text: str, expected: Stance) -> None:
    start = text.index("pool")

    assert stance(text, start, len(text)) == expected


@pytest.mark.parametrize(
    ("text", "hosting"),
    [
        ("we don't self-host", None),
        ("it is not on-prem", None),
        ("this is no self hosted server", None),
        ("hosted by Prefect", "cloud"),
        ("formerly self-hosted, today on Prefect Cloud", "cloud"),
        ("we came from prefect cloud, today it is self-hosted", "self_hosted"),
        ("agents on our own server, the api is Prefect Cloud", "cloud"),
        ("the warehouse is on the cloud, prefect is self-hosted", "self_hosted"),
        ("Prefect Cloud isn't used here", "self_hosted"),
        ("our limit: a 503 error came from api.prefect.cloud", "cloud"),
        ("concurrency slots: 429 too many requests from api.prefect.cloud", "cloud"),
        ("the limit is stuck since we moved away from app.prefect.cloud", None),
        ("no run starts on our self-hosted server", "self_hosted"),
        ("Prefect Cloud isn't fast", "cloud"),
    ],
)
def test_hosting_that_is_denied_or_past_is_not_the_hosting(
    text: str, hosting: str | None, patterns: list[Pattern]
) -> None:
    assert read(f"The tag limit etl is stuck, {text}", patterns).value("hosting") == hosting


def test_hosting_read_from_a_log_line_is_the_logs_word(patterns: list[Pattern]) -> None:
    line = "10:11:12.345 | INFO | prefect.flow_runs - PREFECT_API_URL=http://10.0.0.7:4200/api"

    reading = read(f"the tag limit etl is stuck\n{line}", patterns)

    [hosting] = [item for item in reading.statements if item.name == "hosting"]
    assert (hosting.value, hosting.source, hosting.quote) == ("self_hosted", "log", line)

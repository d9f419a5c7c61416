"""Reading page by page while rows come and go, and what a look says of what it did not read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.engine.findings import Hints
from bot.errors import OutOfReach, Refused
from bot.prefect_live.asking import NotThere, Page
from bot.prefect_live.judge import judge
from bot.prefect_live.rounds import Gathering
from bot.prefect_live.sources import MOST_IDS, limits
from bot.prefect_live.survey import survey

from .place import subject
from .served import Served

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
RUNS = "/flow_runs/filter"
OLD_TAGS = "/concurrency_limits/filter"


def changing(change: Callable[[list[str]], None], rows: int = 400) -> Served:
    """Rows in a stable order, newest first, that change after the first page was read."""
    there = [f"r{n:04d}" for n in range(rows, 0, -1)]

    def answer(_: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        page = there[body["offset"] : body["offset"] + body["limit"]]
        if body["offset"] == 0:
            change(there)
        return [{"id": each} for each in page]

    return Served(answer)


def ids(page: Page) -> list[str]:
    return [str(row["id"]) for row in page.rows]


async def test_a_row_that_goes_between_two_pages_hides_no_other() -> None:
    page = await changing(lambda there: there.remove("r0390")).pages(RUNS, {}, 1_000)
    assert set(ids(page)) == {f"r{n:04d}" for n in range(1, 401)}
    assert not page.cut


async def test_a_row_that_comes_between_two_pages_is_no_reason_to_read_another_twice() -> None:
    page = await changing(lambda there: there.insert(0, "r9999")).pages(RUNS, {}, 1_000)
    assert ids(page) == [f"r{n:04d}" for n in range(400, 0, -1)]
    assert not page.cut


@pytest.mark.parametrize("gone", [30, 230])
async def test_when_more_rows_go_than_pages_share_some_may_be_missing(gone: int) -> None:
    page = await changing(lambda there: there.__delitem__(slice(0, gone))).pages(RUNS, {}, 1_000)
    assert page.cut
    assert page.why.startswith("of flow runs some may be missing")


async def test_what_fits_one_page_takes_one_request() -> None:
    ask = changing(lambda _: None, rows=150)
    assert len((await ask.pages(RUNS, {}, 1_000)).rows) == 150
    assert ask.asked == [(RUNS, {"limit": 200, "offset": 0})]


async def test_no_more_rows_are_read_than_were_wanted() -> None:
    page = await changing(lambda _: None, rows=2_500).pages(RUNS, {}, 1_000)
    assert (len(page.rows), page.cut, page.why) == (1_000, True, "")


async def test_empty_pages_of_events_come_to_an_end() -> None:
    more = "http://elsewhere.example/events/filter/next?page-token=abc"
    ask = Served(lambda _path, _body: {"events": [], "total": 0, "next_page": more})
    page = await ask.events({}, 200)
    assert page.cut
    assert len(ask.asked) == 4
    assert {path for path, _ in ask.asked[1:]} == {"/events/filter/next?page-token=abc"}, "its own server"


def old_server(refusal: OutOfReach) -> Served:
    """A server before 3.4.19, which keeps tag limits apart and refuses them."""

    def answer(path: str, _: dict[str, Any]) -> Any:
        if path == OLD_TAGS:
            raise refusal
        return "3.4.8" if path == "/admin/version" else {} if path == "/admin/settings" else []

    return Served(answer)


@pytest.mark.parametrize("refusal", [Refused("403: no"), OutOfReach("500 there"), OutOfReach("503: busy")])
async def test_tag_limits_that_an_old_server_refuses_are_said_to_be_unread(refusal: OutOfReach) -> None:
    probes = frozenset({"limits"})
    found = judge(await survey(old_server(refusal), probes, Hints(), 600, NOW), probes, Hints())
    assert str(refusal) in found.unavailable["everything_read"]
    assert "tags_with_limit" not in {fact.name for fact in found.facts}


async def test_a_newer_server_without_the_old_address_misses_nothing() -> None:
    assert await limits(old_server(NotThere("404"))) == Page(())


def run(number: int) -> dict[str, Any]:
    own = {
        "id": f"run-{number:04d}",
        "name": f"run-{number}",
        "flow_id": "f",
        "deployment_id": f"d{number:04d}",
    }
    times = dict.fromkeys(("created", "expected_start_time", "next_scheduled_start_time"), NOW.isoformat())
    none = dict.fromkeys(("work_pool_name", "work_queue_name", "parent_task_run_id", "start_time", "state"))
    return {**own, **times, **none, "state_type": "SCHEDULED", "state_name": "Late"}


async def test_a_deployment_that_was_not_asked_for_is_not_said_to_be_gone() -> None:
    first = [run(n) for n in range(1_000)]
    active = [{**run(n), "state_type": "PENDING", "state_name": "Pending"} for n in range(1_000, 1_100)]

    def answer(path: str, body: dict[str, Any]) -> Any:
        if path == RUNS and "offset" in body:
            rows = first if body.get("sort") else active
            return rows[body["offset"] : body["offset"] + body["limit"]]
        return "3.8.8" if path == "/admin/version" else {} if path == "/admin/settings" else []

    got = Gathering(Served(answer), NOW, 600)
    await got.first(frozenset({"runs"}), Hints())
    assert len(got.some("deployments", {row["deployment_id"] for row in (*first, *active)})) == MOST_IDS
    await got.second()
    assert got.snapshot().trouble("deployments") == "only 1,000 of 1,100 deployments were read"
    read = got.snapshot()
    about = subject(judge(read, frozenset({"runs"}), Hints()), "deployment:d0999")
    assert about.unavailable["deployment_name"] == "only 1,000 of 1,100 deployments were read"


async def test_a_limit_that_is_only_named_like_a_deployments_hides_no_deployment() -> None:
    own = "14bbcf09-7499-474e-b810-7b278084a773"
    row = {"id": "l", "limit": 1, "active_slots": 0, "active": True, "slot_decay_per_second": 0.0}

    def answer(path: str, _: dict[str, Any]) -> Any:
        if path == "/v2/concurrency_limits/filter":
            return [{**row, "id": name, "name": f"deployment:{name}"} for name in ("foo", own, f"{own}0")]
        return "3.8.8" if path == "/admin/version" else {} if path == "/admin/settings" else []

    ask = Served(answer)
    got = Gathering(ask, NOW, 600)
    await got.first(frozenset({"limits"}), Hints())
    await got.second()
    wanted = [body["deployments"]["id"]["any_"] for path, body in ask.asked if path == "/deployments/filter"]
    assert wanted == [[own]]

"""What a look says when Prefect refuses, is away, is slow, or is not Prefect at all."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web
from prefect.settings import PREFECT_API_URL, temporary_settings

from bot.engine.findings import Findings, Hints
from bot.lab.rest import Rest
from bot.lab.server import free_port
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.links import page
from tests.turn.broken import Answer, serving

from .place import Place, fact, subject


async def look(url: str, seconds: float = 5) -> tuple[Findings, str | None]:
    async with PrefectLive(url, seconds=seconds) as live:
        return await live.look(live.probes, Hints(run="some-run")), await live.reachable()


def all_say(found: Findings, words: str) -> bool:
    return bool(found.unavailable) and all(words in why for why in found.unavailable.values())


async def test_a_refused_key_is_said_for_every_fact() -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"exception_message": "Unauthorized"}, status=401)

    async with serving(refuse) as url:
        found, reason = await look(url)
    assert all_say(found, "401: the key or auth string was refused")
    assert "refused" in (reason or "")
    assert found.subjects == ()
    assert {one.name for one in found.facts} == {"hosting"}


async def test_an_html_page_asks_whether_the_address_is_right() -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>Sign in</html>", content_type="text/html")

    async with serving(page) as url:
        found, reason = await look(url)
    assert all_say(found, "not JSON: is PREFECT_API_URL right")
    assert "ends in /api" in (reason or "")


async def test_nobody_at_the_address_is_out_of_reach() -> None:
    found, reason = await look(f"http://127.0.0.1:{free_port()}/api")
    assert all_say(found, "cannot be reached")
    assert "cannot be reached" in (reason or "")


async def test_a_slow_server_costs_one_timeout_not_many() -> None:
    async def sleep(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    began = asyncio.get_running_loop().time()
    async with serving(sleep) as url, PrefectLive(url, seconds=0.5) as live:
        found = await live.look(live.probes, Hints())
    assert all_say(found, "did not answer within 0.5 s")
    assert asyncio.get_running_loop().time() - began < 3


def passing_on(api: str, path: str, answer: web.Response | None) -> Answer:
    """Pass all on to the real server, but `path`; without an answer, drop counters newer than 3.6.23."""

    async def pass_on(request: web.Request) -> web.StreamResponse:
        if answer is not None and request.path == path:
            return web.json_response(text=answer.text, status=answer.status)
        target = api.removesuffix("/api") + request.path_qs
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, target, json=await request.json() if request.can_read_body else None
            ) as real,
        ):
            body = await real.json()
            if answer is None and request.path in {"/api/work_pools/filter", "/api/work_queues/filter"}:
                body = [{k: v for k, v in row.items() if k != "active_slots"} for row in body]
            return web.json_response(body, status=real.status)

    return pass_on


async def test_a_source_that_may_not_be_read_leaves_the_others_alone(api: str) -> None:
    no = web.json_response({"detail": "Forbidden"}, status=403)
    async with serving(passing_on(api, "/api/admin/settings", no)) as url:
        found, _ = await look(url)
    assert set(found.unavailable) == {"lease_storage", "everything_read"}
    assert "403 on /admin/settings: this key may not read it" in found.unavailable["lease_storage"]
    assert fact(found, "server_version")


async def test_unread_runs_are_never_an_empty_list(api: str, rest: Rest) -> None:
    pool = await Place(rest).pool(concurrency_limit=1)
    no = web.json_response({"exception_message": "Internal Server Error"}, status=500)
    async with serving(passing_on(api, "/api/flow_runs/filter", no)) as url:
        found, _ = await look(url)
    about = subject(found, f"pool:{pool}")
    assert not {"holders", "waiting", "waiting_count", "slots_unexplained"} & set(about.facts)
    assert "500" in about.unavailable["holders"]
    assert about.facts["slots_used"] == 0, "the server's own counter was read"


async def test_a_server_without_counters_has_its_slots_counted(api: str, rest: Rest) -> None:
    place = Place(rest)
    pool = await place.pool(concurrency_limit=1)
    made = await place.deployment(pool)
    await place.move(await place.run(made["id"]), "PENDING")
    async with serving(passing_on(api, "", None)) as url:
        found, _ = await look(url)
    facts = subject(found, f"pool:{pool}").facts
    assert (facts["slots_used"], facts["pool_full"]) == (1, True)


def test_no_address_means_no_connection() -> None:
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        assert PrefectLive.configured() is None
    live = PrefectLive.configured("http://127.0.0.1:4200/api/")
    assert live is not None
    assert live.api_url == "http://127.0.0.1:4200/api"


@pytest.mark.parametrize(
    ("api_url", "link"),
    [
        ("http://host:4200/api", "http://host:4200/runs/flow-run/x"),
        (
            f"https://api.prefect.cloud/api/accounts/{'a' * 36}/workspaces/{'b' * 36}",
            f"https://app.prefect.cloud/account/{'a' * 36}/workspace/{'b' * 36}/runs/flow-run/x",
        ),
    ],
)
def test_links_lead_to_the_ui(api_url: str, link: str) -> None:
    assert page(api_url, "flow-run", "x") == link

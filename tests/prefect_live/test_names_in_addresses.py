"""Names that mean something else in an address, as Prefect allows them, on a real server."""

from __future__ import annotations

import pytest

from bot.errors import OutOfReach
from bot.lab.rest import Rest
from bot.prefect_live.asking import NotThere
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.sources import tag_view, workers

from .place import Place, named, subject
from .served import Served


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


@pytest.mark.parametrize("ending", ["#1", "?x=1", " 1", ";1", "é"])
async def test_a_tag_shows_its_own_holders(place: Place, ending: str) -> None:
    short = await place.tag(1)
    tag = short + ending
    await place.rest.post("/concurrency_limits/", {"tag": tag, "concurrency_limit": 1})
    tasks = {}
    for each in (short, tag):
        tasks[each] = await place.task_run(await place.flow_run(), "RUNNING", [each])
        await place.take(f"tag:{each}", tasks[each])
    facts = subject(await place.look(), f"limit:tag:{tag}").facts
    assert [one["id"] for one in facts["holders"]] == [tasks[tag]]


@pytest.mark.parametrize("ending", ["#1", "?x=1", " 1", ";1", "é"])
async def test_a_pool_shows_its_own_workers(place: Place, ending: str) -> None:
    pool = named("team") + ending
    await place.rest.post("/work_pools/", {"name": pool, "type": "process"})
    facts = subject(await place.look(), f"pool:{pool}").facts
    assert facts["workers_online"] == 0


async def test_a_tag_with_a_slash_is_read_by_its_id() -> None:
    """No address leads to such a tag; servers before 3.4.19 allow it."""
    ask = Served(lambda _path, _body: {"active_slots": []})
    await tag_view(ask, {"id": "the-id", "name": "tag:db/1"})
    await tag_view(ask, {"id": "the-id", "name": "tag:db%1"})
    assert [path for path, _ in ask.asked] == ["/concurrency_limits/the-id", "/concurrency_limits/tag/db%251"]


async def test_what_is_gone_is_not_said_to_need_a_newer_server(api: str) -> None:
    async with PrefectLive(api) as live:
        with pytest.raises(NotThere, match=r'404 on .*: Work pool "gone" not found'):
            await workers(live._ask(), "gone")
        with pytest.raises(NotThere, match=r"404 on .*: Concurrency limit not found"):
            await tag_view(live._ask(), {"id": "", "name": "tag:gone"})
        with pytest.raises(OutOfReach, match="404 on /nothing: this server does not have it"):
            await live._ask().get("/nothing")

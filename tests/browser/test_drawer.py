"""The drawer's faults by what is limited, and what an empty channel says of them."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import Route, expect

from .conftest import NewPerson
from .person import Person
from .pictures import show_picture

pytestmark = [pytest.mark.live, pytest.mark.browser]
KINDS = [
    "Tag limits",
    "Global limits",
    "Deployment limits",
    "Work pools",
    "Work queues",
    "Workers",
    "Task runners",
    "Healthy",
]


async def test_faults_stand_under_what_is_limited(person: Person) -> None:
    await person.open_faults()
    drawer = person.page.get_by_role("complementary", name="Break something")
    await expect(drawer.get_by_role("heading", level=4)).to_have_text(KINDS)
    await expect(drawer.get_by_role("list", name="Work queues")).to_contain_text("queue is paused")
    await show_picture(person.page, "desktop-faults")


async def test_where_all_is_well_nothing_is_broken(person: Person) -> None:
    await person.open_faults()
    await expect(person.page.get_by_test_id("lab-break-tag-full")).to_have_class(re.compile("danger"))
    start = person.page.get_by_test_id("lab-break-healthy-busy")
    await expect(start).to_have_text("Start")
    await expect(start).not_to_have_class(re.compile("danger"))
    await expect(person.page.get_by_test_id("lab-state-healthy-busy")).to_have_text("Not started")


async def test_an_empty_channel_names_the_fault_that_is_there_already(new_person: NewPerson) -> None:
    person = await new_person()

    async def emptied(route: Route) -> None:
        state = await (await route.fetch()).json()
        await route.fulfill(body=json.dumps(state | {"messages": []}), content_type="application/json")

    async def broken(route: Route) -> None:
        panel = await (await route.fetch()).json()
        for each in panel["scenarios"]:
            if each["name"] in {"tag-reset-leak", "healthy-busy"}:
                each["state"] = "broken"
        await route.fulfill(body=json.dumps(panel), content_type="application/json")

    await person.page.route("**/workbench/state", emptied)
    await person.page.route("**/workbench/lab", broken)
    await person.page.reload()
    told = person.page.get_by_test_id("already-broken")
    await expect(told).to_contain_text("One fault is broken already: A reset left the tag's count too high.")
    await show_picture(person.page, "desktop-welcome")

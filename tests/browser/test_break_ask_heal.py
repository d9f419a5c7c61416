"""The whole story by clicks: break, ask, read, copy, heal, ask again."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person
from .pictures import keep_picture

pytestmark = [pytest.mark.live, pytest.mark.browser]
QUESTION = "@concurrency our upload tasks hang in Pending, but nothing is running. Who holds the slot?"
AGAIN = "@concurrency and now, is anything still wrong with s3-upload?"


async def test_a_fault_is_made_explained_mended_and_gone(person: Person) -> None:
    await person.write("/concurrency status")
    await expect(person.page.locator("[data-ephemeral=true]").last).to_contain_text("Healthy")
    await person.open_faults()
    await person.press_in_lab("break", "tag-reset-leak")
    await person.close_faults()

    answer = await person.ask_when_quiet(QUESTION)
    threads = person.page.locator("#messages").get_by_role("button", name="1 reply")
    explained = await threads.count() - 1
    await expect(answer).to_contain_text("The tag limit s3-upload is stuck: it counts 1 slot")
    await expect(answer).to_contain_text("The tag view lists 0 holders")
    command = "prefect gcl update tag:s3-upload --active-slots 0"
    await expect(answer.locator("pre")).to_have_text(command)
    assert await person.copied(answer) == command
    await person.page.keyboard.press("Escape")

    await person.open_faults()
    await person.press_in_lab("heal", "tag-reset-leak")
    await person.close_faults()
    healthy = await person.ask_when_quiet(AGAIN)
    await expect(healthy).to_contain_text("Healthy")
    await expect(healthy).to_contain_text("No fault found")

    await threads.nth(explained).click()
    await expect(await person.answer(1)).to_contain_text("s3-upload is stuck")
    await keep_picture(person.page, "workbench")

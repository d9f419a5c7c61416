"""`/concurrency` without a mouse."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person

pytestmark = [pytest.mark.live, pytest.mark.browser]


async def test_the_command_is_found_completed_and_sent_by_keyboard_alone(person: Person) -> None:
    keyboard = person.page.keyboard
    box = person.page.get_by_role("textbox", name="Message", exact=True)
    await keyboard.press("Tab")  # the link that skips the sidebar
    await keyboard.press("Enter")
    await expect(box).to_be_focused()

    await keyboard.type("/con")
    await expect(person.page.get_by_role("option", name="/concurrency")).to_be_visible()
    await keyboard.press("Tab")
    await expect(box).to_have_value("/concurrency ")
    await expect(person.page.locator("#composer-slot")).to_contain_text("status | limit NAME | run URL")
    await keyboard.type("status")
    await keyboard.press("Enter")

    status = person.page.locator("[data-ephemeral=true]").last
    await expect(status).to_contain_text("Only visible to you")
    await expect(status).to_contain_text("Healthy")
    await expect(box).to_be_focused()


async def test_a_command_in_a_thread_is_refused_with_the_way_that_works(person: Person) -> None:
    await person.ask("@concurrency help")
    await person.reply("/concurrency status")
    await expect(person.page.locator("#thread-composer-slot")).to_contain_text("don't work in threads")

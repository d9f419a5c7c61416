"""What people paste is shown as they wrote it and does nothing."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .person import Person

pytestmark = [pytest.mark.live, pytest.mark.browser]
FOREIGN = '<!channel> `*{{ }}" <script>document.title = "taken"</script> <img src=x onerror=alert(1)>'


async def test_foreign_text_is_shown_literally(person: Person) -> None:
    await person.go_to("data-platform")
    answer = await person.ask(f"@concurrency why does the limit {FOREIGN} wait?")
    question = person.page.locator("#thread-messages > [data-testid=message]").first
    await expect(question).to_contain_text(FOREIGN)
    await expect(answer).to_be_visible()
    assert await person.page.locator(".message script, .message img, .message .mention-me").count() == 0
    await expect(person.page).not_to_have_title("taken")


async def test_a_strange_name_comes_back_in_the_answer_as_it_was_written(person: Person) -> None:
    name = '<!channel>*{{7*7}}"<script>'
    await person.write(f"/concurrency limit {name}")
    answer = person.page.locator("[data-ephemeral=true]").last
    await expect(answer).to_contain_text(name)
    assert await person.page.locator(".message script").count() == 0

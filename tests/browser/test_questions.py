"""A question that needs the person: buttons, changed answers, "I don't know", back, start over."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from .person import Person

pytestmark = [pytest.mark.live, pytest.mark.browser]
LINE = (
    "Concurrency lease renewal failed - slots are no longer reserved. "
    "Terminating execution to prevent over-allocation."
)
WHERE = "Where does that line stand?"


def chosen(answer: Locator) -> Locator:
    return answer.locator(".btn.primary")


async def test_a_log_line_is_asked_about_and_the_answer_can_be_changed(person: Person) -> None:
    await person.go_to("data-platform")
    asked = await person.ask(f"@concurrency {LINE}")
    await expect(asked).to_contain_text(WHERE)

    await person.press(asked, "In the flow's log")
    flow = await person.answer(2)
    await expect(flow).to_contain_text("The line stands in the flow's log")
    await expect(chosen(asked)).to_have_text("In the flow's log")

    await person.press(asked, "In a task's log")
    await expect(flow).not_to_contain_text("The line stands in the flow's log")
    await expect(chosen(asked)).to_have_text("In a task's log")
    await expect(person.answers()).to_have_count(2)


async def test_not_knowing_going_back_and_starting_over_are_always_there(person: Person) -> None:
    await person.go_to("concurrency")
    asked = await person.ask(LINE)
    await expect(asked).to_contain_text(WHERE)

    await person.press(asked, "I don't know")
    unsure = await person.answer(2)
    await expect(unsure).not_to_contain_text(WHERE)

    await person.press(unsure, "Back")
    again = await person.answer(3)
    await expect(again).to_contain_text(WHERE)

    await person.press(again, "Start over")
    fresh = await person.answer(4)
    await expect(fresh).to_contain_text("Forgotten")

    await person.reply("how do I set a limit for a tag?")
    guide = await person.answer(5)
    await expect(guide).to_contain_text("prefect concurrency-limit create my-tag")
    await expect(guide).not_to_contain_text("lease")

"""A phone, and the dark."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .conftest import NewPerson
from .person import Person
from .pictures import show_picture

pytestmark = [pytest.mark.live, pytest.mark.browser]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
QUESTION = (
    "@concurrency Concurrency lease renewal failed - slots are no longer reserved. "
    "Terminating execution to prevent over-allocation."
)


async def test_on_a_phone_everything_fits_and_can_be_tapped(new_person: NewPerson) -> None:
    person = await new_person(**PHONE)
    assert not await person.has_sideways_scroll()
    await show_picture(person.page, "phone-start")
    await person.open_faults()
    assert not await person.has_sideways_scroll()
    await show_picture(person.page, "phone-faults")
    await person.close_faults()

    answer = await person.ask(QUESTION)
    await expect(answer.get_by_role("button", name="I don't know")).to_be_visible()
    assert not await person.has_sideways_scroll()
    await show_picture(person.page, "phone-thread")
    reply = person.page.get_by_role("textbox", name="Reply in thread")
    await expect(reply).to_be_in_viewport(ratio=1)
    await answer.get_by_role("button", name="In the flow's log").tap()
    await expect(await person.answer(2)).to_contain_text("flow's log")
    assert not await person.has_sideways_scroll()


async def test_in_the_dark_text_stands_out(new_person: NewPerson) -> None:
    person = await new_person(color_scheme="dark")
    answer = await person.ask(QUESTION)
    await expect(person.page.get_by_role("button", name="Use the light theme")).to_be_visible()
    assert await contrast(person, ".message-body") >= 7
    assert await contrast(person, "code") >= 4.5
    assert await contrast(person, ".message-head time") >= 4.5
    await expect(answer).to_be_visible()
    await show_picture(person.page, "dark-thread")


async def contrast(person: Person, selector: str) -> float:
    """Return the WCAG contrast of the last such element's text with what it is drawn on."""
    ratio: float = await person.page.locator(f"#thread {selector}").last.evaluate(
        """(element) => {
          const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
          const light = (colour) => {
            const [r, g, b] = channels(colour).map((value) => value / 255)
              .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          let behind = element;
          while (channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
          const both = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
          return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
        }"""
    )
    return ratio

"""A log that is attached instead of pasted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from .conftest import NewPerson
from .person import Person
from .pictures import show_picture
from .test_screens import PHONE

pytestmark = [pytest.mark.live, pytest.mark.browser]
LINE = (
    "Concurrency lease renewal failed - slots are no longer reserved. "
    "Terminating execution to prevent over-allocation."
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "nightly-import.log"
    quiet = "".join(f"12:00:{second:02} | INFO | prefect.flow_runs - row {second}\n" for second in range(60))
    file.write_text(f"{quiet}12:01:07 | ERROR | Flow run 'amber-ox' - {LINE}\n")
    return file


async def test_an_attached_log_is_shown_with_the_message_and_read_by_the_bot(
    person: Person, log: Path
) -> None:
    await person.go_to("data-platform")
    await person.attach(log)
    await show_picture(person.page, "file-picked")
    answer = await person.ask("@concurrency why did this run die?")
    shown = person.page.locator("#thread-messages").get_by_test_id("file")
    await expect(shown).to_contain_text("nightly-import.log")
    await expect(shown).to_contain_text("Plain text, 2.8 kB")
    await expect(person.page.get_by_test_id("picked-file")).to_have_count(0)
    await expect(answer).to_contain_text(LINE)
    await show_picture(person.page, "file-thread")


async def test_a_file_is_chosen_removed_and_sent_by_keyboard_without_a_word(
    person: Person, log: Path
) -> None:
    page = person.page
    await person.go_to("concurrency")
    send = page.get_by_role("button", name="Send message")
    await expect(send).to_be_disabled()
    await person.attach(log, by_keyboard=True)
    await page.get_by_role("button", name="Remove nightly-import.log").press("Enter")
    await expect(send).to_be_disabled()
    await expect(page.get_by_role("button", name="Attach a text file").first).to_be_focused()
    await person.attach(log, by_keyboard=True)
    await expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages").get_by_test_id("file").last).to_be_visible()
    await page.locator("#messages [data-testid=message]").last.get_by_role("button", name="1 reply").click()
    await expect(await person.answer(1)).to_contain_text(LINE)


async def test_a_file_waits_in_its_channel_and_cannot_go_with_a_command(person: Person, log: Path) -> None:
    picked = person.page.get_by_test_id("picked-file")
    await person.go_to("data-platform")
    await person.attach(log)
    await person.go_to("concurrency")
    await expect(picked).to_have_count(0)
    await person.go_to("data-platform")
    await expect(picked).to_have_count(1)
    box = person.page.get_by_role("textbox", name="Message", exact=True)
    await box.fill("/concurrency status")
    await box.press("Enter")
    await expect(person.page.locator("#composer-slot")).to_contain_text("cannot go with a command")
    await expect(box).to_have_value("/concurrency status")


async def test_a_file_too_large_for_the_workbench_is_refused_in_words(person: Person, tmp_path: Path) -> None:
    large = tmp_path / "large.log"
    large.write_bytes(b"x" * 3_000_001)
    composer = person.page.locator("#composer-slot")
    async with person.page.expect_file_chooser() as chooser:
        await composer.get_by_role("button", name="Attach a text file").click()
    await (await chooser.value).set_files(large)
    await expect(composer).to_contain_text("large.log is too large")


@pytest.mark.parametrize("screen", ["phone", "dark"])
async def test_a_file_fits_on_a_phone_and_stands_out_in_the_dark(
    new_person: NewPerson, tmp_path: Path, screen: str
) -> None:
    person = await new_person(**(PHONE if screen == "phone" else {"color_scheme": "dark"}))
    log = tmp_path / f"{'a-name-that-is-longer-than-a-phone-is-wide' * 2}.log"
    log.write_text(LINE)
    await person.attach(log)
    assert not await person.has_sideways_scroll()
    await show_picture(person.page, f"file-picked-{screen}")
    await person.ask("@concurrency what is this?")
    assert not await person.has_sideways_scroll()
    await show_picture(person.page, f"file-thread-{screen}")

"""What a person does at the page: sees, clicks, types. Never the page's API."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect


@dataclass(frozen=True)
class Person:
    """Somebody in front of the open page."""

    page: Page

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await expect(self.page.get_by_role("textbox", name="Message", exact=True)).to_be_visible()

    async def go_to(self, channel: str) -> None:
        await self.page.get_by_test_id(f"channel-{channel}").click()
        await expect(self.page.get_by_role("heading", name=channel, level=1)).to_be_visible()

    async def attach(self, path: Path, *, by_keyboard: bool = False) -> None:
        """Choose a file for the next message in the channel."""
        paperclip = self.page.locator("#composer-slot").get_by_role("button", name="Attach a text file")
        async with self.page.expect_file_chooser() as chooser:
            await (paperclip.press("Enter") if by_keyboard else paperclip.click())
        await (await chooser.value).set_files(path)
        await expect(self.page.get_by_test_id("picked-file").filter(has_text=path.name)).to_be_visible()

    async def write(self, text: str) -> None:
        """Write in the channel and press Enter."""
        box = self.page.get_by_role("textbox", name="Message", exact=True)
        await box.click()
        await box.fill(text)
        await box.press("Enter")
        await expect(box).to_have_value("")

    async def ask(self, text: str) -> Locator:
        """Ask in the channel, open the thread when it has an answer, and return that answer."""
        before = await self.page.locator("#messages > [data-testid=message]").count()
        await self.write(text)
        mine = self.page.locator("#messages > [data-testid=message]").nth(before)
        await mine.get_by_role("button", name=re.compile("1 reply")).click()
        return await self.answer(1)

    async def ask_when_quiet(self, text: str) -> Locator:
        """Ask; ask again while the bot itself says that slots moved just now."""
        for _ in range(10):
            found = await self.ask(text)
            if "within the last seconds" not in await found.inner_text():
                break
            await asyncio.sleep(1)
        return found

    async def answer(self, number: int) -> Locator:
        """Return the bot's answer with this number in the open thread, as soon as it is there."""
        found = self.answers().nth(number - 1)
        await expect(found).to_be_visible()
        return found

    def answers(self) -> Locator:
        return self.page.locator(
            "#thread-messages > [data-testid=message]", has=self.page.locator(".app-badge")
        )

    async def reply(self, text: str) -> None:
        """Write in the open thread."""
        box = self.page.get_by_role("textbox", name="Reply in thread")
        await box.fill(text)
        await box.press("Enter")

    async def press(self, answer: Locator, label: str) -> None:
        await answer.get_by_role("button", name=label, exact=True).click()

    async def copied(self, answer: Locator) -> str:
        """Press Copy and return what is in the clipboard then."""
        await answer.get_by_role("button", name="Copy code").first.click()
        await expect(answer.get_by_role("button", name="Copy code").first).to_contain_text("Copied")
        text: str = await self.page.evaluate("navigator.clipboard.readText()")
        return text

    async def open_faults(self) -> None:
        await self.page.get_by_role("button", name="Break something").click()
        drawer = self.page.get_by_role("complementary", name="Break something")
        await expect(drawer.locator(".scenario").first).to_be_visible()

    async def close_faults(self) -> None:
        await self.page.get_by_test_id("lab-close").click()

    async def press_in_lab(self, verb: str, scenario: str) -> None:
        """Press Break or Heal and wait until the page says that it is done."""
        await self.page.get_by_test_id(f"lab-{verb}-{scenario}").click()
        done = "broken" if verb == "break" else "idle"
        await expect(self.page.get_by_test_id(f"lab-state-{scenario}")).to_have_attribute("data-state", done)

    async def has_sideways_scroll(self) -> bool:
        wide: bool = await self.page.evaluate(
            "document.documentElement.scrollWidth > innerWidth"
            " || [...document.querySelectorAll('.scroller, .lab-body')]"
            ".some((part) => part.scrollWidth > part.clientWidth)"
        )
        return wide

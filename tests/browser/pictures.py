"""Pictures of the page: the README's own, renewed by `make docs`, and others to look at."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Page

ROOT = Path(__file__).parents[2]
IN_DOCS = ROOT / "docs"
TO_LOOK_AT = ROOT / "test-artifacts"


async def keep_picture(page: Page, name: str) -> None:
    """Write the README's picture when it is asked for or missing: `make test` leaves a clean tree."""
    target = IN_DOCS / f"{name}.png"
    if os.environ.get("UPDATE_DOCS") or not target.exists():
        await _take(page, target)


async def show_picture(page: Page, name: str) -> None:
    """Write a picture that git ignores."""
    TO_LOOK_AT.mkdir(exist_ok=True)
    await _take(page, TO_LOOK_AT / f"{name}.png")


async def _take(page: Page, target: Path) -> None:
    # Nothing is under the mouse and nothing moves in a picture.
    await page.mouse.move(0, 0)
    await page.screenshot(path=target, animations="disabled", caret="hide")

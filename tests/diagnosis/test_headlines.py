"""A headline that reads a fact which is not there would give way to the cause's title, unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.load import knowledge

REPLIES = sorted(Path(__file__).with_name("replies").rglob("*.txt"))
TITLES = {
    f"{cause.title.rstrip('.')}.": cause.code
    for cause in (compiled.cause for compiled in knowledge().causes)
    if cause.title not in cause.headline
}


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_no_title_stands_where_a_headline_should(path: Path) -> None:
    assert not [TITLES[line] for line in path.read_text().splitlines() if line in TITLES]

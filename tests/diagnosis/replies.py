"""The words of replies as they are kept in `replies/`; `make replies` writes them anew, without a server."""

from __future__ import annotations

import os
from pathlib import Path

REPLIES = Path(__file__).with_name("replies")


def file_of(name: str, kind: str) -> Path:
    """Return where the words to a scenario or a log case are kept."""
    return REPLIES / kind / f"{name}.txt"


def expected(name: str, kind: str) -> str:
    """Return the words that are kept, or how to get them."""
    file = file_of(name, kind)
    return file.read_text(encoding="utf-8") if file.exists() else "(nothing is kept yet: make replies)"


def same_words(name: str, said: str, kind: str) -> None:
    """What is said is what is kept, letter by letter."""
    if os.environ.get("UPDATE_REPLIES"):
        file_of(name, kind).parent.mkdir(parents=True, exist_ok=True)
        file_of(name, kind).write_text(said, encoding="utf-8")
    assert said == expected(name, kind), "is the new wording right? `make replies` keeps it"

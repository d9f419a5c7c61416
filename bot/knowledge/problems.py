"""Keeping the mistakes of a run, so that a person sees all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from bot.errors import KnowledgeError

FEW = 15  # so many names are listed where none of them is near


class Problems:
    """The mistakes found so far."""

    def __init__(self) -> None:
        self._found: list[KnowledgeError] = []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep a mistake that is raised within, and go on after it."""
        try:
            yield
        except KnowledgeError as mistake:
            self._found.append(mistake)

    def tell(self) -> None:
        """Raise what was found as one KnowledgeError; nothing when there is nothing."""
        if not self._found:
            return
        first, *others = self._found
        raise KnowledgeError(
            first.message, file=first.file, line=first.line, suggestion=first.suggestion, others=others
        )


def near(name: str, known: Iterable[str]) -> str:
    """Return the suggestion for a name that is not known: the nearest one, else all where they are few."""
    names = sorted(known)
    found = get_close_matches(name, names, n=1)
    if found:
        return f"did you mean `{found[0]}`?"
    return f"one of {', '.join(names)}" if 0 < len(names) <= FEW else ""

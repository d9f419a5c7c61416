"""What follows a guide or a diagnosis: the same for another limit, which release mends it, all is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.book import Book
from bot.engine.causes import Cause
from bot.engine.facts import Case, Fact
from bot.reading import Reading
from bot.replies.markup import protect, spans
from bot.replies.reply import Reply

from .another import afresh
from .answering import option_named
from .remarks import plain

_SAME_FOR = re.compile(
    r"^\W*(?:(?:and|ok|so|but|also)\W+)*"
    r"(?:(?:what|how) about|(?:the )?same(?: thing| question)? (?:for|with|on)|for|with|on|in|and)? ?"
    r"(?:(?:the|an?|my|our|whole) )*([a-z() _-]{3,40}?)(?: limits?)?\W*$"
)
_MARKED = re.compile(
    r"^\W*(?:and\b|also\b|(?:what|how) about\b|(?:the )?same\b|(?:ok|so|but)\W+(?:and|what|for)\b)"
)
_RELEASE = re.compile(
    r"\b(?:version|release)s?\b.{0,40}\b(?:fix\w*|solv\w*|mend\w*|correct\w*|resolv\w*|repair\w*)\b"
    r"|\b(?:fixed|solved|resolved)\b.{0,40}\b(?:version|release)\b"
    r"|\b(?:does|would|will) (?:an? )?upgrad\w* (?:\w+ )?(?:help|fix)"
)
_BACK_TO = re.compile(
    r"^\W*(?:(?:and|ok|so|now|but|well|let's go|going)\W+)*back to (?:the|my|our) ([a-z ]{3,30}?)"
    r"(?: (?:problem|issue|one|thing|case))?\W*(?:$|[:,;.-])"
)
_STUCK = re.compile(r"\bstill (?:stuck|taken|full|held)\b")
_WISHES = ("wish_count", "wish_calls", "wish_seconds", "wish_decay", "wish_slots")
NO_RELEASE = "I know of no release that mends this by itself; the fix above does."
SAYS_DEAD = (
    "You say that nothing of it runs. I call a run dead when it ended or shows no sign of life any more; what"
    " Prefect says now stands here."
)


def same_for(case: Case, text: str, book: Book) -> Case | None:
    """Return the case that asks the same of the limit that "and for a deployment?" names."""
    said = plain(text)
    found = _SAME_FOR.match(said) if _MARKED.match(said) else None
    value = option_named(found[1], book.facts["mechanism"]) if found and case.value("symptom") else None
    if value is None or value == case.value("mechanism"):
        return None
    same = afresh(case, keep=("symptom", *_WISHES))
    return same.with_facts(
        [
            Fact("mechanism", value, "person"),
            Fact("hinted", [value], "person"),
            Fact("signatures", [], "person"),
        ]
    )


def same_note(case: Case, book: Book) -> str:
    """Say what the same is now asked of."""
    return f"Taken as a question about: {protect(book.mechanisms[case.value('mechanism')].title)}."


def back_to(case: Case, reading: Reading, book: Book) -> Case | None:
    """Return the case of the limit that "back to the tag" returns to; what was said of another is left."""
    found = _BACK_TO.match(plain(reading.text))
    value = option_named(found[1], book.facts["mechanism"]) if found else None
    if value is None or value == case.value("mechanism"):
        return None
    symptom = reading.value("symptom") or ("slots_stuck" if _STUCK.search(plain(reading.text)) else None)
    facts = [Fact("mechanism", value, "person"), Fact("hinted", [value], "person")]
    facts += [Fact("symptom", symptom, "person")] if symptom else []
    facts += [Fact("named", list(reading.names), "person")] if reading.names else []
    return afresh(case).with_facts([*facts, Fact("signatures", [], "person")])


def asks_for_a_release(text: str) -> bool:
    """Tell whether a text asks which release mends it."""
    return _RELEASE.search(plain(text)) is not None


def release_told(code: str, book: Book) -> Reply | None:
    """Say which release mends the cause that was named last; None when none was named."""
    cause = book.cause(code)
    if cause is None:
        return None
    lines = list(_releases(cause))
    return Reply("guide", spans(" ".join(lines) if lines else NO_RELEASE))


def _releases(cause: Cause) -> Iterator[str]:
    for side, name in (
        ("server", cause.versions.server_fixed_in),
        ("client", cause.versions.client_fixed_in),
    ):
        if name:
            where = "server" if side == "server" else "environment of your flows"
            yield f"Prefect {name} mends it, installed in the {where}."

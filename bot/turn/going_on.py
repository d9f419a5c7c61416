"""What follows a guide or a diagnosis: the same for another limit, which release mends it, all is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.book import Book
from bot.engine.causes import Cause
from bot.engine.decide import GUIDE_SYMPTOMS
from bot.engine.facts import Case, Fact
from bot.reading import Reading
from bot.reading.said_wishes import kind_named
from bot.replies.markup import protect, spans
from bot.replies.reply import Reply

from .another import afresh
from .answering import option_named
from .its_name import NAMES
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
_MOST_WORDS = 8
_WISHES = ("wish_count", "wish_calls", "wish_seconds", "wish_decay", "wish_slots")
NO_RELEASE = "I know of no release that mends this by itself; the fix above does."
SAYS_DEAD = (
    "You say that nothing of it runs. I call a run dead when it ended or shows no sign of life any more; what"
    " Prefect says now stands here."
)


def same_for(case: Case, reading: Reading, book: Book) -> Case | None:
    """Return the case that asks the same of the limit that "and for a deployment?" names."""
    said = plain(reading.text)
    if not case.value("symptom") or not _MARKED.match(said):
        return None
    found = _SAME_FOR.match(said)
    value = option_named(found[1], book.facts["mechanism"]) if found else _kind_asked_of(case, reading)
    if value is None or value == case.value("mechanism"):
        return None
    names = [Fact(each.name, each.value, "person") for each in reading.statements if each.name in NAMES]
    named = [Fact("named", list(reading.names), "person")] if reading.names else []
    same = afresh(case, keep=("symptom", *_WISHES))
    return same.with_facts(
        [
            *names,
            *named,
            Fact("mechanism", value, "person"),
            Fact("hinted", [value], "person"),
            Fact("signatures", [], "person"),
        ]
    )


def _kind_asked_of(case: Case, reading: Reading) -> str | None:
    """Return the kind of what "and for pool k8s?" names after a guide."""
    few = len(reading.text.split()) <= _MOST_WORDS and case.value("symptom") in GUIDE_SYMPTOMS
    only_names = not (reading.value("symptom") or reading.value("signatures"))
    return (kind_named(reading.text) or None) if few and only_names else None


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

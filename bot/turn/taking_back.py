"""What a person said and a cause rests on, taken back: "no I checked, it's on the task"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.engine.book import Book
from bot.engine.facts import Case, Fact
from bot.engine.verdicts import Verdict, judge_all
from bot.reading import Reading

from .heard import REMARK
from .next_fix import code_of
from .remarks import plain

_DENIES = re.compile(
    r"^\W*(?:(?:no|nope|nah|actually|sorry|oops|wait|correction|wrong|hm+|my (?:bad|mistake))\b[\s,.:;!–-]*)+"
    r"(?:(?:i|we)(?:'ve| have)? (?:just |double[- ]?)?(?:checked|looked)"
    r"(?: (?:again|it|that|twice))?[\s,.:;!–-]*"
    r"(?:and |that )?)?"
    r"(?:(?:it|that|this|they|those|the|my|our|all|its)\b|(?:i|we) (?:was|were) (?:wrong|mistaken))"
)
_STATES = re.compile(r"\b(?:is|isn't|are|aren't|was|wasn't|were|weren't|has|have)\b|'s\b|'re\b")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The case without what was taken back, and the person's own words for it."""

    case: Case
    words: tuple[str, ...]


def taken_back(case: Case, reading: Reading, book: Book) -> TakenBack | None:
    """Return the case without the words that the cause named last rests on, where a text denies them."""
    said, code = plain(reading.text), code_of(case)
    told = reading.value("signatures") or reading.value("symptom") or reading.value("mechanism")
    if not code or told or "?" in said or len(said.split()) > REMARK:
        return None
    if not (_DENIES.match(said) and _STATES.search(said)):
        return None
    rests_on = {
        name for verdict in judge_all(case, book) if _is_it(verdict, code) for name in _said(verdict, case)
    }
    fact = case.facts.get("signatures")
    if not rests_on or fact is None:
        return None
    left = [name for name in fact.value if name not in rests_on]
    kept = {name: quote for name, quote in fact.quotes.items() if name in left}
    words = tuple(dict.fromkeys(fact.quotes[name][1] for name in fact.value if name in rests_on))
    without: Fact = replace(fact, value=left, quotes=kept)
    bare = case.without(["signatures"]).with_facts([without])
    return TakenBack(replace(bare, told=(), subjects=(), looked=frozenset()), words)


def _is_it(verdict: Verdict, code: str) -> bool:
    return verdict.cause.code == code and verdict.status == "confirmed" and verdict.subject is None


def _said(verdict: Verdict, case: Case) -> Iterator[str]:
    """Yield the signatures in a person's own words that the evidence of a verdict names."""
    for name, (source, _) in case.facts["signatures"].quotes.items():
        if source == "person" and any(f"'{name}'" in each.condition.when for each in verdict.evidence):
            yield name

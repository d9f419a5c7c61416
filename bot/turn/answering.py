"""Which answer to the question asked last a text gives, in whatever words; None where it gives none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.engine.causes import FactDefinition, Option

from .about_else import guesses, is_about_else, is_unknown, with_counts
from .clauses import Clause, clauses_in, without_question, words_of
from .comparing import COUNTS, compared
from .option_words import NO, NOT, YES, OptionWords, content_of, others_of, spelled, without_lead
from .remarks import plain, shrugs
from .yes_or_no import yes_or_no

_PLACES: Mapping[str, int] = {
    **dict.fromkeys(("first", "1st", "former", "top"), 0),
    **dict.fromkeys(("second", "2nd", "middle"), 1),
    **dict.fromkeys(("third", "3rd"), 2),
    **dict.fromkeys(("fourth", "4th"), 3),
    **dict.fromkeys(("fifth", "5th"), 4),
    **dict.fromkeys(("last", "latter", "bottom"), -1),
}
_NO_OPTION = re.compile(
    r"^\W*(?:(?:it'?s |that'?s )?(?:both|neither|none|all)(?: of (?:them|these|those|the above))?"
    r"|something else|others?|(?:the )?other|n/?a|nothing|mixed|it depends|depends)\W*$"
)
_ASKS = re.compile(
    r"^(?:what|why|how|where|which|when|who|is|does|do|did|can|could|should|will)\b[^\n]*\?\s*$"
)
_RELEASE = re.compile(r"v?(\d\.\d{1,2}(?:\.\d{1,3})?(?:[a-z]{1,3}\d{0,3})?)(?:\.x)?$")
_BESIDE_A_RELEASE_WORDS = """
version release v x something flows client image runs run server still
"""
_BESIDE_A_RELEASE = frozenset(_BESIDE_A_RELEASE_WORDS.split())
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a text answers; `value` is None for "I don't know", `rest` is what else it says."""

    value: Any
    rest: str = ""


def answer_in(text: str, definition: FactDefinition) -> Chosen | None:
    """Return the answer that a text gives to a fact's question, or None when it gives none."""
    question = definition.question
    if question is None:
        return None
    text = without_question(text, question.prompt)
    said = plain(text)
    if not said or _ASKS.match(said):
        return None
    if shrugs(text) or _NO_OPTION.match(said):
        return Chosen(None)
    return _in_words(text, words_of(said), definition)


def _in_words(text: str, words: Sequence[str], definition: FactDefinition) -> Chosen | None:
    options = definition.question.options if definition.question else ()
    if not words or len(words) > _MOST_WORDS:
        return None
    if (placed := _by_place(words, definition, options)) is not None:
        return Chosen(placed)
    if definition.fact == COUNTS and (told := compared(_stated(text))):
        mistaken = told == "fewer" and words[0] in YES  # "yes, more runs than slots"
        return None if mistaken else Chosen(int(told == "more"))
    return _by_clause(text, definition) or (Chosen(None) if is_unknown(" ".join(words)) else None)


def _stated(text: str) -> str:
    return ", ".join(
        clause.text for clause in clauses_in(text) if not clause.asks and not is_unknown(_bare(clause.text))
    )


def _bare(text: str) -> str:
    return " ".join(words_of(plain(text)))


def _by_clause(text: str, definition: FactDefinition) -> Chosen | None:
    """Return the one option that some clause states and no other clause denies."""
    clauses = clauses_in(text)
    named = [(number, _named(number, clauses, definition)) for number in range(len(clauses))]
    stated = [(number, value) for number, value in named if value is not None]
    if not stated and clauses and not clauses[0].asks:  # what a "no" is followed by tells more than the "no"
        agreed = yes_or_no(clauses[0].text, [each.text for each in clauses[1:]], definition)
        stated = [(0, agreed)] if agreed is not None else []
    if len({str(value) for _, value in stated}) == 1:
        number, value = stated[0]
        others = [
            each.text
            for place, each in enumerate(clauses)
            if place != number and not each.asks and _adds(each.text, value, definition)
        ]
        return Chosen(value, ", ".join(others).strip())
    guessed = any(_option(clause.text, definition) is not None for clause in clauses if _is_doubted(clause))
    return Chosen(None) if guessed and not stated else None


def _is_doubted(clause: Clause) -> bool:
    return guesses(_bare(clause.text)) or is_unknown(_bare(clause.text))


def _named(number: int, clauses: Sequence[Clause], definition: FactDefinition) -> Any | None:
    clause = clauses[number]
    if clause.asks:
        return _left_beside(clause, clauses[number + 1 :], definition)
    return option_named(clause.text, definition)


def _left_beside(clause: Clause, more: Sequence[Clause], definition: FactDefinition) -> Any | None:
    """Return what is left of two options when "cloud? no" denies one."""
    denied = _denial(clause, more)
    return option_named(denied, definition) if denied else None


def _denial(clause: Clause, more: Sequence[Clause]) -> str:
    """Put "cloud? no" as "not cloud"; nothing where what follows does not deny."""
    answered = words_of(plain(more[0].text))[:1] if more else []
    return f"not {clause.text}" if answered and answered[0] in NO else ""


def _adds(clause: str, value: Any, definition: FactDefinition) -> bool:
    """Tell whether a clause says more than the chosen option's own words."""
    options = definition.question.options if definition.question else ()
    own = {word for option in options if option.value == value for word in OptionWords(option).all}
    return not set(content_of(words_of(plain(clause)))) <= own


def option_named(text: str, definition: FactDefinition) -> Any | None:
    """Return the value of the one option that these few words name, or a release; None when none is."""
    bare = _bare(text)
    if is_unknown(bare) or guesses(bare) or is_about_else(bare, definition.fact):
        return None
    if definition.fact == COUNTS:  # both options have the same words, in another order
        told = compared(text)
        return int(told == "more") if told else None
    return _option(text, definition)


def _option(text: str, definition: FactDefinition) -> Any | None:
    told = _told(text, definition)
    if not told:
        return None
    if definition.fact.endswith("_version") and (release := _release(told)):
        return release
    vocabulary = _vocabulary(definition)
    if len(whole := [each for each in vocabulary if each.is_exactly(told)]) == 1:
        return whole[0].option.value
    if denying := [each for each in vocabulary if each.denies_in_its_name(told)]:
        return denying[0].option.value if len(denying) == 1 else None
    if _first_not(told) is not None:
        denied = _denied(told, vocabulary)
        left = [each for each in vocabulary if each is not denied]
        return left[0].option.value if denied and len(left) == 1 else None
    named = [each for each in vocabulary if each.named_by(told, others_of(each, vocabulary))]
    return named[0].option.value if len(named) == 1 else None


def option_denied(text: str, definition: FactDefinition) -> Option | None:
    """Return the one of several options that a text denies and nothing in it states, such as "no redis"."""
    clauses, vocabulary = clauses_in(text), _vocabulary(definition)
    for number, clause in enumerate(clauses):
        said = _denial(clause, clauses[number + 1 :]) if clause.asks else clause.text
        denied = _denied(_told(said, definition), vocabulary)
        if denied and not is_unknown(_bare(clause.text)):
            return denied.option
    return None


def asks_about(text: str, definition: FactDefinition) -> bool:
    """Tell whether a text asks back whether one of the options is so: "did the server restart?"."""
    asked = [clause.text for clause in clauses_in(text)[-1:] if clause.asks]
    return any(_option(each, definition) is not None for each in asked)


def is_option(text: str, value: Any, definition: FactDefinition) -> bool:
    """Tell whether these words are a whole name of the option with this value, not a part of one."""
    told = _told(text, definition)
    return any(each.option.value == value and each.is_exactly(told) for each in _vocabulary(definition))


def _vocabulary(definition: FactDefinition) -> list[OptionWords]:
    return [OptionWords(option) for option in (definition.question.options if definition.question else ())]


def _told(text: str, definition: FactDefinition) -> list[str]:
    words = without_lead(words_of(plain(with_counts(text, definition.fact))))
    vocabulary = _vocabulary(definition)
    return [spelled(word, vocabulary) for word in words]


def _first_not(told: Sequence[str]) -> int | None:
    return next((place for place, word in enumerate(told) if word in NOT), None)


def _denied(told: Sequence[str], vocabulary: Sequence[OptionWords]) -> OptionWords | None:
    """Return the option whose whole name stands after a "not", else before it."""
    place = _first_not(told)
    if place is None:
        return None
    for part in (told[place + 1 :], told[:place]):
        named = [
            each
            for each in vocabulary
            if each.is_exactly(part) or each.holds_a_name(part, others_of(each, vocabulary))
        ]
        if len(named) == 1:
            return named[0]
    return None


def _release(words: Sequence[str]) -> str | None:
    """Return the release, when the words say nothing else."""
    found = [match[1] for word in words if (match := _RELEASE.match(word))]
    others = [word for word in content_of(words) if not _RELEASE.match(word)]
    return found[0] if len(found) == 1 and set(others) <= _BESIDE_A_RELEASE else None


def _by_place(words: Sequence[str], definition: FactDefinition, options: Sequence[Option]) -> Any | None:
    """Return the option of "the second one", "option 2" or "2"; a number that may be a value is none."""
    content = content_of(words)
    if len(content) != 1:
        return None
    [word] = content
    if word in _PLACES:
        place = _PLACES[word]
        return options[place].value if place < len(options) else None
    if not word.isdigit() or len(word) > 2:
        return None
    place = int(word)
    spoken = "option" in words or "number" in words or "nr" in words
    digits = any(each.isdigit() for option in options for each in option.label)
    # A bare number may be the count that was asked about, or a part of a release.
    if not spoken and (digits or definition.type in {"int", "number"}):
        return None
    return options[place - 1].value if 0 < place <= len(options) else None

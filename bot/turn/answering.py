"""Which answer to the question asked last a text gives, in whatever words; None where it gives none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA

from bot.engine.causes import FactDefinition, Option
from bot.reading.common_words import is_common

from .remarks import plain, shrugs

_WORD = re.compile(r"[^\W_]+(?:[.][^\W_]+)*")
_CLAUSE = re.compile(r"[,;:\n()]+|[.!?]+(?=\s|$)|\s(?:and|but|though|because|while|–|-)\s")
_FILLERS_WORDS = """
it its is i we were are am im the a an our my in on at of think guess believe probably that thats
this there use uses using have has got be should must would say says option answer one please um so
well ok okay just only from to for by prefect number nr choose pick take go with looks like fits
best seems those they them was been being definitely surely sure certainly actually really maybe
mostly here ours keep kept keeps stored store
"""
_FILLERS = frozenset(_FILLERS_WORDS.split())
_YES_WORDS = """
yes yep yeah yup ya aye correct right true indeed exactly affirmative y sure
"""
_YES = frozenset(_YES_WORDS.split())
_NO_WORDS = """
no nope nah false negative n
"""
_NO = frozenset(_NO_WORDS.split())
_LOOKED = frozenset({"checked", "looked", "counted", "compared", "same", "equal", "match", "matches"})
_YES_OR_NO = _YES | _NO  # they name no option by themselves
_NOT_WORDS = """
not no isnt arent dont doesnt didnt wasnt werent never none without neither nor
"""
_NOT = frozenset(_NOT_WORDS.split())
_PLACES: Mapping[str, int] = {
    **dict.fromkeys(("first", "1st", "former", "top"), 0),
    **dict.fromkeys(("second", "2nd", "middle"), 1),
    **dict.fromkeys(("third", "3rd"), 2),
    **dict.fromkeys(("fourth", "4th"), 3),
    **dict.fromkeys(("fifth", "5th"), 4),
    **dict.fromkeys(("last", "latter", "bottom"), -1),
}
_UNKNOWN = re.compile(
    r"\b(?:dunno|dont know|do not know|idk|no (?:idea|clue)|not sure|unsure|unknown|cant (?:tell|say|see)"
    r"|cannot (?:tell|say|see)|can not (?:tell|say|see)|hard to (?:say|tell)|who knows|beats me|skip|pass"
    r"|no answer|not certain|have not checked|havent checked|would have to (?:check|ask)|someone else)\b"
)
_NO_OPTION = re.compile(
    r"^\W*(?:(?:it'?s |that'?s )?(?:both|neither|none|all)(?: of (?:them|these|those|the above))?"
    r"|something else|others?|(?:the )?other|n/?a|nothing|mixed|it depends|depends)\W*$"
)
# What was done about it is no answer to how it came about.
_REMEDY = re.compile(r"\b(?:already|tried|have tried|as a fix|to fix (?:it|this))\b")
_ASKS = re.compile(r"^(?:what|why|how|where|which|when|who|is|does|do|can|could|should|will)\b[^\n]*\?\s*$")
_RELEASE = re.compile(r"v?(\d\.\d{1,2}(?:\.\d{1,3})?(?:[a-z]{1,3}\d{0,3})?)(?:\.x)?$")
_MOST_LEFT_OVER = 4
_MOST_WORDS = 40
_TELLING = 4  # letters from which a single word can name an option


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a text answers; `value` is None for "I don't know", `rest` is what else it says."""

    value: Any
    rest: str = ""


def answer_in(text: str, definition: FactDefinition) -> Chosen | None:
    """Return the answer that a text gives to a fact's question, or None when it gives none."""
    question = definition.question
    said = plain(text)
    if question is None or not said or _ASKS.match(said):
        return None
    if shrugs(text) or _NO_OPTION.match(said):
        return Chosen(None)
    words = words_of(said)
    if not words or len(words) > _MOST_WORDS:
        return None
    if (placed := _by_place(words, definition, question.options)) is not None:
        return Chosen(placed)
    return _by_clause(text, definition) or (Chosen(None) if _UNKNOWN.search(" ".join(words)) else None)


def _by_clause(text: str, definition: FactDefinition) -> Chosen | None:
    clauses = clauses_of(text)
    for number, clause in enumerate(clauses):
        value = option_named(clause, definition)
        if value is None and number == 0:
            value = _yes_or_no(clause, clauses[1:], definition)
        if value is not None:
            others = [
                each for each in [*clauses[:number], *clauses[number + 1 :]] if _adds(each, value, definition)
            ]
            return Chosen(value, ", ".join(others).strip())
    return None


def clauses_of(text: str) -> list[str]:
    """Return the parts of a text that may each answer something."""
    return [clause for clause in _CLAUSE.split(text) if clause.strip()]


def _adds(clause: str, value: Any, definition: FactDefinition) -> bool:
    """Tell whether a clause says more than the chosen option's own words."""
    options = definition.question.options if definition.question else ()
    own = {word for option in options if option.value == value for word in _Words(option).all}
    return not set(_content(words_of(plain(clause)))) <= own


def option_named(text: str, definition: FactDefinition) -> Any | None:
    """Return the value of the one option that these few words name, or a release; None when none is."""
    words = words_of(plain(text))
    options = definition.question.options if definition.question else ()
    if not words or _REMEDY.search(" ".join(words)) or _UNKNOWN.search(" ".join(words)):
        return None
    if definition.fact.endswith("_version") and (release := _release(words)):
        return release
    vocabulary = [_Words(option) for option in options]
    told = [word if _negates(word) else _spelled(word, vocabulary) for word in _without_lead(words)]
    if len(whole := [each for each in vocabulary if each.is_exactly(told)]) == 1:
        return whole[0].option.value
    denied = next((place for place, word in enumerate(told) if word in _NOT), None)
    if denied is not None:
        return _left_after(told[denied + 1 :], vocabulary)
    named = [each for each in vocabulary if each.named_by(told, _others(each, vocabulary))]
    return named[0].option.value if len(named) == 1 else None


def option_denied(text: str, definition: FactDefinition) -> Option | None:
    """Return the one of several options that a few words deny, such as "no redis"."""
    words = words_of(plain(text))
    denied = next((place for place, word in enumerate(words) if word in _NOT), None)
    if denied is None or _UNKNOWN.search(" ".join(words)) or definition.question is None:
        return None
    value = option_named(" ".join(words[denied + 1 :]), definition)
    return next((option for option in definition.question.options if option.value == value), None)


def _without_lead(words: list[str]) -> list[str]:
    """Leave out the "no" of "no, it's the flow's log": it answers what was thought, not what was asked."""
    leads = len(words) > 2 and words[0] in {"no", "nope", "nah"} and words[1] in _FILLERS
    return words[1:] if leads else words


def words_of(said: str) -> list[str]:
    """Return the words of a text in lower case, without apostrophes."""
    return _WORD.findall(said.replace("'", ""))


class _Words:
    """The words of one option: of its value, its label and its other names."""

    def __init__(self, option: Option) -> None:
        self.option = option
        names = [str(option.value), option.label, *re.split(r"[,(]", option.label), *option.words]
        told = (words_of(name.casefold().replace("_", " ")) for name in names)
        self.names = [found for found in told if found and not _YES_OR_NO.issuperset(found)]
        self.all = {word for name in self.names for word in name} | {"".join(name) for name in self.names[:1]}

    def is_exactly(self, told: Sequence[str]) -> bool:
        """Tell whether these words are one of its names, fillers aside."""
        return bool(_content(told)) and any(_content(told) == _content(name) for name in self.names)

    def named_by(self, told: Sequence[str], others: set[str]) -> bool:
        """Tell whether these words name this option; `others` are the words of the other options."""
        content = _content(told)
        if self.is_exactly(told):
            return True
        own = [
            w for w in content if w in self.all and w not in others and (len(w) >= _TELLING or w.isdigit())
        ]
        if own and all(word in self.all for word in content):
            return True
        return any(self._holds(name, told, content, others) for name in self.names)

    def _holds(self, name: Sequence[str], told: Sequence[str], content: list[str], others: set[str]) -> bool:
        inner = _content(name)
        if not set(inner) - others or not _runs_in(name, told):
            return False
        alone = len(inner) == 1
        if alone and len(inner[0]) < _TELLING - 1:
            return False
        return len(content) - len(inner) <= _MOST_LEFT_OVER // (2 if alone else 1)


def _content(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _FILLERS]


def _others(own: _Words, vocabulary: Sequence[_Words]) -> set[str]:
    return {word for each in vocabulary if each is not own for word in each.all}


def _runs_in(name: Sequence[str], told: Sequence[str]) -> bool:
    """Tell whether a name stands in what was told, word by word."""
    size = len(name)
    return any(list(told[at : at + size]) == list(name) for at in range(len(told) - size + 1))


def _negates(word: str) -> bool:
    return word in _NOT or word in _FILLERS


def _spelled(word: str, vocabulary: Sequence[_Words]) -> str:
    """Return the option's word that this one misspells by one or two letters, else the word."""
    known = {each for words in vocabulary for each in words.all}
    if word in known or len(word) < _TELLING or is_common(word):
        return word
    most = 1 if len(word) < 7 else 2
    near = sorted((OSA.distance(word, each), each) for each in known if len(each) >= _TELLING)
    best = [each for distance, each in near if distance <= most and distance == near[0][0]]
    return best[0] if len(best) == 1 else word


def _left_after(denied: Sequence[str], vocabulary: Sequence[_Words]) -> Any | None:
    """Return the only option that is left when the named one is denied."""
    left = [each for each in vocabulary if not each.named_by(denied, _others(each, vocabulary))]
    return left[0].option.value if len(left) == 1 and len(vocabulary) == 2 else None


def _release(words: Sequence[str]) -> str | None:
    """Return the release, when the words say nothing else."""
    found = [match[1] for word in words if (match := _RELEASE.match(word))]
    others = [word for word in _content(words) if not _RELEASE.match(word)]
    spare = {
        "version",
        "release",
        "v",
        "x",
        "something",
        "flows",
        "client",
        "image",
        "runs",
        "run",
        "server",
        "still",
    }
    return found[0] if len(found) == 1 and set(others) <= spare else None


def _yes_or_no(clause: str, more: Sequence[str], definition: FactDefinition) -> Any | None:
    words = words_of(plain(clause))
    options = definition.question.options if definition.question else ()
    wanted = "yes" if words[:1] and words[0] in _YES else "no" if words[:1] and words[0] in _NO else ""
    if not wanted or _UNKNOWN.search(" ".join(words)) or _REMEDY.search(" ".join(words)):
        return None
    if wanted == "no" and not _speaks_of(" ".join([*words[1:], *more]), definition):
        return None
    found = [
        option
        for option in options
        if option.value is (wanted == "yes") or words_of(option.label.casefold())[:1] == [wanted]
    ]
    return found[0].value if len(found) == 1 else None


def _speaks_of(more: str, definition: FactDefinition) -> bool:
    """Tell whether what follows a "no" is about what was asked: else it denies something else.

    "no, none were started by hand" denies no count of slots; a bare "no" does.
    """
    question, content = definition.question, _content(words_of(plain(more)))
    if question is None or not content:
        return question is not None
    asked = {word for text in (question.prompt, question.where) for word in words_of(plain(text))}
    own = {word for option in question.options for word in _Words(option).all}
    return any(word in _LOOKED or (word in own | asked and len(word) >= _TELLING) for word in content)


def _by_place(words: Sequence[str], definition: FactDefinition, options: Sequence[Option]) -> Any | None:
    """Return the option of "the second one", "option 2" or "2"; a number that may be a value is none."""
    content = _content(words)
    if len(content) != 1:
        return None
    [word] = content
    if word in _PLACES:
        place = _PLACES[word]
        return options[place].value if place < len(options) else None
    if not word.isdigit() or len(word) > 2:
        return None
    by_value = next((option.value for option in options if str(option.value) == word), None)
    place = int(word)
    by_place = options[place - 1].value if 0 < place <= len(options) else None
    spoken = "option" in words or "number" in words or "nr" in words
    digits = any(each.isdigit() for option in options for each in option.label)
    if spoken or not (digits or definition.type in {"int", "number"}):
        return by_place
    return by_value if by_place in {by_value, None} else None

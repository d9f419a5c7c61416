"""The words of a question's options, and which of them a few words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.engine.causes import Option
from bot.reading.common_words import is_common

from .clauses import words_of

_FILLERS_WORDS = """
it its is i we were are am im the a an our my in on at of think guess believe probably that thats
this there use uses using have has got be should must would say says option answer one please um so
well ok okay just only from to for by prefect number nr choose pick take go with looks like fits
best seems those they them was been being definitely surely sure certainly actually really maybe
mostly here ours keep kept keeps stored store did now line
"""
_FILLERS = frozenset(_FILLERS_WORDS.split())
_YES_WORDS = """
yes yep yeah yup ya aye correct right true indeed exactly affirmative y sure
"""
YES = frozenset(_YES_WORDS.split())
_NO_WORDS = """
no nope nah false negative n
"""
NO = frozenset(_NO_WORDS.split())
_YES_OR_NO = YES | NO  # they name no option by themselves
_NOT_WORDS = """
not no isnt arent dont doesnt didnt wasnt werent hasnt havent hadnt never none without neither nor nothing
"""
NOT = frozenset(_NOT_WORDS.split())
_MOST_LEFT_OVER = 4
_SHORT_KEYS = frozenset({"flow", "task", "pool"})  # told apart even when a letter is missing
TELLING = 4  # letters from which a single word can name an option


class OptionWords:
    """The words of one option: of its value, its label and its other names."""

    def __init__(self, option: Option) -> None:
        self.option = option
        value = [option.value] if isinstance(option.value, str) else []
        names = [*value, option.label, *re.split(r"[,(]", option.label), *option.words]
        told = (words_of(name.casefold().replace("_", " ")) for name in names)
        self.names = [found for found in told if found and not _YES_OR_NO.issuperset(found)]
        self.all = {word for name in self.names for word in name} | {"".join(name) for name in self.names[:1]}

    def is_exactly(self, told: Sequence[str]) -> bool:
        """Tell whether these words are one of its names, fillers aside."""
        content = content_of(told)
        if not content:  # "it's ours"
            return any(not content_of(name) and set(name) <= set(told) for name in self.names)
        return any(content == content_of(name) for name in self.names)

    def named_by(self, told: Sequence[str], others: set[str]) -> bool:
        """Tell whether these words name this option; `others` are the words of the other options."""
        content = content_of(told)
        if self.is_exactly(told):
            return True
        own = [w for w in content if w in self.all and w not in others and (len(w) >= TELLING or w.isdigit())]
        if own and all(word in self.all for word in content):
            return True
        return self.holds_a_name(told, others) or self._ends(told)

    def _ends(self, told: Sequence[str]) -> bool:
        """Tell whether one of its names of small words alone ends these few: "the limit is on"."""
        few = len(content_of(told)) < _MOST_LEFT_OVER // 2
        small = [name for name in self.names if not content_of(name) and len(name) > 1]
        return few and any(list(told[-len(name) :]) == name for name in small)

    def holds_a_name(self, told: Sequence[str], others: set[str]) -> bool:
        """Tell whether one of its whole names stands in these words, with little beside it."""
        return any(_holds(content_of(name), content_of(told), others) for name in self.names)

    def denies_in_its_name(self, told: Sequence[str]) -> bool:
        """Tell whether a name such as "not set" stands in these words: its "not" denies nothing."""
        return any(not NOT.isdisjoint(name) and runs_in(name, told) for name in self.names)


def _holds(name: list[str], content: list[str], others: set[str]) -> bool:
    if not set(name) - others or not runs_in(name, content):
        return False
    alone = len(name) == 1
    if alone and len(name[0]) < TELLING - 1:
        return False
    return len(content) - len(name) <= _MOST_LEFT_OVER // (2 if alone else 1)


def content_of(words: Iterable[str]) -> list[str]:
    """Return the words that tell something."""
    return [word for word in words if word not in _FILLERS]


def others_of(own: OptionWords, vocabulary: Sequence[OptionWords]) -> set[str]:
    """Return the words of all options but one."""
    return {word for each in vocabulary if each is not own for word in each.all}


def runs_in(name: Sequence[str], told: Sequence[str]) -> bool:
    """Tell whether a name stands in what was told, word by word."""
    size = len(name)
    return any(list(told[at : at + size]) == list(name) for at in range(len(told) - size + 1))


def spelled(word: str, vocabulary: Sequence[OptionWords]) -> str:
    """Return the option's word that this one misspells by one or two letters, else the word."""
    if any(letter.isdigit() for letter in word):  # a release or a count is what it is
        return word
    known = {each for words in vocabulary for each in words.all}
    if word in known | NOT | _FILLERS or len(word) < TELLING - 1 or is_common(word):
        return word
    most = 1 if len(word) < 7 else 2
    near = sorted((OSA.distance(word, each), each) for each in known if len(each) >= TELLING)
    best = [each for distance, each in near if distance <= most and distance == near[0][0]]
    found = best[0] if len(best) == 1 else word
    return found if len(word) >= TELLING or found in _SHORT_KEYS else word


def without_lead(words: list[str]) -> list[str]:
    """Leave out the "no" of "no, it's the flow's log": it answers what was thought, not what was asked."""
    leads = len(words) > 2 and words[0] in {"no", "nope", "nah"} and words[1] in _FILLERS
    return words[1:] if leads else words

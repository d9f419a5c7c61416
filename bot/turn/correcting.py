"""Corrections: "sorry, it's 3.6 not 3.4", "I meant the queue, not the pool", "actually we're on Cloud"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from bot.engine.book import Book
from bot.engine.facts import Case, Fact
from bot.engine.said_names import NAMED_BY
from bot.reading import Reading
from bot.reading.said_wishes import kind_named

from .answering import is_option, option_named
from .its_name import NAMES, only_name
from .remarks import plain

_MOST_WORDS = 40
_LEAD = re.compile(
    r"(?i)^\W*(?:(?:oh|ah|oops|ups|wait|hm+|well|ok(?:ay)?|sorry|pardon|apologies|my (?:bad|mistake|fault)"
    r"|correction|scratch that|(?:i|we) (?:was|were) wrong|typo|actually|no|nope|(?:i"
    r"|we) (?:actually )?mean[t]?)\b[\s,.:;!–-]*)+"
)
_MARK = re.compile(
    r"^\W*(?:sorry|oops|ups|pardon|apologies|correction|scratch that|typo|no,? (?:it|i|we|that|the|sorry|not"
    r"|wait|actually)|wait[,.!]? (?:no|it|i|we|sorry|actually))\b|\b(?:i|we) (?:actually )?meant?\b"
    r"|\bactually\b|\bcorrection\b"
    r"|\b(?:i|we) (?:was|were) (?:wrong|mistaken)\b|\bmisspoke\b|\bmy (?:bad|mistake|fault)\b|\btypo\b"
    r"|\binstead of\b"
)
_DENIED = re.compile(
    r"(?i)[,;]?\s*(?:\band |\bbut )?(?:\bnot|\binstead of|\brather than|\bisn'?t|\baren'?t|\bwasn'?t"
    r"|\bweren'?t)\s+([^,;:!?\n]{1,40}?)(?=\s*(?:[,;!?\n]|\.(?:\s|$)|\bbut\b|\bit'?s\b|\bwe'?re\b|$))"
    r"(?:\W{0,3}\bbut\b)?"
)
# One where several were spoken of: "only one replica" denies "several replicas".
_ONLY_ONE = re.compile(
    r"(?i)\b(?:(?:only|just|have|run|use|got|there is|there's|with) (?:a |an )?(?:one|1|single)|a single)"
    r" ((?:api |server |prefect )*[a-z]{3,20}?)s?\b"
)
_IT_IS = re.compile(
    r"(?i)\b(?:it|that)(?:'s| is| was) (?!not\b|n't)(?:about |on )?(?:the |an? |my |our )?"
    r"([^,;:.!?\n]{1,40})"
)
_RELEASE = re.compile(r"(?<![\w.])v?(\d\.\d{1,2}(?:\.\d{1,3})?(?:[a-z]{1,3}\d{0,3})?)(?:\.x)?(?![\w.]*\d)")
_NAME = re.compile(r"[A-Za-z0-9][\w.:/-]*[A-Za-z0-9]")
_VERSIONS = ("client_version", "server_version")
# A word or two of these stand in many a text: only a whole option, or a text about limits, tells of them.
_NOT_BY_A_WORD = frozenset({"symptom", "hosting"})


class Read(Protocol):
    """Reads a text, as a later message of a talk or by itself."""

    def __call__(self, text: str, *, later: bool) -> Reading:
        """Return what the text says."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What takes the place of what was said, what is taken back, and what else the text says."""

    changed: Mapping[str, Any] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    rest: str = ""


def correction_in(text: str, case: Case, book: Book, read: Read) -> Correction | None:
    """Return what a text corrects of the facts of a case, or None when it corrects nothing."""
    said = plain(text)
    denied = [match[1] for match in _DENIED.finditer(text)]
    denied += [f"several {match[1]}s" for match in _ONLY_ONE.finditer(text)]
    if len(said.split()) > _MOST_WORDS or not (denied or _MARK.search(said)):
        return None
    rest = _LEAD.sub("", _ONLY_ONE.sub(" ", _DENIED.sub(" ", text))).strip(" ,.;")
    known = [name for name, fact in case.facts.items() if name in book.facts and fact.value is not None]
    marked = _MARK.search(said) is not None
    partly = _denied_facts(denied, case, book, known, exactly=False)
    instead = _stated_instead(text, _Said(rest, case, book, known, partly))
    if instead and instead.keys().isdisjoint(partly):
        return Correction(instead, (), rest)
    # "not the server" beside something else is no word on where Prefect runs.
    wholly = _denied_facts(denied, case, book, known, exactly=True)
    meant = [
        name for name in partly if name in wholly or ((marked or instead) and name not in _NOT_BY_A_WORD)
    ]
    if not meant and not marked:
        return None
    changed = _changed(_Said(rest, case, book, known, meant), read(rest, later=True))
    gone = tuple(name for name in meant if name not in changed)
    return Correction(changed, gone, rest) if changed or gone else None


def corrected(case: Case, correction: Correction) -> Case:
    """Put the new facts in the place of the old, and drop what was concluded from those."""
    names = {*correction.changed, *correction.gone}
    if names & {"mechanism", "named"}:
        names |= {"hinted", "words"}
    names |= {name for name, fact in case.facts.items() if fact.source == "live"}
    if "named" in correction.gone or {"named", "mechanism"} <= correction.changed.keys():
        names |= {name for name in NAMES if case.value(name) in (case.value("named") or ())}
    facts = [Fact(name, value, "person") for name, value in correction.changed.items()]
    facts += _renamed(case, correction.changed)
    if mechanism := correction.changed.get("mechanism"):
        facts.append(Fact("hinted", [mechanism], "person"))
    return case.without(names).with_facts(facts)


def _renamed(case: Case, changed: Mapping[str, Any]) -> list[Fact]:
    """Give the thing of the old name the new one, where one name takes the place of another."""
    old, new = case.value("named") or (), changed.get("named") or ()
    if "mechanism" in changed:  # the new one is of another kind
        return [Fact(NAMED_BY[changed["mechanism"]], new[0], "person")] if new else []
    return [
        Fact(name, new[0], "person")
        for name in NAMES
        if new and case.value(name) in old and name not in changed
    ]


def said_of(name: str, value: Any, book: Book) -> str:
    """Return a fact's value in the words a person knows."""
    definition = book.facts.get(name)
    options = definition.question.options if definition and definition.question else ()
    label = next((option.label for option in options if option.value == value), "")
    if name == "mechanism" and value in book.mechanisms:
        return book.mechanisms[value].title
    if name == "symptom" and value in book.symptoms:
        return label or book.symptoms[value].says.rstrip(".")
    return label or (", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _denied_facts(
    denied: Sequence[str], case: Case, book: Book, known: Sequence[str], *, exactly: bool
) -> list[str]:
    """Return the facts whose value is denied: of "not the db tag" the name, not that it is a tag."""
    meant = {
        words: [name for name in known if _is_value(words, name, case, book, exactly=exactly)]
        for words in denied
    }
    by_name = {words: ["named"] if "named" in names else names for words, names in meant.items()}
    return list(dict.fromkeys(name for names in by_name.values() for name in names))


def _is_value(words: str, name: str, case: Case, book: Book, *, exactly: bool) -> bool:
    value, bare = case.value(name), _NAME.findall(words)
    if name in _VERSIONS:
        release = _RELEASE.search(words)
        return release is not None and release[1] == value
    if name == "named":
        return bool({word.casefold() for word in bare} & {str(each).casefold() for each in value})
    if isinstance(value, bool | list | dict):
        return False
    if plain(words) == plain(str(value)):
        return True
    definition = book.facts[name]
    return is_option(words, value, definition) if exactly else option_named(words, definition) == value


@dataclass(frozen=True, slots=True)
class _Said:
    """A text without what it denies, and the known facts, those whose value it denies first."""

    rest: str
    case: Case
    book: Book
    known: Sequence[str]
    meant: Sequence[str]


def _changed(said: _Said, reading: Reading) -> dict[str, Any]:
    """Return the known facts that the text gives another value."""
    if numbers := _other_number(said):
        return numbers
    release = _RELEASE.search(said.rest)
    versions = [name for name in said.meant or said.known if name in _VERSIONS]
    if release and (versions or any(reading.value(name) for name in _VERSIONS)):
        return _other_release(release[1], versions, said, reading)
    if "named" in said.meant:
        names = list(reading.names) or only_name(said.rest)
        new = [name for name in names if name not in said.case.value("named")] or names
        kind = kind_named(said.rest) if new else ""
        other = kind and "mechanism" in said.known and kind != said.case.value("mechanism")
        return ({"named": new} | ({"mechanism": kind} if other else {})) if new else {}
    heard = [name for name in said.known if name not in {"signatures", "named", "symptom"} - {*said.meant}]
    stated = {name: reading.value(name) for name in heard}
    differs = {
        name: value for name, value in stated.items() if value is not None and value != said.case.value(name)
    }
    wanted = {**_by_option(said, leave_out=differs), **differs}
    if "mechanism" in wanted and "named" in said.known and reading.names:
        wanted["named"] = list(reading.names)
    return {name: value for name, value in wanted.items() if not said.meant or name in {*said.meant, "named"}}


_NUMBER = re.compile(r"(?<![\w./])(\d{1,6})(?![\w./%])")
_USED_OF = re.compile(r"(?<![\w./])(\d{1,6}) ?(?:/|of|out of) ?(\d{1,6})(?![\w./])")
_COUNTED = ("slots_used", "slot_limit")


def _other_number(said: _Said) -> dict[str, Any]:
    """Return "1, not 2" for every count that was 2, and "3/3" for the slots that were counted before."""
    if (of := _USED_OF.search(said.rest)) and all(name in said.known for name in _COUNTED):
        return {
            name: int(number)
            for name, number in zip(_COUNTED, of.groups(), strict=True)
            if said.case.value(name) != int(number)
        }
    counts = [name for name in said.meant if isinstance(said.case.value(name), int)]
    numbers = {int(number) for number in _NUMBER.findall(said.rest)}
    return dict.fromkeys(counts, numbers.pop()) if counts and len(numbers) == 1 else {}


def _stated_instead(text: str, said: _Said) -> dict[str, Any]:
    """Return what "the tag is not stuck, it's the pool" is about: not what it denies, but the limit."""
    stated = [match[1] for match in _IT_IS.finditer(text)] if said.meant else []
    each = (_by_option(replace(said, rest=words, meant=()), leave_out=()) for words in stated)
    return next((options for options in each if options), {})


def _other_release(release: str, versions: Sequence[str], said: _Said, reading: Reading) -> dict[str, Any]:
    stated = [name for name in _VERSIONS if reading.value(name) and name in said.known]
    denied = any(name in said.meant for name in versions)
    target = versions if denied else stated or versions[:1]
    return {name: release for name in target if said.case.value(name) != release}


def _by_option(said: _Said, leave_out: Iterable[str]) -> dict[str, Any]:
    """Return the one fact, known or asked for in vain, that these words give another of its options."""
    unknown = [name for name in said.case.asked if name in said.case.unavailable]
    names = dict.fromkeys((*reversed(said.case.asked), *said.known, *unknown))
    asked = [n for n in names if n not in leave_out and (n in said.known or n in unknown)]
    questions = [name for name in asked if said.book.facts[name].question]
    found = {name: _option_in(said.rest, name, said.book) for name in questions}
    named = {name: value for name, value in found.items() if value is not None}
    differs = {name: value for name, value in named.items() if value != said.case.value(name)}
    if len(differs) < len(named) and not said.meant:
        return {}  # it repeats what is known
    best = next((name for name in differs if name in said.meant), next(iter(differs), None))
    return {best: differs[best]} if best else {}


def _option_in(text: str, name: str, book: Book) -> Any | None:
    value = option_named(text, book.facts[name])
    whole = name not in _NOT_BY_A_WORD or is_option(text, value, book.facts[name])
    return value if whole else None

"""What a later message may tell of the limit, and what only how it is put seems to tell."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from bot.engine.decide import GUIDE_SYMPTOMS
from bot.engine.facts import Case
from bot.reading import Reading

from .another import is_said_so, refers_back
from .clauses import words_of
from .comparing import compared
from .correcting import Read
from .heard import REMARK
from .its_name import NAMES
from .option_words import NOT
from .remarks import plain, tells_what_was_done

SUBJECT = frozenset({"mechanism", "symptom"})
_COMMAND = re.compile(
    r"(?i)`?\bprefect (?:gcl|global-concurrency-limit|concurrency-limit|work-pool|work-queue|deployment)\b"
    r"(?: (?:inspect|ls|slots|preview))?`?"
)
_ONES = re.compile(r"(?i)\bones\b")  # what a talk about limits leaves unsaid


def in_its_terms(case: Case, reading: Reading, read: Read) -> Reading:
    """Read a further wish in a talk about how to set up a limit; what repeats itself says nothing new."""
    if refers_back(reading):
        return without(reading, SUBJECT - {case.pending})
    if case.value("mechanism") and _COMMAND.search(reading.text):
        reading = _without_its_command(case, reading, read)
    if case.value("symptom") not in GUIDE_SYMPTOMS:
        return reading
    wish = read(_ONES.sub("runs", reading.text), later=True)
    signatures = wish.value("signatures")
    wishes = isinstance(signatures, list) and any(str(name).startswith("wish_") for name in signatures)
    return without(wish, {"symptom"}) if wishes and not is_said_so(reading) else reading


def _without_its_command(case: Case, reading: Reading, read: Read) -> Reading:
    """Leave out what only a command that was run tells of the limit: `gcl inspect` shows any of them."""
    rest = read(_COMMAND.sub(" ", reading.text), later=True)
    gone = {name for name in SUBJECT if case.pending or rest.value(name) != reading.value(name)}
    return replace(without(reading, gone), mechanisms=rest.mechanisms)


def meant(reading: Reading, case: Case, read: Read) -> Reading:
    """Leave out what a remark seems to say of the limit: only a text about limits by itself tells which."""
    if reading.value("signatures") or not (tells_what_was_done(reading.text) or _is_aside(reading, read)):
        return reading
    pending = {case.pending} & SUBJECT
    wishes = _wishes(reading) - NAMES
    return replace(without(reading, (SUBJECT - pending) | wishes), mechanisms=(), symptoms=())


def beside_the_question(case: Case, reading: Reading) -> Reading:
    """Leave out the symptom that a few words beside an open question seem to tell."""
    names_a_limit = reading.value("mechanism") or reading.names or reading.run_reference
    pasted = any(each.name == "signatures" and each.source == "log" for each in reading.statements)
    said = len(reading.text.split())
    if not case.pending or said > REMARK or names_a_limit or pasted or is_said_so(reading):
        return reading
    denies = compared(reading.text) or _denies(reading.text)
    if reading.value("signatures") and not denies:
        return reading
    wishes = _wishes(reading) - NAMES
    gone = {"symptom", "signatures", *wishes} - {case.pending}
    return replace(without(reading, gone), mechanisms=(), symptoms=())


def _wishes(reading: Reading) -> set[str]:
    return {each.name for each in reading.statements if each.name.startswith("wish_")}


def _denies(text: str) -> bool:
    return not NOT.isdisjoint(words_of(plain(text)))


def stated_beside(reading: Reading, answered: Set[str]) -> Reading:
    """Return what a text states beside an answer; how it was put tells nothing of the limit."""
    told = without(reading, answered)
    facts = tuple(each for each in told.statements if not each.name.startswith("wish_"))
    return replace(told, statements=facts, mechanisms=(), symptoms=(), names=(), run_reference="")


def says_nothing(reading: Reading) -> bool:
    """Tell whether a message states and names nothing."""
    return not (reading.statements or reading.names or reading.mechanisms or reading.run_reference)


def _is_aside(reading: Reading, read: Read) -> bool:
    return bool(read(reading.text, later=False).problem)


def without(reading: Reading, names: Set[str]) -> Reading:
    """Leave statements out."""
    return replace(reading, statements=tuple(each for each in reading.statements if each.name not in names))

"""What a later message of a talk says: an answer, a correction, a remark, another problem, or more facts."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.book import Book
from bot.engine.facts import Case, Fact
from bot.reading import Reading
from bot.replies.markup import protect
from bot.replies.not_seen import DONT_KNOW

from . import asides
from .about_else import is_unknown
from .another import CARRIED, afresh, is_another, is_of_the_same, is_said_so, turns_to_another_limit
from .answering import Chosen, answer_in, option_denied, option_named
from .answers_beside_options import by_its_kind, counted
from .asked_on import asked_on
from .beside import SUBJECT, beside_the_question, in_its_terms, meant, says_nothing, stated_beside, without
from .clauses import words_of
from .comparing import COUNTS
from .correcting import Correction, Read, corrected, correction_in, said_of
from .denying import with_denied
from .following import follows
from .further_answers import also_answered
from .heard import REMARK, Heard
from .its_name import NAMES, renamed
from .no_worker import no_worker
from .other_number import other_number, other_wishes
from .remarks import Remark, did_not_help, plain, remark_of
from .taking_back import taken_back
from .understanding import understood

ANOTHER = "Taken as another problem."
_REFUSED = ("_invalid", "_refused")  # signatures of what Prefect says to a command or a number
_SHAPE, _ITS_LEASE = "lease_failure_shape", "So its lease was lost."
_SHORT = 4  # words; a longer text that is no answer is about something else


def hear(case: Case, reading: Reading, book: Book, read: Read) -> Heard:
    """Return what a later message of a talk asks for."""
    reading = in_its_terms(case, reading, read)
    remark: Remark = "" if _shows_more(case, reading) else remark_of(reading.text)
    for found in (
        _about_the_talk(remark, case, book),
        _about_the_fix(remark, case, book),
        _corrected(case, reading, book, read),
        _taken_back(case, reading, book),
        _answered(case, reading, book, read),
        _closing(remark, case, reading, book),
        _of_the_lease(case, reading, read),
        _answered_ahead(case, reading, book),
        follows(case, reading, book),
        _asked_on(case, reading, book, read),
    ):
        if found is not None:
            return found
    if _repeats(case, reading) and (reply := asides.reminded(case, book)):
        return Heard("say", case, reply)
    reading = beside_the_question(case, meant(reading, case, read))
    nothing = says_nothing(reading) and not any(no_worker(case, reading))
    if reading.problem or reading.small_talk or nothing:
        return _not_understood(case, reading, book)
    if case.told and did_not_help(reading.text) and not (is_said_so(reading) or _shows_more(case, reading)):
        return Heard("next", understood(case, without(reading, SUBJECT), {}))
    return _more(case, reading, book)


def _repeats(case: Case, reading: Reading) -> bool:
    """Tell whether a few words say only what is known of what is wrong."""
    told = [each for each in reading.statements if each.value != case.value(each.name)]
    few = len(reading.text.split()) <= REMARK and "?" not in reading.text
    return few and not told and reading.value("symptom") is not None and not reading.names


def _shows_more(case: Case, reading: Reading) -> bool:
    """Tell whether a message shows an error that was not shown before: the fix was refused."""
    found, known = reading.value("signatures"), case.value("signatures") or ()
    names = found if isinstance(found, list) else []
    return any(name.endswith(_REFUSED) and name not in known for name in names)


def _about_the_talk(remark: Remark, case: Case, book: Book) -> Heard | None:
    if remark == "start_over":
        fresh = Case(id=case.id, warned=case.warned)
        return Heard("say", fresh, asides.said(asides.FORGOTTEN))
    if remark == "back":
        return Heard("back", case)
    if remark == "dropped":
        return Heard("say", replace(case, pending=""), asides.said(asides.DROPPED))
    if remark in {"why_asked", "what_meant", "where"}:
        reply = asides.explained(remark, case, book)
        return Heard("say", case, reply) if reply else Heard("talk", case)
    return None


def _about_the_fix(remark: Remark, case: Case, book: Book) -> Heard | None:
    if remark in {"not_helped", "still"} and case.told:
        return Heard("next" if remark == "not_helped" else "still", case)
    if remark in {"again", "what_now"} and (case.told or not case.pending):
        return Heard("again" if remark == "again" or not case.told else "first_step", case)
    if remark == "what_now" and (reply := asides.again(case, book, asides.NO_FIX_YET)):
        return Heard("say", case, reply)
    return None


def _corrected(case: Case, reading: Reading, book: Book, read: Read) -> Heard | None:
    correction = correction_in(reading.text, case, book, read)
    if correction is None and (number := other_number(case, reading.text)):
        correction = Correction(other_wishes(case, number, read))
    if correction is None:
        return None
    fixed = with_denied(corrected(case, correction), reading.text, book)
    if correction.rest:
        more = without(read(correction.rest, later=True), {*SUBJECT, *correction.changed, *correction.gone})
        fixed = understood(fixed, replace(more, mechanisms=(), names=()), {})
    return Heard("talk", replace(fixed, told=()), notes=tuple(_noted(case, correction, book)))


def _taken_back(case: Case, reading: Reading, book: Book) -> Heard | None:
    back = taken_back(case, reading, book)
    if back is None:
        return None
    return Heard("talk", back.case, notes=tuple(f"Noted: not so: “{protect(words)}”" for words in back.words))


def _noted(case: Case, correction: Correction, book: Book) -> list[str]:
    """Say what now counts in the place of what."""
    lines = []
    for name in (*correction.changed, *correction.gone):
        if name == "wish_decay":  # it follows from the calls and their time
            continue
        old = protect(said_of(name, case.value(name), book)) if name in case.facts else ""
        new = protect(said_of(name, correction.changed[name], book)) if name in correction.changed else ""
        if not old:
            lines.append(f"Noted: {new}.")
            continue
        lines.append(f"Noted: {new}, not {old}." if new else f"Noted: not {old}.")
    return list(dict.fromkeys(lines))


def _answered(case: Case, reading: Reading, book: Book, read: Read) -> Heard | None:
    definition = book.facts.get(case.pending)
    if definition is None or definition.question is None:
        return None
    chosen = counted(case, reading) or answer_in(reading.text, definition) or by_its_kind(case, reading.text)
    if chosen is None or (chosen.value is None and reading.value(case.pending) is not None):
        return None
    answered = _with_answer(case, case.pending, chosen)
    if case.pending == "mechanism" and reading.names:  # "work pool gpu" names the pool as well
        its = [Fact(each.name, each.value, "person") for each in reading.statements if each.name in NAMES]
        answered = answered.with_facts([Fact("named", list(reading.names), "person"), *its])
    told = stated_beside(reading, {*SUBJECT, case.pending})
    if not chosen.rest:
        return Heard("talk", understood(answered, told, {}), unknown=chosen.value is None)
    more = read(chosen.rest, later=True)
    told = replace(told, names=more.names, run_reference=more.run_reference)
    answered = also_answered(understood(answered, told, {}), chosen.rest, book)
    return Heard("talk", answered, rest=chosen.rest)


def _of_the_lease(case: Case, reading: Reading, read: Read) -> Heard | None:
    """Take what happened when the lease was lost, told in a talk about it without the word."""
    if case.value("symptom") != "lease_renewal_failed" or reading.text.rstrip().endswith("?"):
        return None
    known, again = case.value(_SHAPE), reading.text.casefold().startswith("actually")
    shape = read(f"{reading.text}\n{_ITS_LEASE}", later=True).value(_SHAPE)
    if shape in {None, known} or (known and not again):
        return None
    told = understood(case, stated_beside(reading, {*SUBJECT, _SHAPE}), {})
    return Heard("talk", _with_answer(told, _SHAPE, Chosen(shape)))


def _answered_ahead(case: Case, reading: Reading, book: Book) -> Heard | None:
    """Take the answer to a question that is not open yet; the open one stays open."""
    if not (case.pending or set(case.asked) & case.unavailable.keys()):
        return None
    ahead = with_denied(also_answered(case, reading.text, book), reading.text, book, but=case.pending)
    if ahead.facts == case.facts:
        return None
    return Heard(
        "talk",
        understood(ahead, stated_beside(reading, SUBJECT | (ahead.facts.keys() - case.facts.keys())), {}),
    )


def foreseen(case: Case, rest: str, book: Book) -> Case | None:
    """Return the case with the next question answered, where what was said already names an option of it."""
    definition = book.facts.get(case.pending)
    value = option_named(rest, definition) if definition and rest else None
    return None if value is None else _with_answer(case, case.pending, Chosen(value))


def _with_answer(case: Case, fact: str, chosen: Chosen) -> Case:
    bare = case.without([fact])
    asked = replace(bare, asked=(*bare.asked, fact), subjects=(), looked=frozenset())
    if chosen.value is None:
        return asked.with_unavailable({fact: DONT_KNOW})
    return asked.with_facts([Fact(fact, chosen.value, "person")])


def _asked_on(case: Case, reading: Reading, book: Book, read: Read) -> Heard | None:
    asked = asked_on(case, reading, book, read)
    return Heard("talk", asked) if asked else None


def _closing(remark: Remark, case: Case, reading: Reading, book: Book) -> Heard | None:
    if remark == "agreed" and (reply := asides.reminded(case, book)):
        return Heard("say", case, reply)
    if remark in {"thanks", "agreed", "worked"}:
        return Heard("say", case, asides.said(asides.WORKED if remark == "worked" else asides.WELCOME))
    if remark in {"not_helped", "still"} and (reply := asides.again(case, book, asides.NO_FIX_YET)):
        return Heard("say", case, reply)
    if not (case.pending or case.told) and is_unknown(" ".join(words_of(plain(reading.text)))):
        return Heard("hand_over", case)
    return Heard("hand_over", case) if remark in {"not_helped", "still", "hand_over"} else None


def _not_understood(case: Case, reading: Reading, book: Book) -> Heard:
    """Ask again after a word or two that should have been an answer; a longer text is something else."""
    said = len(reading.text.split())
    definition = book.facts.get(case.pending)
    denied = option_denied(reading.text, definition) if definition and said <= REMARK else None
    if denied and (reply := asides.narrowed(case, book, denied)):
        return Heard("say", with_denied(case, reading.text, book), reply)
    reply = asides.not_an_answer(case, book) if said <= _SHORT or reading.symptoms else None
    return Heard("say", case, reply) if reply else Heard("nothing", case)


def _more(case: Case, reading: Reading, book: Book) -> Heard:
    """Take in what else a message states, about this problem or about another one."""
    if is_of_the_same(reading) and not reading.names and case.value("symptom") and case.value("mechanism"):
        reading = replace(without(reading, SUBJECT), mechanisms=())
    if is_another(case, reading):
        return Heard("talk", understood(afresh(case), reading, {}), notes=(_taken_as_another(case, book),))
    if turns_to_another_limit(case, reading):
        if case.pending and not is_said_so(
            reading
        ):  # a detail beside the open question, not a turn of the talk
            return Heard("talk", understood(case, replace(without(reading, SUBJECT), mechanisms=()), {}))
        same = afresh(case, keep=("symptom",))
        return Heard("talk", understood(same, reading, {}), notes=(_taken_as_another(case, book),))
    taken = with_denied(understood(case, reading, {}), reading.text, book)
    if case.pending in taken.facts and case.pending not in case.facts:
        taken = replace(taken, asked=(*taken.asked, case.pending))
    seen_else = case.told and taken.value("symptom") != case.value("symptom")
    known = understood(case, without(reading, SUBJECT), {}) if seen_else else None
    names = renamed(case, taken)
    notes = ["Noted: {}, not {}.".format(*map(protect, names))] if names else []
    if case.pending == COUNTS and (used := reading.value("slots_used")) is not None:
        notes.append(f"Noted: {used} used. How many of its runs really run?")
    return Heard("talk", taken, notes=tuple(notes), otherwise=known)


def _taken_as_another(case: Case, book: Book) -> str:
    known = [protect(said_of(name, case.value(name), book)) for name in CARRIED if name in case.facts]
    return f"{ANOTHER} I still know: {', '.join(known)}." if known else ANOTHER

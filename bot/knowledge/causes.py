"""What a cause must hold beyond its keys: names that exist, and fixes that say what they risk."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.causes import Cause, Fix

from .files import Entry, Place
from .problems import near
from .snippets import constants
from .written import Known, check_expression, check_fact, check_prose

_LEASES_SURVIVE = "lease_storage != 'memory'"


def check_cause(cause: Cause, entry: Entry, known: Known) -> None:
    """Follow every name of a cause. Raises KnowledgeError."""
    for number, condition in enumerate(cause.conditions):
        check_expression(condition.when, entry, ("conditions", number, "when"), known)
    for number, symptom in enumerate(cause.symptoms):
        if symptom not in known.symptoms:
            place = ("symptoms", number)
            raise entry.mistake(place, f"unknown symptom `{symptom}`", near(symptom, known.symptoms))
    if cause.follow_up:
        check_fact(cause.follow_up, entry, ("follow_up",), known)
    for path, text in _texts(cause):
        check_prose(text, entry, path, known)
    for number, fix in enumerate(cause.fixes):
        _check_fix(fix, entry, ("fixes", number), known)
        _check_risk(cause, number, entry)


def _texts(cause: Cause) -> Iterator[tuple[Place, str]]:
    yield from (((key,), getattr(cause, key)) for key in ("headline", "say", "verify", "by_hand"))
    yield from ((("conditions", n, "say"), condition.say) for n, condition in enumerate(cause.conditions))
    for number, fix in enumerate(cause.fixes):
        place = ("fixes", number)
        yield from (((*place, key), getattr(fix, key)) for key in ("title", "danger", "check"))
        yield from (((*place, "commands", n), command) for n, command in enumerate(fix.commands))
        yield from (((*place, "fill", constant), text) for constant, text in fix.fill.items())


def _check_fix(fix: Fix, entry: Entry, place: Place, known: Known) -> None:
    for key in ("when", "unless"):
        if source := getattr(fix, key):
            check_expression(source, entry, (*place, key), known)
    if fix.each:
        check_fact(fix.each, entry, (*place, "each"), known)
    if fix.snippet is not None and fix.snippet not in known.snippets:
        suggestion = near(fix.snippet, known.snippets)
        raise entry.mistake((*place, "snippet"), f"no snippet `{fix.snippet}`", suggestion)
    names = constants(known.snippets[fix.snippet]) if fix.snippet else frozenset()
    for constant in fix.fill:
        if constant not in names:
            where = f"`{fix.snippet}` sets no `{constant}`" if fix.snippet else "`fill` needs a `snippet`"
            raise entry.mistake((*place, "fill", constant), where, near(constant, names))


def _check_risk(cause: Cause, number: int, entry: Entry) -> None:
    """Refuse a fix that does not say its danger, or of high risk without a look or before a safer one."""
    fix, place = cause.fixes[number], ("fixes", number)
    if fix.risk != "none" and not fix.danger:
        told = "say what can be lost, or write `risk: none`"
        raise entry.mistake(place, f"a fix of {fix.risk} risk needs `danger`", told)
    if fix.risk != "high" and fix.settings and _LEASES_SURVIVE not in fix.when:
        told = f"write `risk: high`, or `when: {_LEASES_SURVIVE}`"
        raise entry.mistake(place, "`settings` restart the server, which loses leases in memory", told)
    if fix.risk != "high":
        return
    if not fix.check:
        told = "name a command that only reads"
        raise entry.mistake(place, "a fix of high risk needs `check`", told)
    if any(later.risk != "high" for later in cause.fixes[number + 1 :]):
        raise entry.mistake(place, "a fix of high risk comes last", "move it behind the others")

"""A second problem in the same talk: nothing of the first leaks in, where Prefect runs carries over."""

from __future__ import annotations

import re

from bot.engine.decide import GUIDE_SYMPTOMS
from bot.engine.facts import Case
from bot.reading import Reading

from .remarks import plain

# What is true of the whole installation, whichever limit is spoken of.
CARRIED = ("hosting", "server_version", "client_version", "release_of_both", "lease_storage")
_MARK = re.compile(
    r"\b(?:an(?:d )?other|different|separate|unrelated|second|new|next|other|one more|further) (?:question"
    r"|problem|issue|thing|topic|case|one|story)\b|\bon (?:another|a different) note\b|\bsomething else\b"
    r"|\bby the way\b|\bbtw\b"
    r"|\b(?:what|how) about\b|\bsame (?:question|problem|thing)? ?(?:for|with|on)\b|\b(?:separately"
    r"|unrelatedly)\b|\bnow (?:my|our|the|a|another|i have|we have)\b|\balso (?:have|see|get|got)\b"
    r"|\bback to (?:the|my|our)\b"
)

# "It has a slot decay": what is said of the limit that was spoken of is no other one.
_OF_THE_SAME = re.compile(
    r"^\W*(?:(?:and|also|ah|oh|yes|no|well|so|but|hm+)\W+)*(?:it|its(?: \w+){0,2}|it's|this one|that one"
    r"|(?:the|this|that|same) (?:same )?(?:limit|tag|gcl|pool|queue|deployment))"
    r" (?:also |only |even )?(?:has|have|had|is|was|uses|got)\b"
)
_BACK = re.compile(
    r"\b(?:as|like|what) (?:i|we) (?:already |just )?(?:said|wrote|told you|mentioned)\b"
    r"|\b(?:i|we) (?:already|just) (?:said|told|wrote|mentioned|answered)\b"
)


def is_another(case: Case, reading: Reading) -> bool:
    """Tell whether a message tells of another problem than the one that was spoken of."""
    symptom, mechanism = reading.value("symptom"), reading.value("mechanism")
    new_symptom = _differs(symptom, case.value("symptom"))
    new_mechanism = _differs(mechanism, case.value("mechanism"))
    new_name = bool(case.value("named")) and _names_another(case, reading)
    if case.facts.keys() <= {*CARRIED, "signatures", "words"}:
        return False
    if is_said_so(reading):
        return bool(symptom or new_mechanism or (new_name and mechanism))
    if new_symptom and (symptom in GUIDE_SYMPTOMS) != (case.value("symptom") in GUIDE_SYMPTOMS):
        return True
    return new_symptom and (new_mechanism or new_name)


def turns_to_another_limit(case: Case, reading: Reading) -> bool:
    """Tell whether the same is now asked of another kind of limit."""
    mechanism, symptom = reading.value("mechanism"), reading.value("symptom")
    other = _differs(mechanism, case.value("mechanism")) or (
        is_said_so(reading) and _names_another(case, reading)
    )
    return other and not _differs(symptom, case.value("symptom"))


def is_said_so(reading: Reading) -> bool:
    """Tell whether the message itself says that it turns to something else."""
    return _MARK.search(plain(reading.text)) is not None


def is_of_the_same(reading: Reading) -> bool:
    """Tell whether a message goes on about the limit that was spoken of."""
    return _OF_THE_SAME.search(plain(reading.text)) is not None and not is_said_so(reading)


def refers_back(reading: Reading) -> bool:
    """Tell whether the message says that it only repeats what was said."""
    return _BACK.search(plain(reading.text)) is not None


def _names_another(case: Case, reading: Reading) -> bool:
    return bool(reading.names) and not set(reading.names) & set(case.value("named") or ())


def afresh(case: Case, *, keep: tuple[str, ...] = ()) -> Case:
    """Return a case that knows of the first problem only what carries over."""
    gone = [name for name in (*case.facts, *case.unavailable) if name not in {*CARRIED, *keep}]
    left = case.without(gone)
    asked = tuple(name for name in case.asked if name in CARRIED)
    return Case(case.id, left.facts, left.unavailable, asked=asked, warned=case.warned)


def _differs(stated: object, known: object) -> bool:
    return stated is not None and known is not None and stated != known

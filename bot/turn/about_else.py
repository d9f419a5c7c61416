"""Clauses that name an option's words, but of another thing, of the past, of a remedy, or as a guess."""

from __future__ import annotations

import re

from .remarks import plain

_UNKNOWN = re.compile(
    r"\b(?:dunno|dont know|do not know|idk|no (?:idea|clue)|not sure|unsure|unknown|cant (?:tell|say|see)"
    r"|cannot (?:tell|say|see)|can not (?:tell|say|see)|hard to (?:say|tell)|who knows|beats me|skip|pass"
    r"|no answer|not certain|have not checked|havent checked|someone else|good question"
    r"|(?:would|id|wed|ill|i|we) (?:have|need) to (?:check|ask|look|see)|(?:ask|asking) (?:my|our|the)"
    r"|not (?:that|as far as) (?:i|we) (?:know|am aware|can (?:tell|see))|not to my knowledge"
    r"|weiss (?:ich )?nicht|keine ahnung|je ne sais pas|no lo se)\b"
)
# A guess is no answer: what it would confirm must not rest on it.
_GUESSES = re.compile(r"\b(?:maybe|perhaps|possibly|might|may have|may be|could (?:be|have))\b")
# What was done about it is no answer to how it came about.
_REMEDY = re.compile(
    r"\b(?:already|tried|have tried|as a fix|to fix (?:it|this)|(?:fix|solv|help|cur)(?:es|ed|s))\b"
)
_PAST = re.compile(
    r"\b(?:used to|formerly|previously|in the past|no longer|any ?more"
    r"|(?:moved|migrated|switched) (?:away )?from"
    r"|until (?:last|a|recently))\b"
)
_OTHER_CLOUD = re.compile(
    r"\b(?:google|aws|amazon|azure|gcp|oracle|ibm|alibaba|hetzner|snowflake|dbt) cloud\b"
    r"|\bcloud (?:run|functions?|build|storage|sql|composer|front|formation|watch)\b"
)
_THINGS = (
    r"(?:workers?|agents?|flows?|(?:flow |task )?runs?(?! (?:on|in)\b)|tasks?|jobs?|deployments?|data"
    r"|databases?|db|files?|buckets?|storage|code|images?|laptops?|pipelines?|notebooks?|postgres|redis)"
)
_OF_A_THING = re.compile(
    rf"^(?:(?:well|so|ok|our|my|the|all|only|prefect(?! runs? (?:on|in)\b)) )*{_THINGS}\b"
)
_RESTARTS = re.compile(r"\b(?:restart|redeploy|reboot|upgrad|bounc|crash)\w*")
_ANY_THING = re.compile(rf"\b{_THINGS}\b")
_SERVER = re.compile(r"\b(?:server|api|replicas?)\b")
_SEVERAL = re.compile(
    r"\b(?:[2-9]|\d\d|two|three|four|five|several|multiple|many|a few) (?:api |server |prefect )*"
    r"(?:replicas|pods|servers|instances)(?: of (?:the |our )?(?:api|server))?\b"
)
_ONE = r"(?:api |server |prefect )*(?:replica|pod|instance|server|api)\b(?: of (?:the |our )?(?:api|server))?"
_SINGLE = re.compile(
    rf"\b(?:only|just|exactly|a) (?:a )?(?:one|1|single) {_ONE}"
    rf"|^(?:its |we have |there is )?(?:one|1|single) {_ONE}(?: only)?$"
)


def is_unknown(words: str) -> bool:
    """Tell whether these words say that the person does not know."""
    return _UNKNOWN.search(words) is not None


def guesses(words: str) -> bool:
    """Tell whether these words only guess."""
    return _GUESSES.search(words) is not None


def is_about_else(words: str, fact: str) -> bool:
    """Tell whether these words speak of the past, of a remedy, or of something that was not asked about."""
    if _REMEDY.search(words) or _PAST.search(words):
        return True
    if fact == "hosting":
        return bool(_OTHER_CLOUD.search(words) or _OF_A_THING.search(words))
    if fact == "lease_failure_shape":
        restarts = _RESTARTS.search(words) and _ANY_THING.search(words)
        return bool(restarts and not _SERVER.search(words))
    return False


def with_counts(text: str, fact: str) -> str:
    """Put a number of replicas as the options do: several of them, or not."""
    if fact != "lease_failure_shape":
        return text
    said = plain(text)
    return _SINGLE.sub("not several replicas", _SEVERAL.sub("several replicas", said))

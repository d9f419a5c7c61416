"""Whether a message is about concurrency limits at all, or about runs that wait."""

from __future__ import annotations

import re

from bot.reading.another_system import of_another_system, waits_in_another_system
from bot.reading.concepts import concepts_of
from bot.reading.learnt import leaning
from bot.reading.phrases import weigh
from bot.reading.scope_elsewhere import limits_something_else, of_others
from bot.reading.scope_ideas import weigh_ideas
from bot.reading.scope_languages import limits_elsewhere, waits_elsewhere
from bot.reading.scope_phrases import AGAINST_PHRASES, SCOPE_PHRASES
from bot.reading.scope_short import SHORT_PHRASES, asks_in_general
from bot.reading.scope_states import is_cancelled_unasked, names_a_waiting_state
from bot.reading.scope_wishes import wishes_for_runs

_MOST_PHRASES = 8.0  # phrases say much the same; beyond this they add nothing
_CERTAINLY = 4.0
_ANOTHER = 9.0
_LEAST_RULES, _MOST_RULES = -8.0, 10.0
_RULES = 0.1  # what a point of the rules weighs beside the learnt words
_IN_SCOPE_FROM = 0.45

# With these words a limit is really meant, whatever else the message holds.
_CERTAIN = re.compile(
    r"concurren\w*[-_ ]*(?:limit|slot|lease)|limit\w* [^.?]{0,20}concurren|lease renew"
    r"|awaiting ?concurrency|slots? [^.?]{0,30}(?:release|held|stuck|leak)|"
    r"\b(?:tag|deployment|work pool|work queue|worker)s? limit|cancel_new|slot decay|--limit|rate_limit\("
)
# Nothing but a limit, or the order in a work pool, says this.
_NOTHING_ELSE = re.compile(
    r"\b410 gone\b|\bawaiting ?concurrency ?slot\b|\bconcurrency lease|\bslot[_ ]decay"
    r"|\b423\b[^.?\n]{0,30}\b(?:locked|slots?|limit)|\bhttp 423\b|\brepossess\w*"
    r"|\bextra inputs\b[^?]{0,80}\b(?:grace_period_seconds|collision_strategy|concurrency_\w+)"
    r"|\b(?:grace_period_seconds|collision_strategy|concurrency_\w+)\b[^?]{0,80}\bextra inputs\b"
    r"|\bexecution was cancelled by the runtime environment\b"
    r"|\bslots (?:are )?no longer reserved\b|\bruns?\b[^.?]{0,60}\bpriority\b[^.?]{0,40}\b(?:pool|queue)s?\b"
)
_LIMITING = frozenset({"tag", "limit", "concurrency", "slot", "lease"})
_INTERNAL = re.compile(r"prefect[/\\._]+_internal[/\\.]+concurrency[\w/\\.]*|site-packages[\w/\\.-]*")
_SMALL_TALK = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|ah|great|perfect|cool|nice|awesome|super|wow|good|hi|hello|hey|yo"
    r"|thanks?|thx|ty|cheers|"
    r"thank you|you|too|so|very|much|a lot|lots|there|bot|all|everyone|team|morning|afternoon"
    r"|evening|good bye|bye|"
    r"got it|sounds good|that (?:helped|helps|worked|works|did it|fixed it)|it (?:works"
    r"|worked)(?: now)?|will do|"
    r"how are you(?: doing)?|who are you|what are you|are you (?:a bot|there|alive)|lol|haha|ping"
    r"|test|testing|yes|no|yep|"
    r"nope|sure|fine|for (?:the|your) help|danke|merci|gracias|again|indeed|now|see you"
    r"|have a nice day|the|help)\b[\s\W]*){1,12}$"
)


def without_internal_paths(text: str) -> str:
    """Drop the paths of Prefect's own modules: every traceback of it holds the word concurrency."""
    return _INTERNAL.sub(" ", text)


def is_small_talk(wording: str) -> bool:
    """Tell whether the message is only a greeting, thanks or the like."""
    return len(wording) <= 160 and _SMALL_TALK.match(wording) is not None and not asks_in_general(wording)


def scope_score(wording: str) -> float:
    """Return how surely normal wording is about a limit, or about runs that wait; from nought on it is.

    Phrases and ideas say it by rules, the words by what the project's own cases taught.
    """
    rules = min(weigh(SCOPE_PHRASES, wording) + weigh(SHORT_PHRASES, wording), _MOST_PHRASES)
    rules += weigh_ideas(wording) - weigh(AGAINST_PHRASES, wording)
    if _CERTAIN.search(wording):
        rules += _CERTAINLY
    if of_another_system(wording):
        rules -= _ANOTHER
    rules = max(_LEAST_RULES, min(_MOST_RULES, rules))
    return rules * _RULES + leaning("scope", wording)["in"] - _IN_SCOPE_FROM


def means_something_else(wording: str) -> bool:
    """Tell whether a limit, a slot or a lease is spoken of that has nothing to do with Prefect's runs."""
    return of_others(wording) or limits_something_else(wording)


def names_a_limit(wording: str) -> bool:
    """Tell whether a tag, a limit or what a limit gives is named at all."""
    return any(_LIMITING & set(ideas) for ideas in concepts_of(wording))


def is_in_scope(wording: str) -> bool:
    """Tell whether normal wording is about a limit, or about runs that wait."""
    if asks_in_general(wording) or waits_elsewhere(wording) or limits_elsewhere(wording):
        return True
    if means_something_else(wording):
        return False
    if _NOTHING_ELSE.search(wording) or wishes_for_runs(wording):
        return True
    if names_a_waiting_state(wording) or is_cancelled_unasked(wording):
        return not waits_in_another_system(wording)
    # Words alone, without one idea of what they are about, lean somewhere by chance.
    return any(concepts_of(wording)) and scope_score(wording) >= 0

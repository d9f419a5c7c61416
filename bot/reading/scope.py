"""Whether a message is about concurrency limits at all, or about runs that wait."""

from __future__ import annotations

import re

from bot.reading.phrases import weigh
from bot.reading.scope_languages import limits_elsewhere, waits_elsewhere
from bot.reading.scope_phrases import AGAINST_PHRASES, SCOPE_PHRASES
from bot.reading.scope_short import SHORT_PHRASES, asks_in_general

IN_SCOPE_FROM = 3.0

# With these words a limit is really meant, whatever else the message holds.
_CERTAIN = re.compile(
    r"concurren\w*[-_ ]*(?:limit|slot|lease)|limit\w* [^.?]{0,20}concurren|lease renew"
    r"|awaiting ?concurrency|slots? [^.?]{0,30}(?:release|held|stuck|leak)|"
    r"\b(?:tag|deployment|work pool|work queue|worker)s? limit|cancel_new|slot decay|--limit|rate_limit\("
)
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
    return len(wording) <= 160 and _SMALL_TALK.match(wording) is not None


def is_in_scope(wording: str) -> bool:
    """Tell whether normal wording is about a limit, or about runs that wait."""
    if asks_in_general(wording) or waits_elsewhere(wording) or limits_elsewhere(wording):
        return True
    score = weigh(SCOPE_PHRASES, wording) + weigh(SHORT_PHRASES, wording)
    if score < IN_SCOPE_FROM:
        return False
    if _CERTAIN.search(wording):
        return True
    return score - weigh(AGAINST_PHRASES, wording) >= IN_SCOPE_FROM

"""Whether a person says that what a signature finds is so; or denies, asks, supposes, tells of the past."""

from __future__ import annotations

import re
from collections.abc import Container

from bot.reading.asserted import DENIED_AT_LAST, sentence_around

_REACH = 120  # characters beside a match that are looked at
_CODE = re.compile(r"[(=]")
# What does not work, start or end is there.
_NEGATED = re.compile(
    r"(?i)(?:\b(?:not|never|nobody|cannot|no longer)|n['\u2019]t)\b"
    r"(?! (?:only|work|help|start|end|finish|stop|free|give|release|limit|respect|enforce|count|tak"
    r"|appl)\w{0,4}\b)"
)
# "Never seen X before": it is seen now.
_NEW_TO_US = re.compile(r"(?i)^[\"'`*)]{0,3} (?:before|until (?:now|today)|so far)\b")
_NOT = (
    r"(?:not|never|no ?(?:one|body)?|none of (?:the|our|my)|nothing|neither|nor|without|instead of"
    r"|rather than"
    r"|(?:is|are|was|were|has|have|had|do|does|did|ca|wo)n['\u2019]?t|cannot"
    r"|doubt(?:s|ed)?|rul(?:e[sd]?|ing) out|exclud(?:e[sd]?|ing))"
)
# Between the "not" and what it denies stand only words such as these: "nobody has ever paused".
_BETWEEN = (
    r"(?:is|are|was|were|been|be|being|has|have|had|got|do|does|did|there|any|an?|the|our|my|your|its|this"
    r"|that|one|such|of|ever|even|yet|really|actually|currently|just|else|put|set|use[ds]?|using|add(?:ed)?"
    r"|single|in|we|i|you|they|see[ns]?|saw|find|found|gets?|call(?:s|ed|ing)?|takes?|taken|taking"
    r"|nest(?:s|ed|ing)?|ran|runs?|running|prefect|flow|tasks?|error|message|line|sign|stays?|stuck|sits?"
    r"|logs?|logged|contains?|shows?|shown|raises?|raised|throws?|reports?|says?|like|think|believe)"
)
_DENIES = re.compile(rf"(?i)\b{_NOT}(?: [\"'`]?{_BETWEEN}){{0,6}}[ \"'`*]{{1,3}}$")
_DENIES_NOTHING = re.compile(r"(?i)\b(?:not (?:only|just)|no doubt)(?: \w+){0,3} $")
_IS_NOT = r"(?:(?:is|are|was|were|does|did|do|has|have|had) ?(?:not|n['\u2019]t|never)|never|nowhere)"
_DENIED_AFTER = re.compile(
    r"(?i)^(?:[^\n.?!,;]{0,20}\?|[,:]) (?:no|nope|nah)(?=\W*(?:[.,;!?\n]|$)| (?:it|that|this|we|they|i)\b)"
    r"|^[^\n.?!,;]{0,20}\b(?:ruled out|excluded|is(?: not|n['\u2019]t) the (?:case|reason|cause))\b"
    rf"|^[\"'`*:)]{{0,3}} {_IS_NOT} (?:ever |been |be |to be )?"
    r"(?:in|on|set|there|here|used|present|seen|found|so|true|the case|occur\w{0,3}|happen\w{0,3}"
    r"|appear\w{0,3}"
    r"|show\w{0,3}|logged|paused|run|done)\b"
    r"|^[\"'`*:)]{0,3} (?:occurs|happens|appears|shows up) (?:never|nowhere)\b"
    r"|^[\"'`*)]{0,3} (?:finds?|found) (?:nothing|none|no (?:match|hit)\w{0,2})\b"
    r"|^[^\n.?!,;]{0,20},? (?:which|that|this|but (?:it|that|this)) (?:is|was) (?:wrong|false|untrue"
    r"|not (?:so|true|the case))\b"
)
_MAYBE = (
    r"may ?be|perhaps|possibly|suppose|suspect\w{0,3}|wonder\w{0,3}|guess\w{0,3}|imagine|unless|whether|if"
)
_OTHERS = r"you|any ?(?:one|body)|some ?(?:one|body)"
_SUPPOSES = re.compile(
    # "I guess it's a bug, the log shows …" guesses nothing of the log.
    r"(?i)(?!\b(?:(?:i )?(?:guess|suspect|wonder\w*)|if (?:that|it|this) (?:helps|matters))\b"
    rf"[^\n.?!,]{{0,40}}, )\b(?:{_MAYBE}|is there|are there|do (?:i|we) have"
    r"|did (?:i|we|you|some(?:one|body)))\b[^\n.?!;:]{0,50}$"
    rf"|\b(?:could|might|may|can)\b(?!['\u2019]t| (?:see|tell|confirm|{_OTHERS}) )[^\n.?!,;:]{{0,50}}$"
    r"|\bcould some(?:one|body) have\b[^\n.?!]{0,50}$"
    r"|\b(?:docs?|documentation|guide|article|blog|readme|bot) (?:says?|mentions?|tells?|speaks? of"
    r"|explains?)\b"
    r"[^\n.?!,;]{0,60}$"
)
# Code that is shown is there; only who thinks of writing or running it has not done so.
_SUPPOSES_CODE = re.compile(
    r"(?i)\b(?:if (?:i|we|you|someone)|(?:what|how) about|(?:should|can|could|may|shall) (?:i"
    r"|we))\b[^\n.?!]{0,50}$"
    r"|\bwould [\"'`]{0,3}$"
)
# Who asks whether it is so because of what they did says that they did it.
_GIVEN = re.compile(
    r"(?i)\b(?:because|since|although|though|while|(?:normal|expected|ok|okay|fine|right|intended) that"
    r"|(?:that|when) (?:i|we|my|our)|help (?:when|if)|(?:runs?|tasks?|flows?|pools?|queues?|workers?"
    r"|deployments?|limits?) (?:that|which)"
    r")\b[^\n.?!,]{0,40}$"
    # "If I look at it I see …" tells what is seen.
    r"|(?<!if )(?<!when )(?<!do )(?<!can )(?<!could )(?<!would )\b(?:i|we) (?:see|get|find)\b[^\n.?!,]{0,20}$"
    r"|\bthe (?:second|third|next|other|last)(?: \w+)? (?:gets|shows|logs|raises|fails with|ends with)\b"
    r"[^\n.?!,]{0,20}$"
    # Nor does anybody end or mend what is not there.
    r"|\b(?:kill|delete|end|force|cancel|resume|unpause|free|release|clear|unstick|fix"
    r"|solve)\b[^\n.?!,]{0,40}$"
)
_SUPPOSES_THAT = re.compile(
    r"(?i)\b(?:(?:could|might|may|can) (?:it|this|that) be (?:that|because)|what (?:happens"
    r"|would happen) (?:when|if))\b"
    r"[^\n.?!,]{0,40}$"
)
_ASKS = re.compile(
    r"(?i)^\W*(?:(?:so|and|but|or|no|hi|hello|ok) )?(?:(?:did|does|do|is|are|was|were|will|would|should"
    r"|has|have"
    rf"|had)(?:n['\u2019]?t)? (?!(?:{_OTHERS})\b)|how (?:long|often|many times) (?:do|does|can|may|will"
    rf"|would)"
    r" (?!(?:my|our|the|this|it)\b)|what (?:if|about|would)\b)"
)
# "Is it normal that …?", "Is there a way to …?", "Does 'Lease not found' mean …?": what is named is there.
_ASKS_OF_WHAT_IS = re.compile(
    r"(?i)^\W*(?:is|are|was|isn['\u2019]t) (?:(?:it|this|that) (?:a |an )?(?:\w+ )?(?:normal|expected|ok"
    r"|okay|fine|bug"
    r"|intended|safe|possible|bad)|there (?:a|any|some) (?:\w+ )?(?:way|fix|workaround|command|setting))\b"
    rf"|^\W*(?:can|could|would|will|do|does|did|has|have) (?:{_OTHERS})\b(?! have\b)"
)
_MEANS = re.compile(
    r"(?i)^[\"'`*)]{0,3} (?:\w+ ){0,4}?(?:mean|come from|tell|indicate|point to|(?:\w+ )?because)\b"
)
# "If I pause it, does it still start?" is asked of what somebody sees.
_STILL = re.compile(r"(?i)^[^\n.?!]{0,30}\bstill (?:starts?|runs?)\b")
_OURS = re.compile(r"(?i)^\W*(?:my|our|i|we)\b")
_WONDERS = re.compile(
    r"(?i)\b(?:why|how(?! (?:long|often|many times|about))|what(?! (?:if|about|would|happens))|which|who"
    r"|where)\b"
)
_COMMA = re.compile(r"[,;:]| - ")
_STOP = r"(?=\W*(?:[.,;!?\n]|$))"
_ENDED = (
    r"(?:now (?:it|they) ?(?:['\u2019]s|is|are) (?:active|enabled|running|ready|fine|ok)"
    r"|(?:resumed|unpaused|re-?enabled|re-?activated|fixed|mended|removed|corrected|solved)"
    rf"(?= (?:it|that|them|this|again|now|since|in|on|by|last|yesterday|already)\b|{_STOP})"
    r"|(?:is |are |was |were )?(?:active|enabled|running|ready|on|back|fine|ok|in sync)(?: again| now)"
    r"|(?:is |are |was |were )?(?:no longer|not any ?more|not now)(?= (?:so|true|there|paused"
    rf"|the case)\b|{_STOP}))"
)
_OVER_AFTER = re.compile(
    rf"(?i)^[^\n.?!]{{0,40}}?(?:\b(?:but|though|and|then|yet|now|since)|[,;(])"
    rf"(?: (?:it|that|this|they|we|i|have|has|been|had|got|since|then|now|today|later)\b){{0,4}} ?\b{_ENDED}"
    rf"|^[\"'`*)]{{0,3}} (?:was|were|is|are|has been|have been|got) (?:(?:since|then|already|now"
    rf"|long) )?{_ENDED}"
    r"|^[^\n.?!,;]{0,30}\b(?:until (?:last|yesterday|recently|this|we)|in the past|years? ago|months? ago)\b"
    r"|^ any ?more\b"
    rf"|^[\"'`*)]{{0,3}} (?:is|are) gone{_STOP}"
    r"|^[^\n.?!]{0,20}\b(?:yesterday|last \w+|ago|earlier|this morning|on \w+day)\b[^\n.?!]{0,10}"
    r"\b(?:it|they|that) (?:(?:is|are|has|have|was) )?(?:ended|finished|gone|over|done)\b"
    r"|^[^\n.?!]{0,30}\b(?:i|we) (?:have |then |since )?(?:fixed|mended|corrected|resumed|unpaused)\b"
)
_OVER_BEFORE = re.compile(
    r"(?i)\b(?:removed|deleted|dropped|replaced|fixed|mended|corrected|solved|got rid of|took out|(?:do"
    r"|does) not have"
    r"|stopped (?:using|calling|running)|used to(?: \w+)?|formerly|previously|no longer(?: \w+)?"
    r"|moved away from)(?: (?:the|our|my|all|a|an|that|this|every|each|its|of|nested|old|such|outer"
    r"|inner)){0,4}"
    r"[ \"'`*]{1,3}$"
)


def is_doubted(text: str, start: int, end: int, even_if: Container[str] = ()) -> bool:
    """Tell whether a person's words from `start` to `end` do not say that it is so.

    `even_if` names what does not matter: that it is `denied`, `asked`, `supposed` or `past`, or that a "not"
    stands in it (`negated`). Code is never asked, and supposed only by who may yet write it: "what if I use".
    """
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    within, code = text[start:end], bool(_CODE.search(text, start, end))
    doubts = {
        "negated": not code and bool(_NEGATED.search(within)),
        "denied": _is_denied(before, after),
        "supposed": _is_supposed(before, code=code) and not _STILL.match(after),
        "asked": not code and _is_asked(text, start, end) and not _STILL.match(after),
        "past": bool(_OVER_BEFORE.search(before) or _OVER_AFTER.search(after) or _OVER_AFTER.search(within)),
    }
    return any(doubts[kind] and kind not in even_if for kind in doubts)


def _is_denied(before: str, after: str) -> bool:
    denies = _DENIES.search(before) and not _DENIES_NOTHING.search(before) and not _NEW_TO_US.match(after)
    return bool(denies or _DENIED_AFTER.search(after) or DENIED_AT_LAST.search(after))


def _is_supposed(before: str, *, code: bool) -> bool:
    if code:
        return bool(_SUPPOSES_CODE.search(before))
    if _SUPPOSES_THAT.search(before):
        return True
    supposes = _SUPPOSES.search(before)
    if not supposes or _GIVEN.search(before) or _ASKS_OF_WHAT_IS.match(before[supposes.start() :]):
        return False
    # "How can I free what …", "I wonder why …" take for given what they name.
    return not _WONDERS.search(before, max(0, supposes.start() - 20))


def _is_asked(text: str, start: int, end: int) -> bool:
    """Tell whether the part of the sentence between commas is a question whether it is so."""
    first, stop = sentence_around(text, start)
    goes_on = stop < end  # after its first sentence
    last = sentence_around(text, end)[1] if goes_on else stop
    part = max([first, *(match.end() for match in _COMMA.finditer(text, first, start))])
    before = text[part:start]
    if _GIVEN.search(before) or _ASKS_OF_WHAT_IS.match(before) or _MEANS.match(text[end:last]):
        return False
    if _WONDERS.search(before):
        return False
    if _ASKS.search(text[part : min(stop, end)]):
        return True
    ends = not goes_on and text[last : last + 1] == "?" and not _COMMA.search(text, end, last)
    return ends and not _WONDERS.search(text, first, last) and not _OURS.match(text[part:end])

"""What a message wants of the talk itself, not of the limit: thanks, why, that did not help, start over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Remark = Literal[
    "",
    "start_over",
    "back",
    "why_asked",
    "what_meant",
    "where",
    "thanks",
    "agreed",
    "dropped",
    "worked",
    "not_helped",
    "still",
    "again",
    "what_now",
    "hand_over",
]
_MOST_WORDS = 15  # a longer message says more than a remark
_LEAD = r"(?:(?:ok(?:ay)?|well|hm+|um|so|sorry|please|pls|hey|and|but|no|nope|nah|oh|ah)[\s,.!-]+)*"
_IT = r"(?:(?:it|they|that|this|the (?:problem|issue|error|same)|everything)(?: has| have| just)* ?)"
_THIS_NOW = r"(?: (?:it|this|that|now|next|then|first|here|(?:about|with) (?:it|this|that)))*"
_THANKS = (
    r"thanks?\b|thx\b|\bty(?:sm)?\b|\bcheers|merci|danke|gracias|appreciate|\bbye\b|see you|helpful"
    r"|that'?s? all"
)
_KIND_WORDS = (
    r"(?:(?:many |big )?thanks?|thank you|thx|ty|tysm|cheers|merci|danke|gracias|appreciate(?: it)?"
    r"|great|perfect|cool|nice|awesome|super|lovely|brilliant|got it|good to know|makes sense"
    r"|understood|ok(?:ay)?|k|alright|all right|will (?:do|try)"
    r"|(?:i'?ll |let me )(?:try|check|do)(?: (?:that|it))?"
    r"|sounds good|so|very|a lot|lots|much|you|again|bot|team|all|any(?:way|how)"
    r"|for (?:the|your) (?:help|info|answer)|that'?s? (?:is )?(?:helpful|great|it|all)"
    r"|bye|see you|no (?:more )?(?:questions?|thanks)"
    r"|nothing else|[\s,.!;:)-])+"
)

# Each remark with the ways in which it is written; a message is one when nothing else stands in it.
_ONLY: Mapping[Remark, tuple[str, ...]] = {
    "start_over": (
        (
            r"(?:let(?:'?s| us|s me| me)? |can (?:we|i|you) )?(?:please )?"
            r"(?:start|begin) (?:over|again|anew|afresh|from (?:scratch|the (?:start|beginning)))(?: please)?"
        ),
        r"(?:restart|reset) (?:this|the) (?:talk|conversation|thread|case)",
        r"forget (?:all (?:of )?)?(?:that|this|it|everything)(?: i said)?",
        r"new (?:conversation|case)",
    ),
    "back": (r"(?:go )?back(?: please)?", r"undo(?: that)?", r"take (?:that|it) back"),
    "why_asked": (
        (
            r"(?:but )?why(?: (?:do|would|did) you| are you)? ?(?:ask(?:ing)?|need(?:ing)?|want(?:ing)?)?"
            r"(?: to know)?(?: me)?(?: (?:that|this|it|for that))?"
        ),
        r"why(?: is| does)(?: that| this| it)? (?:matter|important|relevant|needed)",
        r"what (?:for|does (?:that|this|it) (?:matter|change)|difference does (?:that|it) make)",
        r"how(?: is)? (?:that|this) relevant",
    ),
    "where": (
        (
            r"(?:and )?(?:how|where) (?:do|can|could|would|should) (?:i|we) (?:even )?"
            r"(?:find|see|check|look|tell|know|get|verify)(?: (?:that|this|it|out|up|for|at))*"
        ),
        r"where(?: is|'?s| does| do)? ?(?:that|this|it|to look|it stand)?",
        r"how (?:to|would i) (?:find|know|see|check)(?: (?:that|this|it|out))*",
    ),
    "what_meant": (
        r"what (?:do|did) you mean(?: (?:by|with) .{1,60})?",
        r"what does (?:that|this|it) mean",
        r"meaning|huh|eh|pardon|(?:please )?explain",
        r"i (?:do ?n'?o?t|dont) (?:understand|get|follow)(?: (?:that|this|it|you|the question))*",
        r"(?:can|could) you (?:explain|rephrase|clarify)(?: (?:that|this|it))?",
    ),
    "thanks": (rf"(?=.*(?:{_THANKS})){_KIND_WORDS}",),
    "again": (
        rf"{_IT}(?:came|comes|come|is|'s|are|'re|was) back(?: (?:again|now|today))*",
        rf"{_IT}?(?:happened|happens|is happening|started|same|back|once more)? ?again(?: (?:now|today))*",
        (
            r"(?:(?:please|can you|could you) )*(?:look|check|try|see)(?: (?:at )?(?:it|prefect|that|now))*"
            r" again(?: please| now)*"
        ),
        (
            r"(?=.*\?)(?:(?:did|has|have|does|do|is|are) )?"
            r"(?:it|that|this|they|we|things|all|everything|the (?:fix|problem|issue|limit|[a-z]+ limit))"
            r"(?: (?:all|really|now|back|already|to))*"
            r" (?:work(?:ed|s|ing)?|help(?:ed|s)?|fixed|solved|resolved|good|fine|ok(?:ay)?|well|healthy|gone"
            r"|free|unstuck|better|over|done|clear)(?: (?:now|again|then|it|this))*"
        ),
        (
            r"(?:(?:i|we)(?:'ve| have)? )?(?:just |now |already |also )*(?:done|did so|set it|"
            r"(?:(?!tried)[a-z-]{3,}ed|reset|ran) (?:it|that|this|them|the [a-z-]+(?: [a-z-]+)?))"
            r"(?: (?:now|too|already|just now))*"
        ),
    ),
    "agreed": (_KIND_WORDS,),
    "dropped": (
        r"(?:never ?mind|nvm|leave it|let it be|do ?n[o']?t (?:worry|bother))(?: (?:that|it|about it))*",
    ),
    "what_now": (
        (
            r"(?:what|how) (?:should|shall|do|can|must|would|could) (?:i|we) (?:even )?"
            r"(?:do|try|fix|solve|change|proceed|go on|mend|repair|start|reset|free|clear|release|unblock)"
            rf"{_THIS_NOW}"
        ),
        rf"(?:what(?:'?s| is| comes)?|and|which) (?:the )?(?:now|next|then|next step|step){_THIS_NOW}",
        r"now what|next(?: steps?)?|and now|what (?:is |would be )?the (?:fix|solution|first step|next step)",
        r"(?:is|are) (?:it|that|this|they|those) (?:\w+ )?(?:safe|dangerous|risky)(?: to do| now)*",
        (
            r"(?:which|what)(?: is)?(?: the)?(?: exact)? commands?(?: exactly| precisely)?"
            r"(?: (?:do|should|must|can|shall) (?:i|we) (?:run|use|type|execute))?(?: exactly)?"
        ),
        (
            r"what(?: exactly)? (?:do|should|must|can|shall) (?:i|we) (?:run|type|execute|enter)"
            r"(?: exactly| now| first)*(?: to (?:free|clear|release|fix|reset|unblock) [\w' -]{1,40})?"
        ),
    ),
    "worked": (
        (
            r"(?:(?:that|this|it|yes|yep|yeah|great|perfect|ok(?:ay)?|thanks?|thank you|cool|awesome|all|now"
            r"|everything|the (?:first|second|third|last) (?:one|fix))[\s,.!]+)*"
            r"(?:(?:has |have |is |did |does |seems? |to )*"
            r"(?:worked|works|work(?:ing)?(?= (?:now|again|fine|great))|fixed|solved|resolved|helped|sorted"
            r"|unstuck|gone|done it|did it|did the trick|runs? (?:again|now)|good now|fine now|healthy))"
            r"(?: (?:it|now|again|fine|great|that|me|like a charm|for (?:me|us)|everything))*"
            r"(?:[\s,.!]+(?:thanks?|thank you|thx|cheers|great|so much|a lot|you|very much))*"
        ),
    ),
    "hand_over": (
        r"(?:can|could|may) (?:i|we) (?:talk|speak) to (?:a |some)?(?:human|person|one|body)",
        r"(?:talk|speak) to (?:a |some)?(?:human|person|one)",
        r"(?:i )?(?:give|gave) up",
        r"hand (?:it |this )?over|(?:a )?human(?: please)?|escalate",
        r"(?:can you |please )?(?:sum(?:marize|marise| up)|summary)(?: (?:please|this|it|that))*",
        (
            r"(?:(?:can|could) you |please )*(?:give|write|make|show|send)(?: me| us)? (?:a |the )?"
            r"(?:short )?summary(?: please)?"
        ),
    ),
}
_DID_NOT = (
    r"(?:did|does|do|has|have|is|was|wo|will|would|ca)(?: ?n[o']?t|n'?t| not)(?: really| seem to| actually)?"
)
_NOT_HELPED = re.compile(
    rf"\b{_DID_NOT} (?:help|work|fix|solve|change|do|make|resolve)\w*"
    r"|\bdid nothing\b|\bno (?:luck|joy|change|difference|effect|improvement|dice|help)\b"
    r"|\bnothing (?:changed|happened|changes|helped|helps)\b|\bnot (?:working|helping|fixed|solved)\b"
    r"|\b(?:none|neither|nothing)(?: of \w+)? (?:helped|helps|worked|works)\b"
    r"|\bsame (?:problem|issue|error|thing|result|behaviou?r|state)\b|\bstill (?:the )?same\b"
    r"|\b(?:tried|did|done|ran) (?:that|it|this|both|all|them|those|everything)\b"
    r"|\bwhat else\b|\banything else (?:i|we|to) (?:can |could )?try\b"
)
_STILL = re.compile(
    rf"^\W*{_LEAD}(?:(?:it|they|that|runs?|tasks?|slots?|everything|my runs?"
    r"|the (?:runs?|slots?|tasks?|limit|queue|pool|deployment))(?:'?s|'?re| is| are| stay| hang| keep)? )?"
    r"still (?:stuck|broken|waiting|waits?|hanging|hangs?|late|not (?:working|running|moving|fixed)|happening"
    r"|happens|failing|fails|pending|full|blocked|taken|there|no luck|nothing|here)"
    r"(?: (?:there|now|too|for us|for me|though|here))*\W*$"
)
_ENDS_STILL = re.compile(
    r"\bstill (?:stuck|broken|waiting|waits?|hangs?|hanging|late|happens|pending|full|blocked|taken|there"
    r"|here)\W*$"
)
# "restarted the worker, works now": what was done, and that all is well since.
_ENDS_WELL = re.compile(
    r"(?:^|[,.;!–-]|\b(?:and|then|so|since)\b)\s*(?:(?:it|this|that|all|everything|they|we|things|the \w+)"
    r"(?:'s|'re| is| are| looks?| seems?)? ?)?(?:all |back )?"
    r"(?:now (?:(?:it|all|everything|they)(?:'s|'re| is| are)? ?)?(?:all )?(?:works?|working|fine|good"
    r"|ok(?:ay)?|running|runs|healthy|moving)"
    r"|(?:works?|working|runs|running|moving|good|ok(?:ay)?|healthy|fine)(?: fine)? (?:now|again)"
    r"|fine|fixed(?: now)?|solved|resolved)\W*$"
)
_DONE = re.compile(
    r"^(?:\W*(?:ok|well|so|no|yes|and|but|hm+|fyi|btw)\b)*\W*(?:i|we|my \w+|somebody|someone)"
    r"(?:'ve| have|'d| had)?(?: also| just| now| even)* (?:already|tried|started|restarted|rebooted"
    r"|redeployed|upgraded|updated|checked|looked|deleted|recreated|ran|did|killed|cancel+ed|resumed|paused"
    r"|stopped|reset|cleared|raised|lowered|changed|removed|freed|forced|resubmitted)\b"
)
_SPOILT = re.compile(r"\?|\b(?:not|no|never|still|but|until|if|when|again and again)\b|n't\b")
_ALL = re.compile(r"\b(?:both|all|none|neither|everything|each|any of)\b")
_COMPILED = tuple((name, re.compile(rf"^\W*{_LEAD}(?:{'|'.join(ways)})\W*$")) for name, ways in _ONLY.items())
_EMOJI = re.compile(r":[a-z0-9_+'-]+:|[\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]")
_UNHAPPY = re.compile(
    r":(?:-1|thumbsdown|cry|sob|disappointed|confused)[a-z0-9_-]*:|[\U0001f44e\U0001f61e\U0001f622\U0001f62d]"
)
_SHRUG = re.compile(r":(?:shrug|man-shrugging|woman-shrugging|person_shrugging)[a-z0-9_-]*:|\U0001f937")


def plain(text: str) -> str:
    """Return a text in lower case with straight quotes and single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())


def remark_of(text: str) -> Remark:
    """Return what a message wants of the talk, when it says nothing else."""
    said = plain(text)
    if not any(each.isalnum() for each in _EMOJI.sub("", said)):
        return _signs(said)
    if len(said.split()) > _MOST_WORDS:
        return ""
    bare = _EMOJI.sub(" ", said).strip()
    found: Remark = next((name for name, regex in _COMPILED if regex.match(bare)), "")
    if not found and _ENDS_WELL.search(bare) and not _SPOILT.search(bare):
        return "worked"
    if not found and (_STILL.match(bare) or (_DONE.search(bare) and _ENDS_STILL.search(bare))):
        return "still"
    return found or ("not_helped" if _NOT_HELPED.search(bare) else "")


def _signs(said: str) -> Remark:
    """Return what a message without a word means."""
    if _SHRUG.search(said):
        return ""
    if _UNHAPPY.search(said):
        return "not_helped"
    if _EMOJI.search(said):
        return "thanks"
    return "what_meant" if "?" in said else ""


def shrugs(text: str) -> bool:
    """Tell whether a message is nothing but a shrug: "I don't know"."""
    bare = _SHRUG.sub("", text)
    return bare != text and not any(each.isalnum() for each in _EMOJI.sub("", bare))


def tells_what_was_done(text: str) -> bool:
    """Tell whether a message says what somebody did about it, which is no evidence of what is wrong."""
    return _DONE.search(plain(text)) is not None


def did_not_help(text: str) -> bool:
    """Tell whether a longer message says that the fix did not help."""
    said = plain(text)[:300]
    return _NOT_HELPED.search(said) is not None or _ENDS_STILL.search(said) is not None


def all_were_tried(text: str) -> bool:
    """Tell whether all that was advised has been tried, not the first thing alone."""
    return _ALL.search(plain(text)) is not None

"""Short messages: what a person types when the bot should already know what it is all about."""

from __future__ import annotations

import re

from bot.reading.phrases import Phrase

# A name as people give them in Prefect: two words joined, or a word with a number.
NAMED = (
    r"(?<![\w-])(?!(?:co|self|e|x|t|docker|github|gitlab|pre|post|non|re|on|off|full|part|real)-)"
    r"[`\"']?(?:[a-z0-9][a-z0-9.]{0,30}[-_/][\w.:/-]{1,60}|[a-z]{2,30}\d{1,6})[`\"']?"
)
_NO_PRONOUN = r"(?!(?:it|he|she|this|that|everyone|there|the|my|our|your|his|her|their|a|an)\b)"
_ENDS = r"(?:finish|start|run|complet|execut|progress|mov|end|launch|go|begin|picked|done|trigger)\w*"
WAITS = r"(?:late|stuck|pending|wait(?:s|ing)?|queued|blocked|h[au]ng(?:s|ing)?|delayed|frozen|stalled)\b"
STOPS = r"(?:(?:not|never|no longer|stop\w*|refus\w*)\b)"
PICKS = r"(?:pick|poll|grab|submit|launch|accept|tak(?:e|es|ing)\b)\w*"

SHORT_PHRASES: tuple[Phrase, ...] = (
    (4, r"^\W*(?:@\w+ )?(?:please |pls |hi |hey |hello )?\W{0,3}limits? \S"),
    (3, r"\blimits? (?:called |named )?[`\"']?(?:--?[a-z]|[a-z0-9][a-z0-9.]{0,30}[-_:][\w.:/-])"),
    (
        3,
        (
            r"\blimits?(?: [\w.:/`\"'-]{1,60}){0,2} (?:is |are |was |seems |looks |gets |always |still |now "
            r"|completely |permanently )*(?:full|reached|stuck|maxed|exhausted|used up|hit|at capacity)\b"
            r"|\blimits?\b[^?\n]{0,60}\b\d{1,6} ?(?:/|of|out of) ?\d{1,6}\b"
        ),
    ),
    (
        4,
        (
            rf"{NAMED} (?:\w+ ){{0,3}}{WAITS}|{NAMED} (?:\w+ ){{0,3}}{STOPS} (?:\w+ ){{0,2}}"
            rf"(?:{_ENDS}|{PICKS})"
        ),
    ),
    (
        4,
        (
            r"\bwhy (?:is|does|has|have|did|was|are|do|will|can) (?:not )?(?:the |my |our )?"
            rf"(?:flow run |flow |run |deployment |job |task )?{NAMED} (?:\w+ ){{0,3}}(?:{_ENDS}|{WAITS})"
            rf"|\bwhy (?:is|are) {_NO_PRONOUN}\w{{2,40}} (?:still |so |always )?(?:late|pending|queued)\b"
        ),
    ),
    (
        3,
        (
            r"\b(?:runs?|flows?|tasks?|jobs?|deployments?)\b[^.?]{0,40}\b(?:not|never) (?:\w+ ){0,2}"
            r"(?:finish|complet|progress|get going)\w*"
        ),
    ),
    (
        4,
        (
            rf"\b(?:workers?|agents?|pools?|queues?|runners?)\b[^.?]{{0,60}}\b{STOPS} (?:\w+ ){{0,2}}{PICKS}"
            rf"|\b(?:workers?|agents?|pools?|queues?)\b[^.?]{{0,60}}\b(?:picks?|takes?|does|gets?|polls?"
            r"|starts?|runs?) (?:up )?(?:nothing|no (?:runs?|jobs?|work|flows?)"
            r"|(?:only |just )?(?:one|two|\d{1,4}))\b"
            rf"|\b(?:workers?|agents?|pools?|queues?|runners?)\b[^.?]{{0,60}}\b{STOPS} (?:process|runn|execut"
            r"|start)\w* (?:any|new|more|runs?|jobs?|flows?|my|our|the)\b"
            r"|\b(?:tags?|limits?|pools?|queues?) (?:[\w.:/-]{1,60} )?(?:blocks|is blocking)\b"
        ),
    ),
    (
        3,
        (
            r"\b(?:clear|reset|empty|emptie|unblock|acquir|request|recover|get back|drop)\w*[^.?]{0,30}"
            r"\bslots?\b|\bhow many (?:\w+ ){0,2}slots?\b|\bslots? (?:does|do|for|of|on|used|left|in use)\b"
            r"|\b(?:no|out of|more|fewer|enough) (?:\w+ )?slots?\b"
        ),
    ),
    (
        4,
        (
            r"\b(?:cap|limit|restrict|throttle)\w*\b[^.?\n]{0,60}\bruns?\b[^.?\n]{0,60}"
            r"\b(?:pool|queue|worker|agent|deployment|tag)s?\b"
            r"|\b(?:limit|control|restrict|reduce|bound)\w* (?:the )?(?:\w+ )?parallelism\b"
        ),
    ),
    (
        4,
        (
            r"\b(?:queue|pool|backlog)s?\b[^.?]{0,30}\b(?:not|never|stopped|no longer|hardly) (?:\w+ ){0,2}"
            r"(?:drain|empt|mov|shrink|process|progress|clear)\w*"
            r"|^\W*(?:late|pending|stuck)\b(?:\W{1,3}\w+){0,3}\W*$"
        ),
    ),
    (3, r"\b(?:queues?|pools?|tags?)\b[^.?]{0,40}\b(?:full|maxed out|at capacity|paused)\b"),
    (
        4,
        (
            r"\b(?:max|limit|at most|only|no more than|up to|throttle|cap)\w*\b[^.?]{0,60}"
            r"\b(?:calls?|requests?|queries|writes?|hits) (?:per|an?|each|every)"
            r" (?:second|minute|hour|day|week)\b"
        ),
    ),
    (
        8,
        (
            r"^\W*(?:(?:so|ok|and|but|please|also|should|shall|can|could|may|must|do|does|how|why|when|i|we|you"
            r"|one|is|it|safe|to|ok|okay|would|will|help|if) ){0,6}(?:rais|increas|lower|reduc|delet|remov"
            r"|re-?creat|creat|disabl|enabl|chang|updat|bump|resiz|lift|switch)\w{0,3} (?:off |on )?"
            r"(?:the |a |an |my |our |this |that |its )?limits?\b(?! (?:of|on|for) )"
        ),
    ),
    (
        8,
        (
            r"\b(?:work )?(?:pools?|queues?|tags?|gcls?|limits?) (?:[\w.:/`\"'-]{1,60} ){0,3}"
            r"from \d{1,6} to \d{1,6}\b"
            r"|\bset (?:the |my |our )?(?:work )?(?:pool|queue|tag) (?:[\w.:/`\"'-]{1,60} ){1,3}to \d{1,6}\b"
        ),
    ),
    (4, r"\b410 gone\b|\bleases? (?:\w+ ){0,2}not found\b|\bleases? (?:is |was )?(?:missing|unknown)\b"),
)

_WHERE = (
    r"(?:(?:right now|now|at the moment|currently|today|here|going on|happening|again|please|for me|pls"
    r"|(?:with|in|on|of|at|across) (?:my |our |the |all )?(?:prefect|workspace|limits|server|setup|cloud"
    r"|it|account|instance)|prefect|overall|in general|else|out)\b[\s\W]*)*"
)
# A round over everything, without any complaint of the person's own.
_GENERAL = re.compile(
    r"^\W*(?:@\w+ )?(?:hi|hello|hey|please|pls|so|ok|can you|could you)?\W*(?:"
    r"(?:is |are |was )?(?:there )?(?:currently )?any(?:thing|one|body)? (?:limits? |runs? |flows? )?(?:"
    r"wrong|stuck|broken|blocked|blocking|unusual|off|bad|odd|waiting|late|unhealthy|hanging|problems?"
    r"|issues?|trouble|errors?|i should (?:know|see|look at|worry about|fix))"
    r"|(?:do you see |see |find |found )any(?:thing)? ?(?:wrong|stuck|odd|unusual|problems?|issues?)?"
    r"|(?:is |are )(?:everything|all|things) (?:\w+ )?(?:ok|okay|fine|alright|all right|healthy|good|well"
    r"|in order|normal|working)"
    r"|(?:is|are) (?:my |our |the )(?:\w+ )?(?:workspace|setup|limits|prefect|server|slots) (?:\w+ )?(?:ok"
    r"|okay|fine|alright|all right|healthy|good|well|in order|normal)"
    r"|did (?:the|that|this|your|it)(?: fix| command| change)? (?:work|help|do it|fix it)(?= ?\?)"
    r"|(?:is |are )?(?:it|that|everything|all) (?:is |are )?(?:really )?(?:fixed|healed|solved|resolved"
    r"|mended|good|well|clear|ok|okay|fine)(?: now| again)*(?= ?\?)"
    r"|what(?:'s| is|s) (?:wrong|stuck|broken|blocked|late|waiting|going wrong)"
    r"|(?:check|scan|inspect|look at|look over|go over|review|diagnose|examine) (?:on )?(?:everything"
    r"|all|it all|all of it|the whole (?:thing|workspace|setup)"
    r"|(?:all )?(?:of )?(?:my |our |the )?(?:workspace|setup|limits|runs|prefect|server))"
    r"|(?:run |do )?(?:a |the )?(?:full |quick )?(?:health ?check|check ?up|doctor)"
    r")\b[\s\W]*" + _WHERE + r"$"
)


def asks_in_general(wording: str) -> bool:
    """Tell whether the person asks for a look at everything, such as "is anything stuck?"."""
    return len(wording) <= 120 and _GENERAL.match(wording) is not None

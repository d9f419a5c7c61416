"""How people say that something waits."""

from __future__ import annotations

from bot.reading.phrases import Phrase
from bot.reading.scope_short import NAMED, PICKS, STOPS, WAITS

OF_WAITING: dict[str, tuple[Phrase, ...]] = {
    "runs_late_pending": (
        (
            4,
            (
                r"(?:runs?|flows?|jobs?|tasks?|everything|all|deployments?|they|it)\b[^.?]{0,60}\b(?:late"
                r"|stuck|pending|not picked up|never (?:start|pick|launch|run)|not start|will not start"
                r"|waiting)\b"
            ),
        ),
        (
            4,
            (
                r"(?:stuck|stay|stays|sitting|sits|remain|remains|hang|hangs|left) (?:in|on|at|as"
                r"|in the) [\"'`]?(?:late|pending|scheduled)\b|hours? late"
            ),
        ),
        (
            3,
            (
                r"\blate (?:state|runs?|flow)|\bpending\b|piling up|backlog|accumulat|trickl|unhealthy"
                r"|not (?:being )?picked up|scheduled forever|no upcoming"
            ),
        ),
        (
            3,
            (
                r"(?:so|too|very|this) (?:long|slow) (?:to|before) (?:start|run|begin)|takes? (?:so |very "
                r"|too )?(?:long|ages|forever|minutes|hours)[^.?]{0,30}start|(?:why"
                r"|what)[^.?]{0,60}(?:not (?:start|run)|waiting|late|pending|block(?:ed|ing|s))"
            ),
        ),
        (
            3,
            (
                r"\bnothing (?:else )?(?:runs|starts|moves|gets? through)|\bnot starting\b|\bwaits? forever"
                r"|\b(?:runs?|flows?|tasks?|jobs?|deployments?|everything)\b[^.?]{0,30}\bwaits?\b"
            ),
        ),
        (3, rf"{NAMED} (?:\w+ ){{0,3}}(?:{WAITS}|{STOPS} (?:\w+ ){{0,2}}(?:start|run|launch|{PICKS}))"),
        (
            9,
            (
                r"\b(?:never|not|nothing)\b[^.?]{0,20}\b(?:gets?|got|comes?|goes) (?:past|through|beyond)\b"
                r"[^.?]{0,30}\bconcurrency\b"
            ),
        ),
        (2, r"late\b|not launched|never launched|delayed"),
    ),
    "awaiting_slot_stuck": (
        (
            4.5,
            (
                r"(?:stuck|remain|stays?|sits?|sitting|forever|never (?:leaves?|start"
                r"|go))[^.?]{0,60}awaiting ?concurrency ?slot|awaiting ?concurrency ?slot[^.?]{0,60}(?:"
                r"forever|stuck|never|for (?:hours|days)|indefinite)"
            ),
        ),
        (3.5, r"awaiting ?concurrency ?slot"),
    ),
    "slow_acquisition": (
        (
            5,
            (
                r"(?:30|thirty|\d+)[- ]?(?:s|sec|second)s?[^.?]{0,50}(?:delay|wait|gap|before|between"
                r"|retry|interval|hard ?coded)|(?:wait|delay|every|gap|interval)s?[^.?]{0,40}(?:30"
                r"|thirty) ?s(?:ec|econds)?\b"
            ),
        ),
        (
            6,
            (
                r"(?:slot|limit)s?\b[^.?]{0,60}\b(?:is|are|being|becomes?|was"
                r"|were)? ?(?:demonstrably )?(?:free|available|idle)\b[^.?]{0,80}(?:wait|late|start"
                r"|minutes|slow|still|delay)|(?:wait|late|minutes|slow|still|delay"
                r"|awaiting)[^.?]{0,80}(?:slot|limit)s?[^.?]{0,30}\b(?:free|available)\b"
            ),
        ),
        (
            4,
            (
                r"(?:next|following) (?:one|run|task|flow|job)s?\b[^.?]{0,60}(?:minutes|seconds|late|wait"
                r"|stay|start|delay|idle)"
            ),
        ),
        (
            4,
            (
                r"after[^.?]{0,60}(?:finish|complet|frees?)[^.?]{0,60}(?:minutes|seconds|gap|delay|stays?"
                r"|waits?)|\d+ ?(?:-|to) ?\d+ (?:seconds|minutes|min) (?:before|to|until|after)"
                r"|idle (?:for|between|time)|\bgaps?\b"
            ),
        ),
        (3, r"\bslow(?:down|er|ly|s)?\b|retry-after|polling interval|overhead|performance|takes? at least"),
    ),
    "starvation_ordering": (
        (
            6,
            (
                r"starv|\bfifo\b|\bin order\b|ordering|arbitrary order|oldest|first[- ]come|fair(?:ness"
                r"|ly)?\b|never (?:get|gets|got) (?:a |their |its )?(?:turn|slot|chance)|round[- ]robin"
                r"|out of order"
            ),
        ),
        (
            4,
            (
                r"priorit(?:y|ies|ise|ize)\b[^.?]{0,60}(?:ignored|not|first|never|low)|low[- ]priority"
                r"|hogs?\b|monopoli"
            ),
        ),
    ),
    "deadlock": (
        (7, r"dead ?lock|waiting (?:for|on) each other|wait for each other|bunch of futures|mutual"),
        (
            4,
            (
                r"\bhangs?\b|hanging|never finish|nothing happens|freez|frozen|never complete"
                r"|gets? stuck in a loop|waits? (?:for )?ever|blocks? forever"
            ),
        ),
        (
            4,
            (
                r"(?:parent|subflow|child|nested|run_deployment)[^.?]{0,100}(?:stuck|wait|hang|block|never"
                r"|slot)|nested[^.?]{0,40}concurrency"
            ),
        ),
    ),
}

"""How people say that a limit itself goes wrong."""

from __future__ import annotations

from bot.reading.phrases import Phrase
from bot.reading.scope_states import CANCELLED

_SLOT = r"(?:slots?|limits?|leases?|concurrency|tokens?)"
_IDLE = (
    r"\b(?:nothing (?:is |else |at all )*|(?:no|zero|0|none of (?:the|my|our)) (?:\w+ ){0,3}?"
    r"(?:is |are |was |were )?)(?:actually |currently |really )?(?:runs?|running|active|alive|in progress)\b"
)

OF_LIMITS: dict[str, tuple[Phrase, ...]] = {
    "slots_stuck": (
        (
            7,
            (
                rf"{_SLOT}[^.?]{{0,80}}(?:not|never|n't|without|fail(?:s|ed)? to)(?: being| been| be| get"
                rf"| getting| properly| always| correctly)* (?:free|release|clear|decrement|return|given"
                rf"|go)|(?:not|never|fail(?:s|ed)? to|do not|does not) (?:be |being |get |properly "
                rf"|always |correctly )*(?:free|release|clear|decrement|return)\w* [^.?]{{0,50}}{_SLOT}"
            ),
        ),
        (
            6,
            (
                rf"(?:leak|orphan|zombie|dangling|stale|stuck|phantom|ghost|occupied"
                rf"|leftover)\w*[^.?]{{0,50}}{_SLOT}|{_SLOT}[^.?]{{0,60}}(?:leak|orphan|zombie|dangling"
                rf"|stale|stuck|occupied|phantom|still (?:held|taken|used|occupied|active)|stay(?:s"
                rf"|ed)? (?:taken|held|used|at|full)|remain)"
            ),
        ),
        (
            5,
            (
                rf"(?:held|holds?|holding|occup(?:y|ies|ied)|taken|take up"
                rf"|keeps?)[^.?]{{0,50}}{_SLOT}[^.?]{{0,60}}(?:cancel|crash|dead|kill|finish|complete"
                rf"|nothing|no run|deleted|gone|even)|(?:cancel|crash|dead|kill|finish|complet|delet"
                rf"|nothing (?:is )?running)\w*[^.?]{{0,80}}(?:still |keeps? )?(?:held|hold|holding|occup"
                rf"|taken|active slot|counts?\b|full|slot)"
            ),
        ),
        (
            5,
            (
                r"active[-_ ]slots?[^.?]{0,60}(?:stay|stuck|never|remain|still|not|list|full|even)"
                r"|reset[^.?]{0,40}(?:limit|slot|concurren)|(?<!many )(?:clear|free|release)"
                r"[^.?]{0,30}(?:slots?|limits?)\b|only way[^.?]{0,60}(?:delete|recreate|reset)"
            ),
        ),
        (
            5,
            (
                rf"(?:\b(\d{{1,6}}) ?(?:/|of|out of) ?\1\b|\b(?:full|taken|occupied|used)\b)"
                rf"[^.?]{{0,60}}{_IDLE}"
                rf"|{_IDLE}[^.?]{{0,60}}(?:\b(\d{{1,6}}) ?(?:/|of|out of) ?\2\b)"
            ),
        ),
        (
            3,
            (
                r"nothing (?:is |else )?(?:actually )?running[^.?]{0,60}(?:full|limit|slot)|(?:full|limit"
                r"|slot)s?[^.?]{0,60}nothing (?:is )?running|stuck in (?:cancelling|running)|zombie"
                r"|cancelling"
            ),
        ),
    ),
    "limit_not_enforced": (
        (
            7,
            (
                r"not (?:\w+ ){0,4}?(?:respect|enforce|honou?r|appl(?:y|ied)|obey|work|limit|throttl|block"
                r"|tak(?:e|en|ing) effect)\w*|ignor(?:e|es|ed|ing)\b|violat|exceed(?:s|ed|ing)?\b|bypass"
                r"|under-?enforced|over-?alloc|erratic"
            ),
        ),
        (
            6,
            (
                r"(?<!no )(?<!not )(?<!never )(?:more|greater) than (?:the |\d+ |one |my |two )"
                r"[^.?]{0,50}(?:run|limit|start|at once|concurren|slot)"
                r"|(?<!only )(?<!most )(?<!max )(?<!than )(?<!just )\b(?:both|two|three|2|3|all|\d\d+)"
                r"[^.?]{0,50}(?:start(?:ed|s)?|ran|run"
                r"|running|execut\w+)[^.?]{0,30}(?:same time|simultaneous|at once|together|despite"
                r"|although|even though|parallel)"
            ),
        ),
        (
            6,
            (
                r"(?:despite|even though|although|even with|though)[^.?]{0,60}(?:limit|concurrency)"
                r"|(?:limit|concurrency)[^.?]{0,60}(?:no effect|does nothing|not effective|anyway|as if)"
                r"|still (?:start|run|launch)\w*[^.?]{0,40}(?:parallel|simultaneous|at once|same time"
                r"|concurrent|all)"
            ),
        ),
        (5, r"\b(?:start|launch)(?:ed|s) \d{1,6} [^?\n]{0,40}(?:at once|simultaneous|at the same time)"),
        (
            4,
            (
                r"do(?:es)? not exist - skipping|no cap\b|uncapped|unlimited|started \d+ |starts? (?:two"
                r"|both|all|multiple|several)|twice|duplicate"
            ),
        ),
    ),
    "lease_renewal_failed": (
        (
            9,
            (
                r"lease renewal|renew(?:al|ing|ed)?[^.?]{0,40}lease|lease[^.?]{0,60}(?:renew|expire|lost"
                r"|fail|not found|revoked)|(?:lost|losing|loses?) (?:the |its |their )?lease"
            ),
        ),
        (
            6,
            (
                r"prevent over-allocation|slots are no longer reserved|410 gone"
                r"|\blease\b[^.?]{0,60}\b(?:410|404)\b"
            ),
        ),
        (3, r"\bleases?\b|lease storage|cancelled by the runtime environment|randomly crash"),
        (9, r"^\W*(?:crash detected\W+)?execution was cancelled by the runtime environment\W*$"),
    ),
    "crash_on_limit": (
        (4, CANCELLED),
        (5, r"\bruns? (?:has |have )?(?:crashed|failed|died)\b[^?\n]{0,80}\blimit\b"),
        (
            5,
            (
                r"(?:run|flow|task|worker|agent)s? [^.?]{0,40}(?:crash|fail|die"
                r"|exit)\w*[^.?]{0,80}(?:limit|slot|concurren)|(?:limit|slot"
                r"|concurren)[^.?]{0,60}(?:crash(?:es|ed)?|fails?|failed|abort)\b"
            ),
        ),
        (
            6,
            (
                r"slots requested is greater|concurrencyslotacquisition|acquireconcurrencyslottimeout"
                r"|concurrency limit reached|timed out[^.?]{0,40}acquir|cancelled[^.?]{0,60}(?:slot|limit"
                r"|cancel_new)|slot lost|must be created before"
            ),
        ),
        (
            4,
            (
                r"(?:every|all|each|new)[^.?]{0,30}(?:runs?|flows?) (?:is|are|gets?|get"
                r"|being) (?:cancelled|aborted|failed|crashed)|typeerror"
            ),
        ),
    ),
    "api_error": (
        (
            6,
            (
                r"\b(?:405|409|422|423|429|500|502|503|504)\b|method not allowed|internal server error"
                r"|unprocessable|too many requests|service unavailable|http error|validation error"
            ),
        ),
        (
            4,
            (
                r"api (?:returns?|answers?|gives?|error|responds?|rate limit)|rate limit(?:s|ed)? (?:by"
                r"|from|on|of)? ?(?:the )?(?:prefect )?(?:cloud|api)|database is locked|(?:returns?"
                r"|raises?|gives?|throws?|get) (?:me )?an? (?:\w+ )?(?:error|exception)"
            ),
        ),
    ),
    "worker_limit_stuck": (
        (
            8,
            (
                r"flow run limit reached|limit(?:er)? (?:slot|token)s?[^.?]{0,40}(?:not|never|leak|double)"
                r"|capacity ?limiter|borrower"
            ),
        ),
        (
            5,
            (
                r"(?:worker|agent)s?\b[^.?]{0,120}(?:stale|stuck|stops? (?:pick|poll|submit)"
                r"|no longer (?:pick|submit|poll)|not pick|concurrency count|buggy|limit reached"
                r"|does not (?:pick|start|take))|aborted submission|stale agent"
            ),
        ),
    ),
}

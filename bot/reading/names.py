"""Names of limits, tags, pools, queues, deployments and runs, and the run a link leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from bot.reading.common_words import is_common
from bot.reading.names_never import is_never_a_name, without_what_names_nothing
from bot.reading.said_amounts import WORD
from bot.reading.vocabulary import NOT_NAMES, PLAIN_WORDS

MAX_NAMES = 20
_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_RUN_URL = re.compile(rf"https?://[^\s<>\"'|]{{1,300}}?/(?:runs|flow-runs)/(?:flow-run/)?({_UUID})")
_RUN_ID = re.compile(
    rf"(?i)\b(?:run|why|flow_run_id|run[_ ]id)\b[\s:='\"`(#]{{1,6}}(?:id[\s:='\"`]{{1,4}})?({_UUID})"
)
_ONLY_ID = re.compile(rf"^\W*({_UUID})\W*$")
# Prefect names runs with two or three words of the coolname list, such as brave-otter.
_RUN_NAME = re.compile(
    r"(?i)\b(?:flow run|task run|run|why(?: is| does| are)?)\s+(?:called "
    r"|named )?[\"'`]?([a-z]{2,12}(?:-[a-z]{2,12}){1,2})[\"'`]?"
    r"(?=[\s?.,!:;)]|$)"
)
_RUN_FIELD = re.compile(r"(?i)\bflow_run_name[\"']?\s{0,3}[:=]\s{0,3}[\"']([^\"'\n]{1,120})[\"']")
_UI_NAME = re.compile(
    r"/(?:work-pools/work-pool|concurrency-limits/concurrency-limit)/([^\s/?#<>\"']{1,120})"
)

_WORD = r"[A-Za-z0-9_][\w.:/-]{0,119}"
# What may stand between "gcl" and its count, and names none.
_NOT_OF_GCL = (
    "limits?|slots?|shows?|keeps?|says?|reads?|stays?|stuck|full|inspect|ls|usage|used|active|count(?:er)?|at|is"
    "|has|concurrency|capacity|stat(?:u?s)?|value|number|remains?|held|occupied|taken|with|of|its?|the|that|this"
    "|and|now|still|always|only|just|currently|hangs?|hung"
)
_FINDERS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"\b(?:concurrency|rate_limit)\(\s{0,4}(?:names=)?(\[[^\]\n]{1,300}\]"
        r"|[\"'][^\"'\n]{1,120}[\"'])"
    ),
    re.compile(r"\btags\s{0,2}=\s{0,2}(\[[^\]]{1,300}\])"),
    re.compile(
        r"(?m)^\s{0,20}-?\s{0,4}(?:name|work_queue_name|tags):\s{0,4}(\[[^\]\n]{1,300}\]"
        r"|[\"']?[A-Za-z0-9_][\w.:/-]{0,119}[\"']?)\s*$"
    ),
    re.compile(r"(?i)\b(?:Concurrency limits|slots on) (\[[^\]\n]{1,300}\])"),
    re.compile(r"`([^`\n]{1,120})`"),
    re.compile(r"(?<![\w\"])\"([^\"\n]{1,120})\"(?!\w)"),
    re.compile(r"(?<![\w'])'([^'\n]{1,120})'(?!\w)"),
    re.compile(r"(?<![\w/.:-])([\w-]{2,60}/[\w-]{2,60})(?![\w/]|[:@]\w)"),
    # A plain word where only a name can stand: "gcl locks shows 3/3", "work queue default of pool ecs".
    re.compile(
        rf"(?i)\bgcl (?!(?:{_NOT_OF_GCL})\b)([a-z][\w-]{{1,40}})(?= (?:slots? (?:is|are|stay)\b"
        r"|(?:(?:shows?|says?|is|has|stuck|full|at) ){0,3}\d{1,6} ?(?:/|of )))"
    ),
    re.compile(r"(?i)\bwork[ -]queue (default) (?:of|in|from) (?:the |our |my )?(?:work[ -])?pool\b"),
    re.compile(
        r"(?i)\bdeployments? \(([a-z][\w-]{0,40}(?: [\w-]{1,40}){0,3}/[\w-]{1,40}(?: [\w-]{1,40}){0,3})\)"
    ),
    re.compile(
        r"(?i)\b(?:concurrency-limit|gcl|global-concurrency-limit|work-pool|work-queue|deployment) "
        r"(?:inspect|create|delete|reset|update|enable|disable|pause|resume|set-concurrency-limit"
        r"|(?<=gcl )set-limit|(?<=prefect deployment )run) "
        r"(?!(?:the|an?|it|this|that|and|but|or|is|to|on|of|for|in|from|with|did|will|has|was|command|again"
        rf"|shows?|says?|does|doesn|didn|while|when|then|not)\b)({_WORD})"
    ),
    # "pool big from 10 to 25", "the limit for db from 5 to 12": any word at all, where two numbers follow it.
    re.compile(
        r"(?i)(?<![\w-])(?:tag|pool|queue|gcl|limit) (?:(?:for|of|on|the|my|our) ){0,2}"
        r"(?!(?:global|work|tag|pool|queue|gcl|limit|deployment|concurrency|worker|flow|it|this|that|them|for|of"
        rf"|on|the|my|our|up|down|back|is|was|goes|went)\b)({_WORD})(?= from \d{{1,6}} to \d{{1,6}}\b)"
    ),
    re.compile(
        r"(?i)(?<![\w-])(?:work-)?(?:tag|tagged|pool|queue|deployment|gcl)"
        r"(?: (?:concurrency )?limit(?: (?:of|for|on)(?: the| my| our)?)?)?"
        rf" (?:called |named |with |as )?({_WORD})"
    ),
    re.compile(rf"(?i)(?<![\w-])(?:called|named) ({_WORD})"),
    # "the limit etl", "flow billing is late": a plain word, where what follows speaks of it.
    re.compile(
        r"(?i)(?<![\w-])(?:limit|flow|run) ([a-z][a-z0-9]{1,40})(?= (?:is|isn|are|has|hasn|was|shows?|says?"
        r"|does|doesn|keeps?|stays?|never|still|hangs?|waits?|reads?|full|stuck|late)\b| \d{1,6} ?(?:/|of ))"
    ),
    re.compile(
        r"(?i)(?:(?<![\w-])(?:the|our|my|tag|global|concurrency)|(?<=[\w ?]{8}[,;])) limit "
        r"([a-z][a-z0-9]{1,40})(?=\s{0,9}(?:[?!,.;)]|$))"
    ),
    # "a global limit erp with 2 slots", "limit erp: 3".
    re.compile(
        r"(?i)(?<![\w-])(?:(?:the|an?|our|my|tag|global|concurrency) limit ([a-z][\w-]{1,40}) (?:with|of)"
        rf"|limit ([a-z][\w-]{{1,40}}) ?[:=]) ?(?:\d|{WORD})"
    ),
    re.compile(
        r"(?i)\b(?:tags?|(?:work )?pools?|(?:work )?queues?|limits?|deployments?|gcl|flow|lock|tagged)\s+"
        rf"(?:is |are |called |named |name |on |with |as |inspect |create |enable |update )?({_WORD})"
    ),
    re.compile(rf"(?i)\b({_WORD})\s+(?:tag|work pool|pool|work queue|queue|deployment|limit)\b"),
    re.compile(r"(?<![\w/.-])([A-Za-z][\w]{1,40}(?:[_-][A-Za-z0-9]{1,40}){1,5})(?![\w/.(=-])"),
)
_PLAIN = 13  # from here on a plain English word is no name
_LOOSE = 18  # from here on a finder only guesses, so the name must look like one
_NOT = re.compile(r"(?i)(?<=n)['’]t\b")  # "isn't", "don't" behind the word of a kind
_ITEM = re.compile(r"[\"']([^\"'\n]{1,120})[\"']")
_NAME = re.compile(r"[\w][\w .:/@#-]{0,119}$")
_SNAKE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")  # a function; Prefect names the flow with dashes
_LOOKS_LIKE_NAME = re.compile(r"[\w.:/]*[-_\d:/][\w.:/-]*$")


def _items(found: str) -> list[str]:
    if found[:1] in "[\"'":
        return _ITEM.findall(found)
    return [found]


def _is_name(name: str, *, plain: bool, loose: bool) -> bool:
    if len(name) < 2 or is_never_a_name(name, quoted=not plain) or not _NAME.match(name):
        return False
    if (
        name.count(" ") > 3
        or name.startswith(("http", "prefect.", "PREFECT_"))
        or re.fullmatch(r"[\d.:/-]+", name)
    ):
        return False
    if re.fullmatch(_UUID, name):
        return False
    if plain and (name.lower() in PLAIN_WORDS or is_common(name.lower())):
        return False
    return not loose or _LOOKS_LIKE_NAME.match(name) is not None


def names_in(text: str) -> tuple[str, ...]:
    """Return the names a person may mean, the surest first."""
    names: dict[str, None] = {}
    text = without_what_names_nothing(text)
    for position, finder in enumerate(_FINDERS):
        for match in finder.finditer(text):
            if _NOT.match(text, match.end(match.lastindex or 1)):
                continue
            for item in _items(match[match.lastindex or 1]):
                name = item.strip(" .,:;?!")
                if _is_name(name, plain=position >= _PLAIN, loose=position >= _LOOSE):
                    names.setdefault(name)
            if len(names) >= MAX_NAMES:
                return tuple(names)[:MAX_NAMES]
    for match in _UI_NAME.finditer(text):
        names.setdefault(unquote(match.group(1)))
    names = dict.fromkeys(name for name in names if not _is_cut(name, names, text))
    for name in list(names):
        if _SNAKE.fullmatch(name):
            names.setdefault(name.replace("_", "-"))
    return tuple(names)[:MAX_NAMES]


def _is_cut(name: str, names: Iterable[str], text: str) -> bool:
    """Tell whether a path is only a part of "daily load/prod eu", where it stands alone nowhere."""
    whole = [each for each in names if " " in each and each != name and name in each] if "/" in name else []
    for each in whole:
        text = text.replace(each, " ")
    return bool(whole) and name not in text


def run_reference_in(text: str) -> str:
    """Return the run's id from a link or an id, else the run's name, else nothing."""
    for regex in (_RUN_URL, _RUN_ID, _ONLY_ID):
        match = regex.search(text)
        if match:
            return match.group(1).lower()
    if field := _RUN_FIELD.search(text):
        return field.group(1)
    for match in _RUN_NAME.finditer(text):
        if match.group(1).lower() not in NOT_NAMES:
            return match.group(1)
    return ""

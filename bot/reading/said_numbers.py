"""How many slots a limit has and how many are taken, as people and the API's own records say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.asserted import stance
from bot.reading.said_compared import compared_in

# What a person gives to a command is what they wished for, not what was counted.
_OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]{1,40}(?:[ =]{1,2}[\d.]{1,12})?")
_OF = re.compile(
    r"(?i)(?<![\d./-])(\d{1,6}) ?(?:/|of|out of) ?(\d{1,6})(?![\d./-])[^.?\n]{0,30}(?:slots?|limit"
    r"|used|taken|occupied|active)|(?:slots?|limit|active|used"
    r"|taken)[^.?\n]{0,20}?(?<![\d./-])(\d{1,6}) ?(?:/|of|out of) ?(\d{1,6})(?![\d./-])"
    r"|\bconcurrency[ :=(]{1,3}(\d{1,6}) ?/ ?(\d{1,6})(?![\d./-])"
    r"|(?<![\d./-])(\d{1,6})/(\d{1,6}) concurrency\b"
)
# "gcl db 1/1", "stuck at 3/3": two numbers with a slash beside what has slots count them; a date does not.
_OF_IT = re.compile(
    r"(?i)\b(?:gcl|tag|pool|queue|full|stuck)\b(?:(?!\b(?:since|on|until|from|by)\b)[^.?\n]){0,40}?"
    r"(?<![\d./-])(\d{1,6})/(\d{1,6})(?![\d/-]|\.\d)"
)
_LIMIT = re.compile(
    r"(?i)\blimits?(?:ed)?(?: is| was| of| to| at| set| value| currently|:|="
    r"|\()*[\s=:]{0,3}(\d{1,6})(?!\d|\.\d|k\b|,\d{3}\b)"
    r"|(?<![\d.])(\d{1,6}) slots? (?:in total|total|available)"
)
_USED = re.compile(
    r"(?i)\bactive[-_ ]slots?[\"']?(?: is| are| stays?| at| stuck| shows?| says?|:"
    r"|=)*[\s=:]{0,3}(\d{1,6})\b|(?<![\d./])(\d{1,6}) (?:active |concurrency )?slots? (?:are |is "
    r"|still |stay |remain )*(?:used|in use|taken|occupied|held|active|stuck)"
)


# Fields of the API's answers, as `prefect gcl inspect` and `prefect work-pool inspect` print them.
def _field(name: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])[\"']?(?:{name})[\"']?\s{{0,3}}[:=]\s{{0,3}}({value})\b")


_ACTIVE_SLOTS = _field("active_slots", r"\d{1,6}")
_RECORD_LIMIT = _field("limit|concurrency_limit", r"\d{1,6}")
_SWITCHED = _field("active", "[Tt]rue|[Ff]alse")
_PAUSED = re.compile(r"\b(WorkPool|WorkQueue)\((?:[^()\n]|\n){0,2000}?\bis_paused=(True|False)\b")
# "3/3 taken although no run is running": the counter is above what runs.
_TAKEN = re.compile(
    r"(?i)\b(?:full|taken|occupied|used up|in use|held|holds?|maxed(?: out)?|exhausted|active[-_ ]slots?)\b"
)
_NOTHING_RUNS = re.compile(
    r"(?i)\b(?:no|zero|0|not a single|not one)(?: [\w-]+){0,2}? (?:runs?|tasks?|flows?|jobs?)"
    r"(?: (?:is|are|was|were))?(?: (?:actually|currently|really|even|still|left))?"
    r" (?:running|runs?|active|alive)\b"
    r"|\b(?:no|zero|0|none) (?:actually )?(?:running|active|live) (?:[\w-]+ )?(?:runs?|tasks?|flows?|jobs?)\b"
    r"|\b(?:nothing|none)(?: (?:is|are|was|of [\w ]{1,30}?))?(?: (?:actually|currently|really|even|still))?"
    r" (?:running|runs|run|alive)\b"
    r"|\b(?:nobody|no ?one|nothing|none|no(?: [\w-]+)? (?:runs?|tasks?|flows?|jobs?))"
    r" (?:(?:really|actually|currently|still) )?(?:holds?|uses|occupies)(?: (?:it|them|any|one))?\b"
)
# "All its runs ended hours ago" beside a count says the same.
_ALL_ENDED = re.compile(
    r"(?i)\b(?:all|both|every|each)(?: (?:of|the|my|our|its|these|those|flow|task))*"
    r" (?:runs?|tasks?|flows?|jobs?)(?: (?:are|is|were|was|have|has|had|long|already|since))*"
    r" (?:ended|finished|completed|done|over|gone|dead|crashed|cancell?ed)\b"
)
_SENTENCE = re.compile(r"[^\n.?!]+(?:[.?!]+(?=[^\s.?!])[^\n.?!]+)*[.?!]*")
_SURE = re.compile(
    r"(?i)\b(?:running|alive|active|live)$|\b(?:running|active|live) |\b(?:holds?|uses|occupies)\b"
    r"|^(?:all|both|every|each)\b"
)
_DOUBTS = re.compile(r"(?i)\b(?:if|when|whether|until|once|should|maybe|perhaps|because|so)\b|\?")
_PAST = re.compile(
    r"(?i)\b(?:was|were|had|yesterday|last (?:night|week|time)|before|earlier|ago|used to|if)\b"
)
# A limit that was 0 "and is now 5".
_NO_LONGER = re.compile(
    r"(?i)\b(?:but|now|then|today|meanwhile|since|i|we|it|it['\u2019]s|and)\b[^\n.?!]{0,30}"
    r"\b(?:back to|to|is|at|it['\u2019]s|now) (?:now )?[1-9]\d{0,5}\b(?! (?:more )?(?:runs?|tasks?|flows?))"
    r"|\b(?:until|by (?:mistake|accident))\b[^\n.?!]{0,40}\b(?:fixed|mended|corrected|undone)\b"
)
_SUPPOSES = re.compile(r"(?i)\bwhat (?:happens|would|will|does|if)\b[^\n.?!]{0,80}$")
_A_RATE = re.compile(
    r"(?i) ?(?:\w{1,20} ){0,2}(?:per|an?|each|every|/) ?"
    r"(?:s|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?)\b"
)
_DECAY = re.compile(
    r"(?i)\bslot[-_ ]decay(?:[-_ ]per[-_ ]second)?(?: is| of| to|:|=)*[\s=:\"']{1,4}"
    r"(\d{1,5}(?:\.\d{1,6})?)(?![\d.]*\d)"
)
# The tag's own view lists holders, and here none of them.
_EMPTY_VIEW = re.compile(
    r"(?i)\bconcurrency-limit inspect\b[^\n]{0,60}\b(?:shows?|lists?|has|gives?|returns?|prints?|reports?)\b"
    r"[^\n]{0,20}?(?:\b(?:none|nothing|nobody|empty)\b|\[\]"
    r"|\bno (?:holders?|active|slots?|tasks?|task runs?)\b)"
)
Number = tuple[str, float | int | bool, int]  # the fact, its value, and where its quote starts


def numbers_in(text: str) -> list[Number]:
    """Return the slots a text counts, and what a pasted record of a limit or pool says beside them."""
    text = _OPTION.sub(lambda option: " " * len(option[0]), text)
    found = list(_record(text) or _counted(text))
    counts = {name: int(value) for name, value, _ in found}
    used = counts.get("slots_used")
    unexplained = list(_unexplained(text, used))
    if not unexplained and (told := compared_in(text, used, counts.get("slot_limit"))):
        unexplained = [("slots_unexplained", *told)]
    return [*found, *_switches(text), *unexplained]


def _record(text: str) -> list[Number]:
    used, limit = _ACTIVE_SLOTS.search(text), _RECORD_LIMIT.search(text)
    if not (used and limit):
        return []
    return [("slot_limit", int(limit[1]), limit.start()), ("slots_used", int(used[1]), used.start())]


def _counted(text: str) -> Iterator[Number]:
    if of := _OF.search(text) or _OF_IT.search(text):
        used, limit = (int(group) for group in of.groups() if group)
        yield "slots_used", used, of.start()
        yield "slot_limit", limit, of.start()
        return
    for name, regex in (("slot_limit", _LIMIT), ("slots_used", _USED)):
        if match := regex.search(text):
            value = int(match[1] or match[2])
            if name != "slot_limit" or _is_given(text, match, value):
                yield name, value, match.start()


def _is_given(text: str, match: re.Match[str], value: int) -> bool:
    """Tell whether a number is no rate; who asks what a limit of 0 would do only thinks of it."""
    if _A_RATE.match(text, match.end()):
        return False
    if value:
        return True
    if _SUPPOSES.search(text[: match.start()]) or _NO_LONGER.search(text, match.end()):
        return False
    return stance(text, *match.span()) not in {"denied", "asked", "thought_of"}


def _switches(text: str) -> Iterator[Number]:
    if decay := _DECAY.search(text):
        yield "slot_decay", float(decay[1]), decay.start()
    active = _SWITCHED.search(text) if _ACTIVE_SLOTS.search(text) else None
    if active:
        yield "limit_active", active[1].lower() == "true", active.start()
    if paused := _PAUSED.search(text):
        name = "pool_paused" if paused[1] == "WorkPool" else "queue_paused"
        yield name, paused[2] == "True", paused.start()


def _unexplained(text: str, used: int | None) -> Iterator[Number]:
    """Yield how far the counter is above what runs, where it is said that nothing runs."""
    if used == 0:
        return
    if used and (empty := _EMPTY_VIEW.search(text)):
        yield "slots_unexplained", used, empty.start()
        return
    sentences = list(_SENTENCE.finditer(text))
    for place, sentence in enumerate(sentences):
        nothing = _NOTHING_RUNS.search(sentence[0]) or _all_ended(sentence[0])
        if not nothing:
            continue
        rest = sentence[0].replace(nothing[0], " ")
        beside = sentences[max(0, place - 1) : place] + sentences[place + 1 : place + 2]
        counted = _TAKEN.search(rest) or (used and (_OF.search(rest) or _OF_IT.search(rest)))
        if counted or (used and _stands_alone(sentence[0], nothing) and any(_counts(s[0]) for s in beside)):
            yield "slots_unexplained", used or 1, sentence.start()
            return


def _stands_alone(sentence: str, nothing: re.Match[str]) -> bool:
    """Tell whether a sentence without a count says that nothing is alive, now and for sure.

    "Nothing runs" beside a count may as well mean what waits.
    """
    return _SURE.search(nothing[0]) is not None and not _DOUBTS.search(sentence)


def _all_ended(sentence: str) -> re.Match[str] | None:
    """Return where a sentence says that all runs have ended, unless it only waits for that."""
    return None if _DOUBTS.search(sentence) else _ALL_ENDED.search(sentence)


def _counts(sentence: str) -> bool:
    """Tell whether a sentence counts slots that are taken now."""
    return bool(
        (_OF.search(sentence) or _OF_IT.search(sentence) or _USED.search(sentence))
        and not _PAST.search(sentence)
    )

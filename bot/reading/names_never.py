"""What stands where a name could and never is one: keys of JSON, emoji, images, commands, statuses."""

from __future__ import annotations

import re

from bot.reading.common_words import is_common
from bot.reading.said_amounts import IN_WORDS
from bot.reading.vocabulary import NOT_NAMES

_EMOJI = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])")
_PAIR = re.compile(r"\"(\w{1,60})\"(\s{0,3}:\s{0,3})(\"(?:[^\"\\\n]|\\.){0,4000}\")?")
# Keys whose value is a name; `logger_name`, `threadName` and their like are not.
_NAMING = re.compile(
    r"(?i)(?:(?:flow|task|flow_run|task_run|deployment|work_pool|work_queue|pool|queue|limit"
    r"|concurrency_limit)_)?names?|tags?|limits?|(?:work_)?(?:pool|queue)|deployment"
)
_NEVER = re.compile(
    r"(?i)(?:linux|darwin|windows)/\w+|os/arch|prefecthq/.*|(?:application|text)/\w+"
    r"|(?:http/[\d.]+ )?[1-5]\d\d(?: [a-z]+){1,4}|non-\w+|multi-(?:worker|process|thread)\w*"
    # A rate, and a command of limits that Prefect does not have.
    r"|\d[\d.,_']*k?/(?:ms|s|sec|m|min|h|d|seconds?|minutes?|hours?|days?)"
    r"|(?:set|get|list|show|add|remove|reset|update|create|delete)-(?:limits?|slots?)"
    # A command: what it is about is its argument.
    r"|(?:(?:uv(?:x| run)|poetry run|pipx run|python3? -m) )?prefect .*"
)
# A task that the task runner warns of: no limit, pool, queue, deployment or run is called so.
_TASK = re.compile(r"(?<=Submitting task )'[^'\n]{1,120}'(?= from within another task)")
# A verb of the command line; a limit that is called so stands in quotes.
_VERBS = frozenset({"ls", "inspect", "preview", "cancel", "deploy", "serve", "slots", "version"})
_NUMBER = re.compile(IN_WORDS)

# Two such words with a slash between are a pair of things, no deployment: "Late/pending", "cpu/mem".
_PAIRED = frozenset(
    """
    late pending scheduled running paused cancelled cancelling canceled crashed failed completed retrying
    cpu mem memory ram gpu io disk network dev prod production stage staging test read write input output
    on off yes no true false and or with without flow flows task tasks run runs deployment deployments pool
    pools queue queues tag tags limit limits worker workers client server ui api cli cloud oss local hosted
    self docker k8s kubernetes process aws gcp azure min max sec day days week
    """.split()  # noqa: SIM905 - a list of so many words is read best as text
)


def without_what_names_nothing(text: str) -> str:
    """Return the text, as long as before, without emoji, tasks, and the keys and plain values of JSON."""
    text = _TASK.sub(lambda task: " " * len(task[0]), text)
    text = _EMOJI.sub(lambda emoji: " " * len(emoji[0]), text)
    return _PAIR.sub(_pair, text)


def _pair(pair: re.Match[str]) -> str:
    """Return the value alone; one that is no name loses its quotes, so that names within are found."""
    key, between, value = pair.groups()
    if value and not _NAMING.fullmatch(key):
        value = f" {value[1:-1]} "
    return f"{' ' * (len(key) + 2 + len(between))}{value or ''}"


def is_never_a_name(name: str, *, quoted: bool) -> bool:
    """Tell whether these words name nothing of a workspace, however they are written."""
    word = name.lower()
    if not quoted and (word in _VERBS or _NUMBER.fullmatch(word)):
        return True
    if "/" in word and all(_pairs(side) for side in word.split("/")):
        return True
    one = re.sub(r"s$", "", word.replace("_", "-"))
    return bool(word in NOT_NAMES or one in NOT_NAMES or _NEVER.fullmatch(name))


def _pairs(side: str) -> bool:
    return all(word in _PAIRED or is_common(word) for word in re.split("[-_]", side))

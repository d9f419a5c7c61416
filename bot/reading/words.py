"""The words of a text that may be names of live things, which only a look at Prefect can tell."""

from __future__ import annotations

import re

from bot.reading.common_words import is_common
from bot.reading.vocabulary import PLAIN_WORDS

MOST_READ, MOST_WORDS = 2_000, 60
_TOKEN = re.compile(r"[^\W_][\w.:/@#-]{0,119}")
# What a word beside it is a name of.
_KINDS = {
    **dict.fromkeys(("limit", "limits", "gcl", "lock", "slot", "slots"), "limit"),
    **dict.fromkeys(("tag", "tags", "tagged"), "tag"),
    **dict.fromkeys(("pool", "pools"), "pool"),
    **dict.fromkeys(("queue", "queues"), "queue"),
    **dict.fromkeys(("deployment", "deployments"), "deployment"),
}
# They stand between a name and its kind: "the mailer concurrency limit", "limit is called mailer".
_BETWEEN = frozenset({"concurrency", "global", "rate", "work", "is", "called", "named", "name"})
_NEVER = frozenset(
    (
        "a",
        "an",
        "any",
        "each",
        "every",
        "its",
        "my",
        "no",
        "one",
        "our",
        "same",
        "some",
        "that",
        "the",
        "this",
    )
)


def words_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return words, each with the kind of thing beside it: limit, tag, pool, queue, deployment or ""."""
    tokens = [match.group().rstrip(".:/@#-").casefold() for match in _TOKEN.finditer(text)][:MOST_READ]
    found: dict[tuple[str, str], None] = {}
    for place, word in enumerate(tokens):
        if word in _KINDS or word in _BETWEEN or word in _NEVER or len(word) < 2:
            continue
        plain = (word in PLAIN_WORDS or is_common(word)) and not _queue_of_pool(tokens, place)
        after, before = _beside(tokens, place, 1), "" if plain else _beside(tokens, place, -1)
        kinds = [kind for kind in (after, before) if kind]
        if kinds or not plain:
            found |= dict.fromkeys((word, kind) for kind in (kinds or [""]))
    # Those beside a kind first, so that a long log never crowds them out.
    return tuple(sorted(found, key=lambda pair: not pair[1]))[:MOST_WORDS]


def _queue_of_pool(tokens: list[str], place: int) -> bool:
    """Tell whether a word stands as a name in "queue low of pool main", where a common word is one too."""
    behind = tokens[place + 1 : place + 4]
    return tokens[place - 1 : place] == ["queue"] and behind[:1] in (["of"], ["in"]) and "pool" in behind


def _beside(tokens: list[str], place: int, step: int) -> str:
    """Return what kind of thing the next word says, or the one after a word that may stand between."""
    for at in (place + step, place + 2 * step):
        word = tokens[at] if 0 <= at < len(tokens) else ""
        if word in _KINDS:
            return _KINDS[word]
        if word not in _BETWEEN:
            break
    return ""

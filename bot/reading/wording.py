"""Prose in one spelling: lower case, one form for each term, key words corrected."""

from __future__ import annotations

import re

from bot.reading.vocabulary import KEY_WORDS, MISSPELLED, ORDINARY_WORDS


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


# A word and a key word that become equal when each loses at most one letter are one typing error apart.
_NEAR = {short: word for word in reversed(KEY_WORDS) for short in {word, *_shorter(word)}}
_KEY_WORDS = frozenset(KEY_WORDS)
_WORD = re.compile(r"[a-z]{3,}")
_TERMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bwork[-_ ]?pools?\b"), "work pool"),
    (re.compile(r"\bwork[-_ ]?queues?\b"), "work queue"),
    (re.compile(r"\btask[-_]?runs\b"), "task runs"),
    (re.compile(r"\btask[-_]?run\b"), "task run"),
    (re.compile(r"\bflow[-_]?runs\b"), "flow runs"),
    (re.compile(r"\bflow[-_]?run\b"), "flow run"),
    (re.compile(r"\brate[- ]limit"), "rate limit"),
    (re.compile(r"\b(can|do|does|is|are|was|did|wo|would|should|has|have|ca)n'?t\b"), r"\1 not"),
    (re.compile(r"\bcan not not\b|\bcan not\b|\bcannot\b|\bca not\b"), "can not"),
    (re.compile(r"\bwo not\b"), "will not"),
    (re.compile(r"[ \t]+"), " "),
    # "We have no limits on the pools" speaks of something else than the pools' limits.
    (
        re.compile(
            r"\b(?:there are no|no|without|not (?:use|have|set|using"
            r"|having)) (?:any )?(?:other )?(?:concurrency )?limits? "
            r"(?:on|for|in) [^.,;?\n]{0,60}"
        ),
        " ",
    ),
)


def _corrected(match: re.Match[str]) -> str:
    word = match.group()
    if word in MISSPELLED:
        return MISSPELLED[word]
    if len(word) < 6 or word in ORDINARY_WORDS or word in _KEY_WORDS:
        return word
    found = _NEAR.get(word)
    if found:
        return found
    return next((_NEAR[short] for short in sorted(_shorter(word)) if short in _NEAR), word)


def normal_wording(text: str) -> str:
    """Return the text as the phrase tables expect it. Linear in the length of the text."""
    text = _WORD.sub(_corrected, text.lower())
    for regex, term in _TERMS:
        text = regex.sub(term, text)
    return text

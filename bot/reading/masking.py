"""Secrets leave the text before anything else reads it."""

from __future__ import annotations

import re

MASK = "[masked]"

# What Slack, a terminal or markup puts into the middle of a key: marks, a link's scheme, a line's end.
_JOIN = r"(?:[*`~]{1,3}|(?:https?)?://|\n(?=[A-Za-z]{0,30}\d)(?=[\w.-]{10}))"


def _run_of(characters: str, least: int) -> str:
    """Return a pattern for at least so many of the characters, though something was put between them."""
    return rf"(?:[{characters}](?:{_JOIN}(?=[{characters}]))?){{{least},}}"


# Each rule keeps what tells a person which secret it was, and nothing of the secret.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----)){0,20000}"
            r"(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?"
        ),
        MASK,
    ),
    (re.compile(rf"(?<![A-Za-z0-9])(pn[ub]_){_JOIN}?{_run_of('A-Za-z0-9', 6)}"), r"\g<1>" + MASK),
    (re.compile(r"\b(xox[a-z]|xapp)-[A-Za-z0-9-]{8,}"), r"\g<1>-" + MASK),
    (re.compile(rf"\b(?:AKIA|ASIA){_JOIN}?{_run_of('A-Z0-9', 12)}"), MASK),
    (re.compile(rf"\b(gh[pousr]_){_run_of('A-Za-z0-9', 16)}"), r"\g<1>" + MASK),
    (re.compile(rf"\beyJ{_run_of('A-Za-z0-9_.-', 12)}"), MASK),
    (
        re.compile(rf"(?i)\b(bearer|basic)(\s{{1,4}}[*`~]{{0,3}}){_run_of('A-Za-z0-9+/=._~-', 8)}"),
        r"\g<1>\g<2>" + MASK,
    ),
    (
        re.compile(
            r"(?i)\b((?:postgres|mysql|mariadb|rediss?|amqps?|mongodb"
            r"|mssql)[a-z0-9+]{0,20}://[^\s:/@]{0,100}:)"
            r"(?!\[masked\])[^\s]{1,200}@"
        ),
        r"\g<1>" + MASK + "@",
    ),
    (
        re.compile(
            r"(?i)(?<![\w-])(--?(?:passw(?:or)?d|token|secret|(?:api-|access-)?key|auth-string)"
            r"[ \t]{1,4}[\"']?)"
            r"(?!\[masked\]|pn[ub]_\[masked\])[^\s\"'-][^\s\"']{3,}"
        ),
        r"\g<1>" + MASK,
    ),
    (re.compile(r"(?i)(://[^\s:/@]{0,100}:)(?!\[masked\])[^\s/]{1,200}@"), r"\g<1>" + MASK + "@"),
    (
        re.compile(
            r"(?i)((?:api[_-]?key|auth[_-]?string|secret_?(?:access)?_?(?:key)?|passw(?:or)?d|passwort"
            r"|(?:access|auth|api|session)[_-]?token|"
            r"[a-z]_token)[\"']{0,2}\s{0,3}[=:]\s{0,3}[\"']?)(?!\[masked\]|pn[ub]_\[masked\])"
            r"[^\s\"',;&<>{}()]{4,}"
        ),
        r"\g<1>" + MASK,
    ),
)


def mask_secrets(text: str) -> tuple[str, int]:
    """Return the text without its secrets, and how many were masked."""
    masked = 0
    for regex, replacement in _RULES:
        text, count = regex.subn(replacement, text)
        masked += count
    return text, masked

"""Commands that a person's release does not have are replaced by what it does have."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.engine.causes import CommandDefinition
from bot.engine.releases import Releases

from .reply import FixView, Line, QuestionView, Reply
from .templates import command_line

STAR, COMMENT = "*", "  # "


@dataclass(frozen=True, slots=True)
class Words:
    """A command line, its positional words apart from its options; None is an option without a value."""

    positional: tuple[str, ...]
    options: tuple[tuple[str, str | None], ...]


def fitted_reply(reply: Reply, releases: Releases, commands: Sequence[CommandDefinition]) -> Reply:
    """Replace every command in a reply that these releases are known to lack."""
    missing = missing_commands(releases, commands)
    if not missing:
        return reply

    def lines(found: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(_line(line, missing) for line in found)

    return replace(
        reply,
        headline=_line(reply.headline, missing),
        notes=lines(reply.notes),
        evidence=lines(reply.evidence),
        explanation=lines(reply.explanation),
        fixes=tuple(_fix(fix, missing) for fix in reply.fixes),
        verify=_line(reply.verify, missing),
        also=lines(reply.also),
        not_seen=lines(reply.not_seen),
        question=reply.question and _question(reply.question, missing),
    )


def fitted_fixes(
    fixes: Sequence[FixView], releases: Releases, commands: Sequence[CommandDefinition]
) -> tuple[FixView, ...]:
    """Replace every command in fixes that these releases are known to lack.

    A fix with a command that nothing replaces is left out.
    """
    missing = missing_commands(releases, commands)
    able = (fix for fix in fixes if all(fitted(command, missing) for command in fix.commands))
    return tuple(_fix(fix, missing) for fix in able)


def missing_commands(
    releases: Releases, commands: Sequence[CommandDefinition]
) -> tuple[CommandDefinition, ...]:
    """Return the commands that are known not to be there."""
    return tuple(
        each
        for each in commands
        if releases.lack(client_since=each.client_since, server_since=each.server_since)
    )


def fitted(line: str, missing: Sequence[CommandDefinition]) -> str:
    """Return a command line, or what serves instead of a missing one; empty where nothing does."""
    if not line.startswith("prefect "):
        return line
    command, mark, comment = line.partition(COMMENT)
    words = _words(command)
    for each in missing:
        values = _values(_words(each.command), words)
        if values is not None:
            return each.instead and _filled(_words(each.instead), values) + mark + comment
    return line


def _fix(fix: FixView, missing: Sequence[CommandDefinition]) -> FixView:
    commands = tuple(fitted(command, missing) for command in fix.commands)
    return replace(fix, title=_line(fix.title, missing), danger=_line(fix.danger, missing), commands=commands)


def _question(question: QuestionView, missing: Sequence[CommandDefinition]) -> QuestionView:
    return replace(question, why=_line(question.why, missing), where=_line(question.where, missing))


def _line(line: Line, missing: Sequence[CommandDefinition]) -> Line:
    return tuple(
        replace(span, text=fitted(span.text, missing) or span.text) if span.code else span for span in line
    )


@lru_cache(maxsize=1024)
def _words(line: str) -> Words:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # prose with an apostrophe
        words = line.split()
    positional: list[str] = []
    options: list[tuple[str, str | None]] = []
    while words:
        word = words.pop(0)
        if word == "--":
            positional += words
            break
        name, given, value = word.partition("=")
        if not name.startswith("--"):
            positional.append(word)
        elif given:
            options.append((name, value))
        else:
            options.append((name, words.pop(0) if words and not words[0].startswith("--") else None))
    return Words(tuple(positional), tuple(options))


def _values(pattern: Words, line: Words) -> tuple[str, ...] | None:
    """Return the values that stand for the stars, or None when the line is another command.

    A text may only name a command; then the values that are left out are left out at the end.
    """
    named = tuple(word for word in pattern.positional if word != STAR)
    if line.positional == named and not line.options:
        return ()
    if len(line.positional) != len(pattern.positional):
        return None
    found = dict(line.options)
    if found.keys() != dict(pattern.options).keys():
        return None
    pairs = [*zip(pattern.positional, line.positional, strict=True)]
    pairs += [(wanted or "", found[name] or "") for name, wanted in pattern.options]
    values = []
    for wanted, word in pairs:
        start, star, _ = wanted.partition(STAR)
        if not star and wanted != word:
            return None
        if star and not word.startswith(start):
            return None
        values += [word.removeprefix(start)] if star else []
    return tuple(values)


def _filled(instead: Words, values: tuple[str, ...]) -> str:
    left = list(values)

    def fill(word: str) -> str | None:
        if STAR not in word:
            return word
        return word.replace(STAR, left.pop(0)) if left else None

    positional = [word for each in instead.positional if (word := fill(each)) is not None]
    options = [(name, fill(value or "")) for name, value in instead.options]
    return command_line(positional, options if values or not _starred(instead) else [])


def _starred(words: Words) -> bool:
    return any(STAR in (value or "") for _, value in words.options)

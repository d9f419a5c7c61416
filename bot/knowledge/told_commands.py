"""Every `prefect …` command that a person may read, collected so that each can be proven."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.engine.book import Book
from bot.engine.causes import Cause
from bot.engine.releases import older

INLINE = re.compile(r"`(prefect [a-z][^`]*)`")
VALUE, DEPLOYMENT, RUN_ID = "1", "1/1", "00000000-0000-4000-8000-000000000000"
# Rooms whose texts reach nobody who asks: the lab's own work, and this check.
UNSEEN = frozenset({"lab", "workbench", "knowledge"})


@dataclass(frozen=True, slots=True)
class Told:
    """One command line with stand-ins for its values; `whole` when it is there to be pasted.

    In running text a command may only be named, without its arguments. `written` is its template; it is
    offered from the release `since` on.
    """

    line: str
    where: str
    whole: bool
    written: str = field(default="", compare=False)
    since: str = ""

    def offered_on(self, release: str) -> bool:
        """Tell whether a person whose client and server are of this release reads it."""
        return not older(release, self.since)


def told_commands(book: Book) -> tuple[Told, ...]:
    """Return every command of the knowledge, those that serve on older releases included."""
    found = [told for compiled in book.causes for told in _of_cause(compiled.cause)]
    for name, definition in book.facts.items():
        if (asked := definition.question) is not None:
            labels = (option.label for option in asked.options)
            found += _inline((asked.prompt, asked.why, asked.where, *labels), f"fact {name}")
    for symptom in book.symptoms.values():
        found += _inline((symptom.says, symptom.undecided), f"symptom {symptom.symptom}")
    for mechanism in book.mechanisms.values():
        found += _inline((mechanism.title, mechanism.says), f"mechanism {mechanism.mechanism}")
    for each in book.commands:
        lines = (each.command, each.instead)
        found += [Told(with_stand_ins(line), "commands.yaml", True, line) for line in lines]
    return tuple(dict.fromkeys(found))


def source_commands(package: Path = Path(__file__).parents[1]) -> tuple[Told, ...]:
    """Return every command in the texts that stand in the bot's own modules."""
    found: list[Told] = []
    for path in sorted(package.rglob("*.py")):
        module = path.relative_to(package)
        if module.parts[0] in UNSEEN:
            continue
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
        found += _inline((text for text in texts if isinstance(text, str)), str(module))
    return tuple(dict.fromkeys(found))


def with_stand_ins(template: str) -> str:
    """Fill a command's template or pattern with values that every parser takes."""
    text = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{(.*?)\}\}", _stand_in, template))
    return text.replace("*", VALUE).split(" #")[0].strip()


def _stand_in(interpolation: re.Match[str]) -> str:
    """Return an id or a deployment where the fact is one, else a digit: a name and a number alike."""
    fact = interpolation[1].strip()
    return RUN_ID if fact.endswith("id") else DEPLOYMENT if fact == "deployment_name" else VALUE


def _of_cause(cause: Cause) -> Iterator[Told]:
    yield from _pasted((cause.by_hand,), cause)
    prose = [cause.headline, cause.say, cause.verify, *(condition.say for condition in cause.conditions)]
    for fix in cause.fixes:
        own = (*_pasted((fix.check, *fix.commands), cause), *_inline((fix.danger,), cause.code))
        yield from (replace(told, since=fix.since) for told in own)
        prose.append(fix.title)  # said on older releases too, as what a newer one can do
    yield from _inline(prose, cause.code)


def _pasted(templates: Iterable[str], cause: Cause) -> Iterator[Told]:
    for template in templates:
        for line in template.splitlines():
            if line.strip().startswith("prefect "):
                yield Told(with_stand_ins(line), cause.code, True, line)


def _inline(texts: Iterable[str], where: str) -> list[Told]:
    lines = (line for text in texts for line in INLINE.findall(text))
    return [Told(with_stand_ins(line), where, False, line) for line in lines]

"""Rendering knowledge templates: prose is protected, commands are shell-quoted, snippets are filled."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Template, TemplateAssertionError, UndefinedError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.engine.expressions import expression_environment

from .markup import Marked, link, literal, protect, spans, with_codes
from .reply import Line

MINUTE, HOUR, DAY = 60, 3600, 86400
_PLACE = re.compile(r"\{\{\s*(\w+)[^}]*\}\}")  # the first fact that a place in a template reads
_COMMAND = re.compile(r"`prefect [^`]*`")  # a command line in running text
_VALUE = re.compile(r"\{\{(.+?)\}\}")
_ASKED = re.compile(r"(\w+) is defined")
_BLOCK = re.compile(r"\{%[^%]*%\}")
UNWRITABLE = spans(
    "No command: a name in it holds a character that cannot be pasted, shown here as `<U+…>` or as a space. "
    "Without it, the command would act on another."
)
DASHED = "\ue000"  # marks a value that begins with "-" until its command line is whole


def duration(seconds: float | None) -> str:
    """Write seconds as people say them: "48 s", "3 h 12 m", "2 d 4 h"."""
    if seconds is None:
        return "an unknown time"
    whole = max(int(seconds), 0)
    for unit, sign, smaller, small_sign in ((DAY, "d", HOUR, "h"), (HOUR, "h", MINUTE, "m")):
        if whole >= unit:
            rest = whole % unit // smaller
            return f"{whole // unit} {sign} {rest} {small_sign}" if rest else f"{whole // unit} {sign}"
    return f"{whole // MINUTE} m {whole % MINUTE} s" if whole >= MINUTE else f"{whole} s"


def count_of(number: int, noun: str) -> str:
    """Write a count with its noun: "1 run", "3 runs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def runs_wait(number: int, noun: str = "run") -> str:
    """Write how many runs wait: "1 run waits", "3 task runs wait"."""
    return f"{count_of(number, noun)} {'waits' if number == 1 else 'wait'}"


def join_names(records: Sequence[Mapping[str, Any]], most: int = 3) -> Marked:
    """Name the first runs as links with state and age, and say how many more there are."""
    shown = [_run(record) for record in records[:most]]
    more = len(records) - len(shown)
    return Marked(", ".join(shown) + (f" and {more} more" if more > 0 else ""))


def _run(record: Mapping[str, Any]) -> str:
    state, since = record.get("state"), record.get("since_seconds")
    notes = [protect(state)] if state else []
    notes += [duration(since)] if since is not None else []
    name = link(record.get("name") or record.get("id") or "?", record.get("link"))
    return f"{name} ({', '.join(notes)})" if notes else name


def as_argument(value: object) -> Marked:
    """Write a value as one argument of a command line in running text; none is taken for another."""
    return Marked(protect(shlex.quote(with_codes(str(_known(value))))))


def _with_arguments(source: str) -> str:
    """Let each value of a command line in running text be one argument of it."""
    return _COMMAND.sub(lambda line: _VALUE.sub(r"{{ (\1) | as_argument }}", line[0]), source)


@lru_cache(maxsize=1)
def _prose() -> ImmutableSandboxedEnvironment:
    environment = expression_environment()
    environment.finalize = _protected
    environment.filters.update(
        duration=duration,
        count_of=count_of,
        runs_wait=runs_wait,
        join_names=join_names,
        link=link,
        as_argument=as_argument,
    )
    return environment


@lru_cache(maxsize=1)
def _shell() -> ImmutableSandboxedEnvironment:
    environment = expression_environment()
    environment.finalize = _quoted
    return environment


def _known(value: object) -> object:
    """Return a value; None is that of a fact that could not be read, so it counts as not known."""
    if value is None:
        raise UndefinedError("this could not be read")
    return value


def _protected(value: object) -> str:
    return protect(_known(value))


class _UnwritableError(Exception):
    """A name that no command line can hold as it is."""


def _unwritable(text: str) -> bool:
    return literal(text) != text


def _quoted(value: object) -> str:
    text = str(_known(value))
    if _unwritable(text):
        raise _UnwritableError
    return (DASHED if text.startswith("-") else "") + shlex.quote(text)


def _names_not_options(line: str) -> str:
    """Write a name that begins with "-" so that the command line does not take it for an option."""
    words: list[str] = []
    names: list[str] = []  # the first such name and every argument after it
    for word in shlex.split(line):
        plain = word.removeprefix(DASHED)
        if words[-1:] and words[-1].startswith("--") and "=" not in words[-1]:
            words[-1] += "=" + plain
        elif plain != word or (names and not word.startswith("--")):
            names.append(plain)
        else:
            words.append(word)
    return shlex.join([*words, "--", *names] if names else words)


def command_line(words: Sequence[str], options: Sequence[tuple[str, str | None]]) -> str:
    """Write a command line from its words and options; a name that begins with "-" stays a name."""
    line = [_quoted(word) for word in words]
    for name, value in options:
        line += [name] if value is None else [name, _quoted(value)]
    joined = " ".join(line)
    return _names_not_options(joined) if DASHED in joined else joined


@lru_cache(maxsize=1)
def _value() -> ImmutableSandboxedEnvironment:
    environment = expression_environment()
    environment.finalize = _known
    return environment


@lru_cache(maxsize=4096)
def _compiled(kind: str, source: str) -> Template:
    told = _with_arguments(source) if kind in {"prose", "gaps"} else source
    return {"prose": _prose, "gaps": _gaps, "shell": _shell, "value": _value}[kind]().from_string(told)


def render_line(source: str, facts: Mapping[str, Any]) -> Line | None:
    """Render one line of prose; None when it needs a fact that is not known."""
    try:
        text = _compiled("prose", source).render(facts)
    except (UndefinedError, TypeError):
        return None
    return spans(" ".join(text.split()))


def render_title(source: str, facts: Mapping[str, Any]) -> Line:
    """Render one line of prose; a value not known stays as a word to fill in: `<number of holders>`."""
    known = render_line(source, facts)
    return known if known is not None else spans(_PLACE.sub(_to_fill_in, _BLOCK.sub("", source)))


def render_danger(source: str, facts: Mapping[str, Any]) -> Line:
    """Render what a fix risks; it is never left out: what is not known of it is named."""
    known = render_line(source, facts)
    if known is not None:
        return known
    template = _compiled("gaps", source)
    try:
        return spans(" ".join(template.render(facts).split()))
    except (UndefinedError, TypeError):
        asked = set(_ASKED.findall(source))  # the text has words for when these are not known
        names = meta.find_undeclared_variables(_prose().parse(source)) - facts.keys() - asked
        unknown = ", ".join(sorted(name.replace("_", " ") for name in names))
        return spans(f"What it risks cannot be said; not known: {unknown or 'one of its numbers'}.")


class _Gap(ChainableUndefined):
    """A fact that is not known, in a text that says so: `<slots leaked>`; nothing is counted of it."""

    def __str__(self) -> str:
        return f"<{str(self._undefined_name).replace('_', ' ')}>"

    def __len__(self) -> int:
        return int(self._fail_with_undefined_error())

    def __iter__(self) -> Iterator[Any]:
        self._fail_with_undefined_error()


@lru_cache(maxsize=1)
def _gaps() -> ImmutableSandboxedEnvironment:
    return _prose().overlay(undefined=_Gap)


def _to_fill_in(place: re.Match[str]) -> str:
    return f"<{place[1].replace('_', ' ')}>"


def render_command(source: str, facts: Mapping[str, Any]) -> str | None:
    """Render one command line; None when a name in it cannot be written, so that it would mean another.

    A name not known stays as a word in capitals to fill in. A limit goes by its id too.
    """
    if "limit_id" in facts and _unwritable(facts["limit_name"]):
        facts = {**facts, "limit_name": facts["limit_id"]}
    try:
        line = _compiled("shell", source).render(facts).strip()
        return _names_not_options(line) if DASHED in line else line
    except (UndefinedError, TypeError):
        return _PLACE.sub(lambda match: match[1].upper(), source).strip()
    except _UnwritableError:
        return None


def fill_snippet(text: str, fill: Mapping[str, str], facts: Mapping[str, Any]) -> str:
    """Put the case's own values into a snippet's constants; one without a known value stays as it is."""
    for constant, source in fill.items():
        try:
            value = _compiled("value", source).render(facts)
        except (UndefinedError, TypeError):
            continue
        line = re.search(rf"(?m)^{re.escape(constant)} = (.*)$", text)
        if line:
            text = f"{text[: line.start(1)]}{_constant(line[1], value)}{text[line.end(1) :]}"
    return text.strip() + "\n"


def _constant(example: str, value: str) -> str:
    """Write a value as the example is written: a number for a number, else a string."""
    number = re.fullmatch(r"[\d.]+", example) and re.fullmatch(r"(0|[1-9]\d*)(\.\d+)?", value)
    return value if number else repr(value)


def check_template(source: str) -> nodes.Template:
    """Parse a template; raises TemplateSyntaxError, unknown filters and tests included."""
    tree = _prose().parse(source)
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        kind, known = (
            ("filter", _prose().filters) if isinstance(node, nodes.Filter) else ("test", _prose().tests)
        )
        if node.name not in known:
            raise TemplateAssertionError(f"No {kind} named {node.name!r}.", node.lineno)
    return tree


def filters() -> frozenset[str]:
    """Return the names of the filters that a template may use."""
    return frozenset(_prose().filters)

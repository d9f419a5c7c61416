"""The pages of `docs/` that are written from the knowledge: one for each cause, their index, the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.engine.book import Book
from bot.engine.causes import Cause, Condition, FactDefinition, Fix, Versions
from bot.engine.expressions import compile_expression
from bot.replies.compose import ONLY_SELF_HOSTED

from .tree import mermaid

MADE = "<!-- written from the knowledge by `make docs`; change the knowledge, not this page -->"
KINDS = {
    "fault": "Fault",
    "normal": "Works as configured",
    "guide": "Guide",
    "folklore": "Believed, but not so",
}
RISKS = {"none": "no risk", "low": "low risk", "high": "high risk"}
WEIGHTS = {"decisive": "must hold", "supporting": "speaks for it", "rules_out": "speaks against it"}
SOURCES = {"text": "what you write", "log": "a log", "probe": "Prefect's API", "ask": "a question"}


Scenarios = Sequence[tuple[str, str | None, str]]  # name, code of its cause, the scenario it looks like
_CONDITION = re.compile(r"\{%-?\s*(?:el)?if[^%]*%\}|\{%-?\s*endif\s*-?%\}")


def pages(book: Book, scenarios: Scenarios) -> dict[str, str]:
    """Return every page by its path below `docs/`."""
    found = {
        f"causes/{entry.cause.code}.md": cause_page(entry.cause, book, scenarios) for entry in book.causes
    }
    found["causes/README.md"] = index_page(book)
    found["tree.md"] = tree_page(book)
    return found


def index_page(book: Book) -> str:
    """List the causes by kind."""
    lines = [
        MADE,
        "# Every cause the bot knows",
        "",
        f"{len(book.causes)} causes; [the decision tree](../tree.md).",
    ]
    for kind, title in KINDS.items():
        rows = [entry.cause for entry in book.causes if entry.cause.kind == kind]
        lines += ["", f"## {title}", "", "| code | cause | limit |", "| --- | --- | --- |"]
        lines += [f"| [{c.code}]({c.code}.md) | {_cell(c.title)} | {_mechanisms(c, book)} |" for c in rows]
    return "\n".join(lines) + "\n"


def tree_page(book: Book) -> str:
    """Show the drawn tree."""
    what = "What you see, which limit it is about, and which causes come into question."
    return f"{MADE}\n# The decision tree\n\n{what}\n\n```mermaid\n{mermaid(book)}\n```\n"


def cause_page(cause: Cause, book: Book, scenarios: Scenarios) -> str:
    """Write one cause: what is seen, what decides it, how to mend it, and what proves all that."""
    return "\n".join(_parts(cause, book, scenarios)).rstrip() + "\n"


def _parts(cause: Cause, book: Book, scenarios: Scenarios) -> Iterator[str]:
    where = " and ".join(
        {"cloud": "Prefect Cloud", "self_hosted": "self-hosted servers"}[h] for h in cause.hosting
    )
    yield MADE
    yield f"# {cause.code} {cause.title}\n"
    yield f"{KINDS[cause.kind]} · {_mechanisms(cause, book)}{' · ' + where if where else ''}\n"
    yield f"**{plain(cause.headline)}**\n"
    if cause.seen_on:
        yield f"{ONLY_SELF_HOSTED}\n"
    yield from (f"{plain(line)}\n" for line in cause.say.strip().splitlines() if line.strip())
    yield "## What people see\n"
    yield from (f"- {book.symptoms[symptom].says}" for symptom in cause.symptoms)
    yield "\n## What decides it\n"
    yield "| | fact | said as |\n| --- | --- | --- |"
    yield from map(_condition, cause.conditions)
    yield "\n| fact | what it says | learnt from |\n| --- | --- | --- |"
    yield from (_fact(book.facts[name]) for name in _facts(cause) if name in book.facts)
    if cause.by_hand:
        yield f"\nBy hand: `{command(cause.by_hand)}`"
    if cause.fixes:
        yield "\n## What to do\n"
    for number, fix in enumerate(cause.fixes, 1):
        yield from _fix(number, fix, book.snippets)
    if cause.verify:
        yield f"**It worked when:** {plain(cause.verify)}\n"
    yield from _versions(cause.versions)
    yield "## Proof\n"
    yield from _proof(cause, book, scenarios)
    if cause.references:
        yield "\n## References\n"
        yield from (f"- <{reference}>" for reference in cause.references)


def _condition(condition: Condition) -> str:
    return f"| {WEIGHTS[condition.weight]} | `{_cell(condition.when)}` | {_cell(plain(condition.say))} |"


def _facts(cause: Cause) -> list[str]:
    named = (compile_expression(each.when).names for each in cause.conditions)
    return sorted({name for names in named for name in names})


def _fact(fact: FactDefinition) -> str:
    sources = ", ".join(SOURCES[source] for source in fact.learnt_from)
    return f"| `{fact.fact}` | {_cell(fact.says)} | {sources} |"


def _fix(number: int, fix: Fix, snippets: Mapping[str, str]) -> Iterator[str]:
    danger = f" {plain(fix.danger)}" if fix.danger else ""
    yield f"{number}. **{plain(fix.title)}** ({RISKS[fix.risk]}){danger}\n"
    look = [f"{command(fix.check)}  # look first"] if fix.check else []
    lines = [*look, *map(command, fix.commands), *fix.settings]
    if lines:
        yield "   ```sh\n" + "\n".join(f"   {line}" for line in lines) + "\n   ```\n"
    if fix.snippet:
        code = snippets[fix.snippet].strip().splitlines()
        yield "   ```python\n" + "\n".join(f"   {line}".rstrip() for line in code) + "\n   ```\n"


def _versions(versions: Versions) -> Iterator[str]:
    told = {
        "server_since": "Servers since {}",
        "server_fixed_in": "Fixed in server {}",
        "client_since": "Clients since {}",
        "client_fixed_in": "Fixed in client {}",
    }
    known = [text.format(getattr(versions, key)) for key, text in told.items() if getattr(versions, key)]
    if known:
        yield "## Releases\n"
        yield from (f"- {line}" for line in known)
        yield ""


def _proof(cause: Cause, book: Book, scenarios: Scenarios) -> Iterator[str]:
    own = {name: twin for name, code, twin in scenarios if code == cause.code}
    for name, twin in own.items():
        alike = {twin, *(other for other, code, of in scenarios if of == name and code != cause.code)} - {""}
        told = f"; looks like {', '.join(f'`{each}`' for each in sorted(alike))}" if alike else ""
        file = f"../../bot/lab/scenarios/{name.replace('-', '_')}.py"
        yield f"- Scenario [`{name}`]({file}) on a real server{told}"
    cases = [case.log_case for case in book.log_cases.values() if case.expect == cause.code]
    yield from (f"- Log case `{name}`" for name in cases)


def _mechanisms(cause: Cause, book: Book) -> str:
    return ", ".join(
        book.mechanisms[name].title if name in book.mechanisms else "no limit" for name in cause.mechanisms
    )


def plain(text: str) -> str:
    """Write a prose template for a reader: an interpolation stands as the name of its fact."""
    text = _CONDITION.sub("", text)
    text = re.sub(r"\{%-?\s*else\s*-?%\}", " – or: ", text)
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(_named(piece, code=piece.startswith("`")) for piece in pieces)


def command(text: str) -> str:
    """Write a command template for a reader: an interpolation stands in capitals."""
    return _named(_CONDITION.sub("", text), code=True).strip()


def _named(text: str, *, code: bool) -> str:
    def name(found: re.Match[str]) -> str:
        words = re.sub(r"^each\.", "run ", found[1].strip())
        words = re.sub(r"\s*\|\s*(\w+)(\([^)]*\))?", "", words)
        words = re.sub(r"\[[^]]*\]|\.", " ", words).replace("(", "").replace(")", "")
        words = re.sub(r"\s*([-+*/])\s*", r"\1" if code else r" \1 ", words)
        return words.strip().upper().replace(" ", "_") if code else f"*{words.strip().replace('_', ' ')}*"

    return re.sub(r"\{\{(.*?)\}\}", name, text)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

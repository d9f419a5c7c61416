"""`knowledge check | tree | list | show | pages`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.errors import UsageError
from bot.knowledge.check import check
from bot.knowledge.load import knowledge
from bot.knowledge.pages import pages
from bot.knowledge.tree import mermaid
from bot.lab.scenario import find_scenarios

from .stated import nearest

knowledge_app = typer.Typer(help="The knowledge: causes, facts, questions.", no_args_is_help=True)


@knowledge_app.command("check")
def check_command(
    folder: Annotated[Path | None, typer.Argument(help="Another knowledge folder.")] = None,
) -> None:
    """Validate everything: facts, conditions, templates, snippets, commands, proofs."""
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    if folder is not None and not any(folder.glob("causes/*.yaml")):
        raise UsageError(f"{folder} holds no causes/*.yaml")
    book = check(folder)
    print(f"{len(book.causes)} causes, {len(book.facts)} facts, {len(book.signatures)} signatures: all good")


@knowledge_app.command("tree")
def tree_command() -> None:
    """Draw the decision tree (Mermaid) from facts and causes."""
    print(mermaid(knowledge()))


@knowledge_app.command("pages")
def pages_command(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; `docs` in a checkout.")],
) -> None:
    """Write a page for each cause, their index and the tree."""
    found = pages(knowledge(), [(each.name, each.cause, each.twin_of) for each in find_scenarios()])
    for stale in set((folder / "causes").glob("CL*.md")) - {folder / path for path in found}:
        stale.unlink()
    for path, text in found.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    print(f"{len(found)} pages in {folder}")


@knowledge_app.command("list")
def list_command() -> None:
    """List the causes."""
    table = Table("Code", "Cause", "Kind", "Mechanisms", box=None)
    for compiled in knowledge().causes:
        cause = compiled.cause
        table.add_row(cause.code, Text(cause.title), cause.kind, ", ".join(cause.mechanisms))
    Console().print(table)


@knowledge_app.command("show")
def show_command(code: Annotated[str, typer.Argument(help="A cause's code, such as CL20.")]) -> None:
    """Show one cause as it is written."""
    book = knowledge()
    cause = book.cause(code.upper())
    if cause is None:
        near = nearest(code, [compiled.cause.code for compiled in book.causes])
        raise UsageError(f"no cause `{code}`{near}; `knowledge list` shows them all")
    print(f"{cause.code}  {cause.title}\n{cause.kind}; {', '.join(cause.mechanisms)}; {cause.file}\n")
    for condition in cause.conditions:
        print(f"  {condition.weight}: {condition.when}")
    for fix in cause.fixes:
        print(f"\n  fix ({fix.risk}): {fix.title}")
        for command in fix.commands:
            print(f"    {command}")

"""The terminal twin: the same engine and the same words as in Slack."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer
from rich.console import Console

from bot.engine.facts import Case, Fact
from bot.errors import UsageError
from bot.knowledge.load import knowledge
from bot.settings import read_settings
from bot.turn import Conversation, Turn

from .knowledge_commands import knowledge_app
from .lab_commands import lab_app
from .rich_reply import draw
from .triage import triage_lines

app = typer.Typer(
    help="Finds out why Prefect concurrency limits make your runs wait, and gives the fix.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(lab_app, name="lab")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="Your question or a pasted log; `-` reads standard input.")],
    answer: Annotated[list[str] | None, typer.Option(help="FACT=VALUE, an answer to a question.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask one question."""
    said = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    facts = [_stated(item) for item in answer or ()]

    async def question(conversation: Conversation) -> Turn:
        return await conversation.say(Case().with_facts(facts), said)

    _show(asyncio.run(_converse(question)), as_json=as_json)


@app.command()
def why(
    run: Annotated[str, typer.Argument(help="A flow run's URL, id or name.")], as_json: AsJson = False
) -> None:
    """Say why this run waits: every gate in the server's order, the first closed one named."""
    _show(asyncio.run(_converse(lambda conversation: conversation.why(run))), as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check the whole workspace; exit status 1 when a fault is confirmed."""
    turn = asyncio.run(_converse(lambda conversation: conversation.doctor()))
    _show(turn, as_json=as_json)
    verdicts = turn.answer.verdicts if turn.answer else ()
    if any(verdict.status == "confirmed" and verdict.cause.kind == "fault" for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def triage(
    file: Annotated[str, typer.Argument(help="JSON Lines {id, text}; `-` is standard input.")],
) -> None:
    """Sort questions without live data: JSON Lines in, JSON Lines out."""
    try:
        with sys.stdin if file == "-" else open(file, encoding="utf-8") as lines:
            for line in triage_lines(lines, knowledge()):
                print(line)
    except OSError as mistake:
        raise UsageError(f"cannot read {file}: {mistake.strerror}") from mistake


async def _converse(turn: Callable[[Conversation], Awaitable[Turn]]) -> Turn:
    """Take one turn with a live connection where one is configured."""
    from bot.prefect_live.connection import PrefectLive  # noqa: PLC0415 - importing Prefect takes seconds

    book, live = knowledge(), PrefectLive.configured(silent_after=read_settings().bot_silent_after)
    if live is None:
        return await turn(Conversation(book))
    async with live:
        return await turn(Conversation(book, live))


def _show(turn: Turn, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(turn.report, ensure_ascii=False, indent=2))
    else:
        draw(turn.reply, Console(highlight=False))


def _stated(item: str) -> Fact:
    name, equals, value = item.partition("=")
    book = knowledge()
    if not equals or name not in book.facts:
        raise UsageError(f"--answer wants FACT=VALUE with a known fact, not `{item}`; see `knowledge list`")
    question = book.facts[name].question
    options = {str(option.value): option.value for option in question.options} if question else {}
    return Fact(name, options.get(value, value), "person")

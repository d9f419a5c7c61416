"""The terminal twin: the same engine and the same words as in Slack."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from bot.engine.facts import Case
from bot.errors import BotError, UsageError
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.turn import Conversation, Turn, unknown_run

from .connecting import configured_prefect, must_have_seen
from .knowledge_commands import knowledge_app
from .lab_commands import lab_app
from .rich_reply import draw
from .stated import stated
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
    answers = dict(stated(item, knowledge()) for item in answer or ())
    turn = asyncio.run(_converse(lambda conversation: conversation.say(Case(), said, answers)))
    _show(turn, as_json=as_json)


@app.command()
def why(
    run: Annotated[str, typer.Argument(help="A flow run's URL, id or name.")], as_json: AsJson = False
) -> None:
    """Say why this run waits: every gate in the server's order, the first closed one named."""
    if not run.strip():
        raise UsageError("why which run? Give its URL, its id or its name")
    turn = asyncio.run(_converse(lambda conversation: conversation.why(run), "why"))
    with _told_on_the_way_out(turn, as_json=as_json):
        must_have_seen(turn)
        if unknown_run(turn.case):
            raise UsageError(text_of(turn.reply.headline))
    _show(turn, as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check the whole workspace; exit status 1 when a fault is confirmed."""
    turn = asyncio.run(_converse(lambda conversation: conversation.doctor(), "doctor"))
    with _told_on_the_way_out(turn, as_json=as_json):
        must_have_seen(turn)
    _show(turn, as_json=as_json)
    verdicts = turn.answer.verdicts if turn.answer else ()
    if any(verdict.status == "confirmed" and verdict.cause.kind == "fault" for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def triage(
    file: Annotated[str, typer.Argument(help="JSON Lines {id, text}; `-` is standard input.")],
) -> None:
    """Sort questions without live data: JSON Lines in, JSON Lines out."""
    refused = False
    try:
        with sys.stdin if file == "-" else open(file, encoding="utf-8-sig") as lines:
            for line in triage_lines(lines, knowledge()):
                if isinstance(line, UsageError):
                    refused = True
                    print(f"concurrency-bot: {line}", file=sys.stderr)
                else:
                    print(line)
    except BrokenPipeError:  # `… | head` has seen enough; typer ends quietly, with status 1
        raise
    except UnicodeDecodeError as mistake:
        raise UsageError(f"{file} is not UTF-8 text: {mistake.reason}") from mistake
    except OSError as mistake:
        raise UsageError(f"cannot read {file}: {mistake.strerror}") from mistake
    if refused:
        raise typer.Exit(2)


async def _converse(turn: Callable[[Conversation], Awaitable[Turn]], needed_for: str = "") -> Turn:
    """Take one turn with a live connection where one is configured."""
    live = configured_prefect(needed_for)
    if live is None:
        return await turn(Conversation(knowledge()))
    async with live:
        return await turn(Conversation(knowledge(), live))


@contextmanager
def _told_on_the_way_out(turn: Turn, *, as_json: bool) -> Iterator[None]:
    """Print the JSON object also when the exit status says that it tells of no success."""
    try:
        yield
    except BotError:
        if as_json:
            _show(turn, as_json=True)
        raise


def _show(turn: Turn, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(turn.report, ensure_ascii=False, indent=2))
    else:
        draw(turn.reply, Console(highlight=False))

"""A Reply drawn for a terminal with rich. Foreign text is never read as rich markup."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from bot.replies.plain import folded
from bot.replies.reply import FixView, GateView, Line, QuestionView, Reply

from .stated import UNKNOWN

MARKS = {
    "fault": ("✗ Fault", "bold red"),
    "normal": ("• Working as configured", "bold blue"),
    "healthy": ("✓ Healthy", "bold green"),
    "open": ("? Open", "bold yellow"),
    "guide": ("i How-to", "bold cyan"),
    "refusal": ("i", "bold"),
}
GATES = {"closed": ("✗ closed", "bold red"), "unknown": ("? unknown", "dim")}


@dataclass(frozen=True, slots=True)
class Pasted:
    """Commands or code, for copying."""

    text: Text


def draw(reply: Reply, console: Console) -> None:
    """Print the reply."""
    for part in _parts(reply):
        # What is pasted keeps its lines as they are, however narrow the terminal.
        console.print(part.text if isinstance(part, Pasted) else part, soft_wrap=isinstance(part, Pasted))


def rich_line(line: Line) -> Text:
    """Turn spans into styled literal text."""
    text = Text()
    for span in line:
        styles = [name for name in ("bold", "italic") if getattr(span, name)]
        styles += ["cyan"] if span.code else []
        styles += [f"link {span.url}"] if span.url else []
        text.append(span.text, style=" ".join(styles))
    return text


def _parts(reply: Reply) -> list[RenderableType | Pasted]:
    label, style = MARKS[reply.mood]
    headline = rich_line(reply.headline)
    if reply.mood != "refusal":
        headline.stylize("bold")
    parts: list[RenderableType | Pasted] = [Text.assemble((label + "  ", style), headline)]
    parts += [Padding(rich_line(line), (0, 0, 0, 2)) for line in reply.notes]
    parts += [_bullet(line) for line in reply.evidence]
    parts += [Padding(rich_line(line), (0, 0, 0, 2)) for line in reply.explanation]
    parts += _gates(reply.gates)
    for number, fix in enumerate(reply.fixes, 1):
        parts += _fix(number, fix)
    if reply.verify:
        parts.append(Text.assemble(("How to see that it worked: ", "bold"), rich_line(reply.verify)))
    for title, lines in (("Also", reply.also), ("Not visible from here", reply.not_seen)):
        parts += [Text(title + ":", style="bold"), *map(_bullet, lines)] if lines else []
    return [*parts, *_question(reply.question)]


def _bullet(line: Line) -> Padding:
    return Padding(Text.assemble("• ", rich_line(line)), (0, 0, 0, 2))


def _gates(gates: tuple[GateView, ...]) -> list[RenderableType | Pasted]:
    standing, passed = folded(gates)
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 2))
    for gate in standing:
        mark, style = GATES[gate.state]
        table.add_row(Text(mark, style=style), Text(gate.name), Text(gate.evidence, style="dim"))
    last = Padding(Text(f"✓ {passed}", style="green"), (0, 0, 0, 2))
    return [*([table] if standing else []), *([last] if passed else [])]


def _fix(number: int, fix: FixView) -> list[RenderableType | Pasted]:
    title = Text.assemble((f"{number}. ", "bold"), rich_line(fix.title))
    if fix.danger:
        title.append_text(Text.assemble(" – ", rich_line(fix.danger)))
    parts: list[RenderableType | Pasted] = [title]
    for command in fix.commands:
        indented = "\n".join("    " + line for line in command.splitlines())
        parts.append(Pasted(Text(indented, style="green")))
    if fix.snippet:
        code = Syntax(fix.snippet, "python", background_color="default").highlight(fix.snippet)
        parts.append(Pasted(Text.assemble("\n", code)))  # not indented: so it runs where it is pasted
    return parts


def _question(question: QuestionView | None) -> list[RenderableType | Pasted]:
    if question is None:
        return []
    answers = Table(box=None, show_header=False, padding=(0, 1, 0, 2))
    for value, label in (*question.options, (UNKNOWN, "I don't know")):
        answers.add_row(Text(f"--answer {question.fact}={value}"), Text(label, style="dim"))
    lines = [Padding(rich_line(line), (0, 0, 0, 2)) for line in (question.why, question.where) if line]
    return [Text(question.prompt, style="bold yellow"), *lines, answers]

"""A Reply drawn for a terminal with rich. Foreign text is never read as rich markup."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from bot.replies.reply import FixView, GateView, Line, QuestionView, Reply

MARKS = {
    "fault": ("✗ Fault", "bold red"),
    "normal": ("• Working as configured", "bold blue"),
    "healthy": ("✓ Healthy", "bold green"),
    "open": ("? Open", "bold yellow"),
    "guide": ("i How-to", "bold cyan"),
    "refusal": ("i", "bold"),
}
GATES = {"open": ("✓ passed", "green"), "closed": ("✗ closed", "bold red"), "unknown": ("? unknown", "dim")}


def draw(reply: Reply, console: Console) -> None:
    """Print the reply."""
    console.print(Group(*_parts(reply)))


def rich_line(line: Line) -> Text:
    """Turn spans into styled literal text."""
    text = Text()
    for span in line:
        styles = [name for name in ("bold", "italic") if getattr(span, name)]
        styles += ["cyan"] if span.code else []
        styles += [f"link {span.url}"] if span.url else []
        text.append(span.text, style=" ".join(styles))
    return text


def _parts(reply: Reply) -> list[RenderableType]:
    label, style = MARKS[reply.mood]
    headline = rich_line(reply.headline)
    headline.stylize("bold")
    parts: list[RenderableType] = [Text.assemble((label + "  ", style), headline)]
    parts += [_bullet(line) for line in reply.evidence]
    parts += [Padding(rich_line(line), (0, 0, 0, 2)) for line in reply.explanation]
    parts += [_gates(reply.gates)] if reply.gates else []
    for number, fix in enumerate(reply.fixes, 1):
        parts += _fix(number, fix)
    if reply.verify:
        parts.append(Text.assemble(("How to see that it worked: ", "bold"), rich_line(reply.verify)))
    for title, lines in (("Also", reply.also), ("Not visible from here", reply.not_seen)):
        parts += [Text(title + ":", style="bold"), *map(_bullet, lines)] if lines else []
    return [*parts, *_question(reply.question)]


def _bullet(line: Line) -> Padding:
    return Padding(Text.assemble("• ", rich_line(line)), (0, 0, 0, 2))


def _gates(gates: tuple[GateView, ...]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 2))
    for gate in gates:
        mark, style = GATES[gate.state]
        table.add_row(Text(mark, style=style), Text(gate.name), Text(gate.evidence, style="dim"))
    return table


def _fix(number: int, fix: FixView) -> list[RenderableType]:
    title = Text.assemble((f"{number}. ", "bold"), rich_line(fix.title))
    if fix.danger:
        title.append_text(Text.assemble(" – ", rich_line(fix.danger)))
    parts: list[RenderableType] = [title]
    if fix.commands:
        parts.append(Padding(Text("\n".join(fix.commands), style="green"), (0, 0, 0, 4)))
    if fix.snippet:
        parts.append(Padding(Syntax(fix.snippet, "python", background_color="default"), (0, 0, 0, 4)))
    return parts


def _question(question: QuestionView | None) -> list[RenderableType]:
    if question is None:
        return []
    answers = ", ".join(f"--answer {question.fact}={value} ({label})" for value, label in question.options)
    return [
        Text(question.prompt, style="bold yellow"),
        Padding(rich_line((*question.why,)), (0, 0, 0, 2)),
        Padding(rich_line((*question.where,)), (0, 0, 0, 2)),
        Padding(Text("Answer with: " + answers, style="dim"), (0, 0, 0, 2)),
    ]

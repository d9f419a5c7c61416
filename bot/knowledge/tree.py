"""The decision tree, drawn from facts and causes so that it cannot drift from them."""

from __future__ import annotations

from bot.engine.book import Book


def mermaid(book: Book) -> str:
    """Draw symptom → mechanism → cause → what decides it, as a Mermaid flowchart."""
    lines = ["flowchart LR", '  start(["What do you see?"])']
    drawn: set[str] = set()

    def draw(line: str) -> None:
        if line not in drawn:
            drawn.add(line)
            lines.append(line)

    for symptom in book.symptoms.values():
        for compiled in book.causes:
            cause = compiled.cause
            if symptom.symptom not in cause.symptoms:
                continue
            draw(f'  start --> {symptom.symptom}["{_text(symptom.says)}"]')
            for mechanism in cause.mechanisms:
                branch = f"{symptom.symptom}_{mechanism}"
                title = book.mechanisms[mechanism].title if mechanism in book.mechanisms else "no limit"
                draw(f'  {symptom.symptom} --> {branch}["{_text(title)}"]')
                draw(f'  {branch} --> {cause.code}(["{cause.code} {_text(cause.title)}"])')
    return "\n".join(lines)


def _text(text: str) -> str:
    return text.replace('"', "'").replace("`", "")

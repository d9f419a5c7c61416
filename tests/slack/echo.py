"""A conversation that asks one question and repeats what it hears; it stands in for no outside system."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.engine.facts import Case, Fact
from bot.replies.reply import FixView, QuestionView, Reply, Span

QUESTION = QuestionView(
    "hosting", "Cloud or self-hosted?", (), (), (("cloud", "Cloud"), ("self", "Self-hosted"))
)


def said(text: str, question: QuestionView | None = None) -> Reply:
    return Reply("open" if question else "normal", (Span(text),), question=question)


@dataclass
class Echo:
    heard: list[str] = field(default_factory=list)
    then: QuestionView | None = None  # what is asked after an answer
    fixes: tuple[FixView, ...] = ()

    def note(self, text: str) -> str:
        self.heard.append(text)
        return text

    async def say(self, case: Case, text: str) -> tuple[Case, Reply]:
        if text == "boom":
            raise RuntimeError("broken on purpose")
        reply = replace(said(self.note(f"heard {text}"), QUESTION), fixes=self.fixes)
        return case.with_facts([Fact("said", text, "person")]), reply

    async def answer(self, case: Case, fact: str, value: str | None) -> tuple[Case, Reply]:
        told = said(self.note(f"{fact}={value} after {case.value('said')}"), self.then)
        return replace(case, asked=(*case.asked, fact)), told

    async def back(self, case: Case) -> tuple[Case, Reply]:
        return case, said(self.note("back"))

    async def start_over(self, case: Case) -> tuple[Case, Reply]:
        return Case(), said(self.note("start over"))

    async def status(self) -> tuple[Case, Reply]:
        return Case(), said(self.note("status"))

    async def limit(self, name: str) -> tuple[Case, Reply]:
        return Case(), said(self.note(f"limit {name}"))

    async def run(self, reference: str) -> tuple[Case, Reply]:
        return Case(), said(self.note(f"run {reference}"))

    async def help(self) -> tuple[Case, Reply]:
        return Case(), said(self.note("help"))

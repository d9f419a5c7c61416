"""One turn of a conversation: text or an answer in, a case and a reply out.

The shell around the pure engine: it fetches what `decide` asks to look at, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from bot.engine.book import Book
from bot.engine.decide import Answer, Look, decide
from bot.engine.facts import Case, Fact
from bot.engine.findings import Findings, Gate, Hints, learn
from bot.reading import Reading, mask_secrets, read
from bot.replies.compose import compose
from bot.replies.markup import literal, spans
from bot.replies.not_seen import DONT_KNOW
from bot.replies.reply import Span
from bot.replies.report import report
from bot.thinking import thinking

from .asides import FORGOTTEN, said
from .denying import with_denied
from .failures import names_a_failure, with_failures
from .handing_over import handed_over
from .heard import Heard
from .hearing import foreseen, hear
from .next_fix import (
    GONE,
    NEXT_CAUSE,
    NEXT_FIX,
    NOTHING_NEWER,
    STILL_THERE,
    code_of,
    first_step,
    is_done_with,
    is_gone,
    leads_again,
    leads_nowhere,
    looked_afresh,
    names_a_cause,
    still_shows,
    told_of,
    with_tried,
    without_tried,
)
from .next_question import only_the_next
from .remarks import all_were_tried
from .turns import NOTHING_READ, Turn, about_the_talk, noted, only_said, refusal, warned
from .understanding import hints_of, named_run, patterns, typed, understood, with_missing_names
from .unseen import UNCONNECTED, blind, is_half_told, no_such, saw_nothing, unknown_run, with_names

MOST_LOOKS = 3


class Live(Protocol):
    """The live Prefect API, as one look sees it."""

    @property
    def probes(self) -> frozenset[str]:
        """Names of the probes it offers."""

    async def look(self, probes: frozenset[str], hints: Hints) -> Findings:
        """Run probes; what cannot be read comes back as unavailable, never as an exception."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The knowledge and, where one is configured, the live API; every door talks to this."""

    book: Book
    live: Live | None = None

    async def say(self, case: Case, text: str, answers: Mapping[str, Any] | None = None) -> Turn:
        """Take what a person wrote, and answers given with it; an answer of None means "I don't know"."""
        later = bool(case.facts) and not answers
        reading = await thinking(lambda: self._read(text, later=later))
        if reading.problem in NOTHING_READ:
            return warned(refusal(case, reading), reading.secrets_masked)
        turn = await (self._go_on(case, reading) if later else self._begin(case, reading, answers or {}))
        return warned(turn, reading.secrets_masked)

    async def _begin(self, case: Case, reading: Reading, answers: Mapping[str, Any]) -> Turn:
        if reading.problem and not await self._names_something(reading):
            return self._refusal(case, reading)
        told = understood(case, reading, answers)
        return await self._talk(with_denied(told, reading.text, self.book))

    def _refusal(self, case: Case, reading: Reading) -> Turn:
        return refusal(case, reading, can_look=self.live is not None)

    async def _go_on(self, case: Case, reading: Reading) -> Turn:
        """Take a later message of a talk."""
        heard = await thinking(lambda: hear(case, reading, self.book, self._read))
        if heard.step == "nothing":
            return await self._begin(case, reading, {}) if reading.problem else self._refusal(case, reading)
        if heard.step in {"next", "still"}:
            tried = heard.case.told if all_were_tried(reading.text) else heard.case.told[:1]
            return await self._next(heard.case, tried, ran_it=heard.step == "next")
        if heard.step in {"again", "first_step"}:
            turn = await self._again(heard.case, short=heard.step == "first_step")
            return noted(turn, *heard.notes)
        if heard.step == "back":
            return await self.back(case)
        turn = await self._done(heard)
        return only_the_next(turn, await thinking(partial(self._decide, case))) if heard.unknown else turn

    async def _done(self, heard: Heard) -> Turn:
        if heard.reply is not None:
            return about_the_talk(heard.case, heard.reply, self.book)
        turn = await self._talk(heard.case)
        if heard.otherwise and not names_a_cause(turn):
            known = await self._talk(heard.otherwise)
            turn = known if names_a_cause(known) else turn
        if told := foreseen(turn.case, heard.rest, self.book):
            turn = await self._talk(told)
        if heard.step == "hand_over":
            return self._handed_over(turn)
        return noted(turn, *heard.notes)

    async def _next(self, case: Case, tried: tuple[str, ...], *, ran_it: bool) -> Turn:
        """Name what comes next after a fix that did not help: another fix, another cause, or a person.

        While Prefect itself still shows the cause, it stays named; what only words told of is given up.
        """
        code = code_of(case)
        now = await self._talk(looked_afresh(case))
        shows = still_shows(now, code)
        if shows and not ran_it:
            return noted(now, STILL_THERE)
        if is_gone(now, code):
            return noted(now, GONE)
        turn = await self._talk(with_tried(now.case, tried))
        if shows and is_done_with(turn, code):
            return noted(now, STILL_THERE)
        if is_done_with(turn, code):
            turn = await self._talk(with_tried(turn.case, (code,)))
        if leads_nowhere(turn):
            return self._handed_over(turn)
        return noted(turn, NEXT_FIX if leads_again(turn, code) else NEXT_CAUSE)

    async def _again(self, case: Case, *, short: bool) -> Turn:
        """Look at Prefect anew and tell whether what was named is still so; `short` tells the first step."""
        code = code_of(case)
        turn = await self._talk(looked_afresh(case))
        if code and is_gone(turn, code):
            return noted(turn, GONE)
        if short:
            return first_step(turn)
        return noted(turn, STILL_THERE if still_shows(turn, code) else NOTHING_NEWER) if code else turn

    def _handed_over(self, turn: Turn) -> Turn:
        case = replace(turn.case, told=(), pending="")
        return about_the_talk(case, handed_over(case, turn.answer, self.book), self.book)

    async def answer(self, case: Case, fact: str, value: str | None) -> Turn:
        """Take the answer to a question; None means "I don't know"."""
        bare = case.without([fact])
        asked = replace(bare, asked=(*bare.asked, fact))
        if value is None:
            turn = await self._talk(asked.with_unavailable({fact: DONT_KNOW}))
            return only_the_next(turn, await thinking(partial(self._decide, case)))
        return await self._talk(asked.with_facts([Fact(fact, typed(self.book, fact, value), "person")]))

    async def back(self, case: Case) -> Turn:
        """Take back the last answer and ask again."""
        return await self._talk(case.without(case.asked[-1:]))

    def start_over(self, case: Case) -> Turn:
        """Forget what was said."""
        return about_the_talk(Case(id=case.id, warned=case.warned), said(FORGOTTEN), self.book)

    async def why(self, run: str) -> Turn:
        """Say why one run waits: every gate in the server's order."""
        run = mask_secrets(run)[0]
        facts = [Fact("run_reference", run, "person"), Fact("symptom", "runs_late_pending", "person")]
        case = Case().with_facts(facts)
        if self.live is None:
            alone = spans("I cannot see your runs: no Prefect is connected.")
            return only_said(case, self.book, alone, UNCONNECTED)
        turn = await self.carry_on(case)
        if missing := unknown_run(turn.case):
            return only_said(turn.case, self.book, no_such("No flow run here goes by ", missing))
        return turn

    async def doctor(self) -> Turn:
        """Check the whole workspace without a question."""
        if self.live is None:
            return only_said(
                Case(),
                self.book,
                spans("I cannot check your workspace: no Prefect is connected."),
                UNCONNECTED,
            )
        return await self.carry_on(Case(), ask=False)

    async def carry_on(self, case: Case, *, ask: bool = True) -> Turn:
        """Decide, look, decide again, until there is an answer."""
        gates: tuple[Gate, ...] = ()
        step: Look | Answer = (
            Look(self.live.probes)
            if case.value("run_reference") and self.live
            else await thinking(partial(self._decide, case))
        )
        for _ in range(MOST_LOOKS):
            if isinstance(step, Answer) or self.live is None:
                break
            findings = await self.live.look(step.probes, hints_of(case))
            case = with_failures(with_missing_names(learn(case, findings, step.probes)), self.book)
            gates = findings.gates or gates
            step = await thinking(partial(self._decide, case))
        if (run := named_run(case)) and self.live is not None:
            return await self.carry_on(case.with_facts([Fact("run_reference", run, "live")]), ask=ask)
        answer = step if isinstance(step, Answer) else Answer(())
        if not ask:
            answer = replace(answer, question=None)
        return await thinking(partial(self._told, case, answer, gates))

    def _told(self, case: Case, answer: Answer, gates: tuple[Gate, ...]) -> Turn:
        code = answer.top.cause.code if answer.top else ""
        composed = compose(case, answer, self.book, gates)
        reply = without_tried(with_names(case, composed, answer.top), code, case)
        pending = reply.question.fact if reply.question else ""
        asked = replace(case, pending=pending, told=told_of(code, reply))
        return Turn(asked, reply, report(case, answer, reply, self.book, gates), answer)

    def _read(self, text: str, *, later: bool) -> Reading:
        return read(text, patterns(self.book), in_conversation=later)

    async def _talk(self, case: Case) -> Turn:
        """Carry on; where Prefect could not be looked at, from the person's words alone, and say so."""
        turn = await self.carry_on(case)
        if self.live is None:
            return blind(turn, UNCONNECTED, turn) if is_half_told(turn) else turn
        reason = saw_nothing(turn)
        if reason is None:
            return turn
        told = await replace(self, live=None).carry_on(case)
        return blind(told, (*spans("Prefect itself: "), Span(literal(reason))), turn)

    async def _names_something(self, reading: Reading) -> bool:
        """Tell whether a text that says nothing of limits names something the workspace limits."""
        if self.live is None or not reading.names or reading.problem != "not_concurrency":
            return False
        findings = await self.live.look(self.live.probes & {"limits", "pools"}, Hints(reading.names))
        named = any(fact.name == "named_runs" for fact in findings.facts)
        return bool(findings.focus) or named or names_a_failure(findings.facts, reading.names)

    def _decide(self, case: Case) -> Look | Answer:
        return decide(case, self.book, self.live.probes if self.live else frozenset())

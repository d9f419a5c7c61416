"""One turn of a conversation: text or an answer in, a case and a reply out.

The shell around the pure engine: it fetches what `decide` asks to look at, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar

from bot.engine.book import Book
from bot.engine.decide import Answer, Look, decide
from bot.engine.facts import Case, Fact
from bot.engine.findings import Findings, Gate, Hints, learn
from bot.reading import Pattern, Reading, compile_pattern, read
from bot.replies.compose import DONT_KNOW, PURPOSE, compose
from bot.replies.markup import literal, spans
from bot.replies.plain import plain_text
from bot.replies.reply import Line, Reply, Span
from bot.replies.report import out_of_scope_report, report

MOST_LOOKS = 3
NOTHING_READ = {"empty": "That was empty. ", "not_text": "That does not look like text I can read. "}
GO_ON = "If something still waits, write it here: I look at Prefect anew each time."
UNCONNECTED = spans("Prefect itself: set `PREFECT_API_URL` where I run, and on Cloud `PREFECT_API_KEY`.")


# One thread thinks, so that the loop stays free: Slack waits three seconds for an ack, not for an answer.
_THINKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thinker")
Thought = TypeVar("Thought")


async def thinking(work: Callable[[], Thought]) -> Thought:
    """Return what pure work finds, without keeping the loop from anything else."""
    return await asyncio.get_running_loop().run_in_executor(_THINKER, work)


class Live(Protocol):
    """The live Prefect API, as one look sees it."""

    @property
    def probes(self) -> frozenset[str]:
        """Names of the probes it offers."""

    async def look(self, probes: frozenset[str], hints: Hints) -> Findings:
        """Run probes; what cannot be read comes back as unavailable, never as an exception."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn produced; `report` is the JSON object of CONTRACT.md."""

    case: Case
    reply: Reply
    report: dict[str, Any]
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The knowledge and, where one is configured, the live API; every door talks to this."""

    book: Book
    live: Live | None = None

    async def say(self, case: Case, text: str, answers: Mapping[str, Any] | None = None) -> Turn:
        """Take what a person wrote, and answers given with it; an answer of None means "I don't know"."""
        reading = await thinking(lambda: read(text, patterns(self.book)))
        if reading.problem in NOTHING_READ or (reading.small_talk and case.facts):
            return refusal(case, reading)
        if reading.problem and not case.facts and not await self._names_something(reading):
            return refusal(case, reading)
        facts = [Fact(s.name, s.value, s.source, detail=s.quote) for s in reading.statements]
        facts.append(_signatures(case, facts))
        if reading.names:
            facts.append(Fact("named", list(reading.names), "person"))
        if reading.run_reference:
            facts.append(Fact("run_reference", reading.run_reference, "person"))
        facts += [Fact(name, value, "person") for name, value in (answers or {}).items() if value is not None]
        unknown = {name: DONT_KNOW for name, value in (answers or {}).items() if value is None}
        told = case.with_facts(facts).without(unknown).with_unavailable(unknown)
        return await self._talk(replace(told, looked=frozenset(), subjects=()))

    async def answer(self, case: Case, fact: str, value: str | None) -> Turn:
        """Take the answer to a question; None means "I don't know"."""
        bare = case.without([fact])
        asked = replace(bare, asked=(*bare.asked, fact))
        if value is None:
            return await self._talk(asked.with_unavailable({fact: DONT_KNOW}))
        return await self._talk(asked.with_facts([Fact(fact, self._typed(fact, value), "person")]))

    async def back(self, case: Case) -> Turn:
        """Take back the last answer and ask again."""
        return await self._talk(case.without(case.asked[-1:]))

    async def why(self, run: str) -> Turn:
        """Say why one run waits: every gate in the server's order."""
        facts = [Fact("run_reference", run, "person"), Fact("symptom", "runs_late_pending", "person")]
        case = Case().with_facts(facts)
        if self.live is None:
            alone = spans("I cannot see your runs: no Prefect is connected.")
            return self._only_said(case, alone, UNCONNECTED)
        turn = await self.carry_on(case)
        if missing := unknown_run(turn.case):
            return self._only_said(turn.case, _no_such("No flow run here goes by ", missing))
        return turn

    async def doctor(self) -> Turn:
        """Check the whole workspace without a question."""
        if self.live is None:
            return self._only_said(
                Case(), spans("I cannot check your workspace: no Prefect is connected."), UNCONNECTED
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
            case = with_missing_names(learn(case, findings, step.probes))
            gates = findings.gates or gates
            step = await thinking(partial(self._decide, case))
        answer = step if isinstance(step, Answer) else Answer(())
        if not ask:
            answer = replace(answer, question=None)
        return await thinking(partial(self._told, case, answer, gates))

    def _told(self, case: Case, answer: Answer, gates: tuple[Gate, ...]) -> Turn:
        reply = self._with_names(case, compose(case, answer, self.book, gates))
        return Turn(case, reply, report(case, answer, reply, self.book, gates), answer)

    async def _talk(self, case: Case) -> Turn:
        """Carry on; where Prefect could not be looked at, from the person's words alone, and say so."""
        turn = await self.carry_on(case)
        if self.live is None:
            return _blind(turn, UNCONNECTED, turn) if turn.reply.mood == "open" else turn
        reason = saw_nothing(turn)
        if reason is None:
            return turn
        told = await replace(self, live=None).carry_on(case)
        return _blind(told, (*spans("Prefect itself: "), Span(literal(reason))), turn)

    async def _names_something(self, reading: Reading) -> bool:
        """Tell whether a text that says nothing of limits names something the workspace limits."""
        if self.live is None or not reading.names or reading.problem != "not_concurrency":
            return False
        findings = await self.live.look(self.live.probes & {"limits", "pools"}, Hints(reading.names))
        return bool(findings.focus)

    def _decide(self, case: Case) -> Look | Answer:
        return decide(case, self.book, self.live.probes if self.live else frozenset())

    def _typed(self, fact: str, value: str) -> Any:
        definition = self.book.facts.get(fact)
        question = definition.question if definition else None
        options = question.options if question else ()
        return next((option.value for option in options if str(option.value) == value), value)

    def _with_names(self, case: Case, reply: Reply) -> Reply:
        """Say which names nothing in the workspace bears, with the nearest that exist."""
        unknown: Sequence[Any] = case.value("unknown_names") or ()
        lines = [_no_such("Nothing here is named ", record) for record in unknown[:2]]
        if lines and reply.mood == "healthy" and not case.focus:
            return replace(
                reply, mood="open", headline=lines[0], also=(*lines[1:], reply.headline, *reply.also)
            )
        return replace(reply, also=(*lines, *reply.also))

    def _only_said(self, case: Case, headline: Line, *not_seen: Line) -> Turn:
        """Say one thing that is known for sure, and accuse nothing."""
        reply, nothing = Reply("open", headline, not_seen=not_seen), Answer(())
        return Turn(case, reply, report(case, nothing, reply, self.book), nothing)


def _blind(told: Turn, unseen: Line, looked: Turn) -> Turn:
    """Add to what was told from words alone what the look could not see."""
    reply = replace(told.reply, not_seen=(*told.reply.not_seen, unseen))
    both = {"unavailable": looked.report["unavailable"], "text": plain_text(reply)}
    return replace(told, reply=reply, report=told.report | both)


def saw_nothing(turn: Turn) -> str | None:
    """Return the reason when a look brought nothing at all, else None."""
    unseen = {each["fact"]: str(each["why"]) for each in turn.report["unavailable"]}
    blind = {"limit_name", "pool_name"} <= unseen.keys() and not turn.case.subjects
    return unseen["limit_name"] if blind else None


def unknown_run(case: Case) -> Mapping[str, Any] | None:
    """Return the record of the asked run when a look saw that there is none, with the nearest names."""
    asked, unknown = case.value("run_reference"), case.value("unknown_names") or ()
    return next((record for record in unknown if record["name"] == asked), None)


def _no_such(beginning: str, record: Mapping[str, Any]) -> Line:
    near = [Span(literal(str(name)), code=True) for name in record.get("nearest", [])]
    nearest = [span for name in near for span in (Span(", "), name)][1:]
    tail = (Span(". Nearest: "), *nearest, Span(".")) if near else (Span("."),)
    return (Span(beginning), Span(literal(str(record["name"])), code=True), *tail)


def _signatures(case: Case, stated: Sequence[Fact]) -> Fact:
    """Join what this message shows with what earlier ones showed; a text that shows none says so."""
    found = next((fact for fact in stated if fact.name == "signatures"), Fact("signatures", [], "person"))
    earlier = case.facts.get("signatures")
    if earlier is None:
        return found
    joined = list(dict.fromkeys([*earlier.value, *found.value]))
    kept = found if found.value else earlier
    return replace(kept, value=joined, source=earlier.source if earlier.source == "log" else kept.source)


def with_missing_names(case: Case) -> Case:
    """Take a name given to `concurrency()` that the server does not know for a missing limit."""
    unknown = [record["name"] for record in case.value("unknown_names") or ()]
    if case.value("mechanism") != "global" or not unknown:
        return case
    return case.with_facts([Fact("missing_names", unknown, "live")])


def hints_of(case: Case) -> Hints:
    """Return what the person named."""
    return Hints(tuple(case.value("named") or ()), str(case.value("run_reference") or ""))


_COMPILED: dict[int, tuple[Pattern, ...]] = {}


def patterns(book: Book) -> tuple[Pattern, ...]:
    """Return the knowledge's signatures as compiled patterns, compiled once for each book."""
    if id(book) not in _COMPILED:
        _COMPILED[id(book)] = tuple(
            compile_pattern(s.signature, s.pattern, s.facts, s.captures) for s in book.signatures
        )
    return _COMPILED[id(book)]


def refusal(case: Case, reading: Reading) -> Turn:
    """Say in one line what the bot is for."""
    if reading.small_talk and case.facts:
        reply = Reply("refusal", spans(GO_ON))
    else:
        reply = Reply("refusal", spans(NOTHING_READ.get(reading.problem, "") + PURPOSE))
    return Turn(case, reply, out_of_scope_report(reply))

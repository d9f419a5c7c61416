"""From the engine's answer to one neutral Reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.engine.book import Book
from bot.engine.causes import Fix, Question
from bot.engine.decide import Answer
from bot.engine.expressions import compile_expression
from bot.engine.facts import Case, Subject
from bot.engine.findings import Gate
from bot.engine.focus import with_related
from bot.engine.releases import Releases, older, releases_of
from bot.engine.verdicts import Evidence, Verdict, beside_the_question, is_full, unsure_subjects

from .around_the_line import around_the_line
from .fitted import fitted_fixes, fitted_reply
from .full_limits import full_now, in_doubt, who_waits
from .healthy import healthy
from .markup import literal, spans
from .not_seen import not_seen_lines
from .of_what_was_named import of_what_was_named
from .reply import FixView, GateView, Line, Mood, QuestionView, Reply, Span
from .templates import UNWRITABLE, fill_snippet, render_command, render_danger, render_line, render_title
from .undecided import candidate_lines, undecided_headline

PURPOSE = (
    "I only know Prefect concurrency limits – tags, global limits, deployments, pools, queues, workers. "
    "Tell me what waits or what runs too often, or paste the log line."
)
ONLY_SELF_HOSTED = "Seen on self-hosted servers; Cloud's own limits were not tried."
MOODS: Mapping[str, Mood] = {"fault": "fault", "folklore": "guide", "normal": "normal", "guide": "guide"}
MOST_EVIDENCE, MOST_ALSO, MOST_EACH = 4, 3, 5
ALL = 15  # of a check-up; Slack takes no more
SOURCES = {"live": "API", "log": "log", "person": "you said"}


def compose(case: Case, answer: Answer, book: Book, gates: Sequence[Gate] = ()) -> Reply:
    """Say what the answer found, with no command that the person's releases are known to lack."""
    composed = of_what_was_named(case, answer.top, _composed(case, answer, book, gates))
    return fitted_reply(composed, releases_of(case), book.commands)


def _composed(case: Case, answer: Answer, book: Book, gates: Sequence[Gate]) -> Reply:
    """Say the top verdict, the evidence, the fix, and what could not be seen."""
    top, question = answer.top, question_view(answer.question)
    gate_views = tuple(GateView(gate.name, gate.state, gate.evidence) for gate in gates)
    not_seen = not_seen_lines(case, answer)
    well = healthy(case, answer, book, not_seen)
    if well is not None:
        well = _with_what_is_untold(well, case, book)
        return replace(well, gates=gate_views, question=None if well.mood == "healthy" else question)
    if top is None or not answer.leads:
        return Reply(
            "open",
            undecided_headline(case, book),
            evidence=evidence_lines(top)[:1] if top else (),
            explanation=candidate_lines(answer, asking=question is not None),
            not_seen=not_seen,
            gates=gate_views,
            question=question,
        )
    confirmed = top.status == "confirmed"
    headline = render_line(top.cause.headline, top.facts) or spans(top.cause.title + ".")
    fixes = fix_views(top, case, book) if confirmed or question is None else ()
    tried = confirmed and bool(fixes or not top.cause.fixes)
    return Reply(
        mood=MOODS[top.cause.kind] if confirmed and not top.facts.get("may_stand") else "open",
        headline=headline if confirmed else (Span("Possibly: "), *headline),
        evidence=(*evidence_lines(top), *_context(top, case)),
        explanation=_explanation(top, confirmed, book),
        fixes=fixes,
        verify=(render_line(top.cause.verify, top.facts) or ()) if tried and top.cause.verify else (),
        also=also_lines(answer.verdicts, top, MOST_ALSO if case.facts.get("symptom") or case.focus else ALL),
        not_seen=not_seen,
        gates=gate_views,
        question=question,
    )


def _with_what_is_untold(well: Reply, case: Case, book: Book) -> Reply:
    """Add what may hold runs back though Prefect does not record who waits for it."""
    full = [subject for subject in unsure_subjects(case, book) if is_full(subject)]
    found = beside_the_question(case, book)
    return _not_all_well(well, found, full, case, book) if found or full else well


def _not_all_well(
    well: Reply, found: Sequence[Verdict], full: Sequence[Subject], case: Case, book: Book
) -> Reply:
    """Name what may hold back what was asked about: Prefect does not record who waits for it."""
    sure = [verdict for verdict in found if verdict.status == "confirmed"]
    if well.mood != "healthy" or case.value("run_reference"):
        told = [v for v in sure if v.cause.kind == "fault" or not case.value("run_reference")]
        named = tuple(line for v in told if (line := render_line(v.cause.headline, v.facts)))
        return replace(well, also=(*named[:MOST_ALSO], *well.also))
    first = found[0] if found else None
    if first is None or first.status != "confirmed":
        lead = first.subject if first else full[0]
        return full_now(well, sorted(full, key=lambda each: each is not lead), found)
    headline = render_line(first.cause.headline, first.facts) or spans(first.cause.title + ".")
    return replace(
        well,
        mood="open",
        headline=in_doubt(headline),
        evidence=(*evidence_lines(first), *well.evidence)[:MOST_EVIDENCE],
        explanation=(*well.explanation, *who_waits(first.facts), *_seen_elsewhere(first)),
        fixes=_fixes_in_doubt(first, case, book),
        also=(*also_lines(found, first), *well.also),
    )


def _fixes_in_doubt(verdict: Verdict, case: Case, book: Book) -> tuple[FixView, ...]:
    """Return what to do though nobody knows who waits: of a limit that is only full, what changes nothing."""
    fixes = fix_views(verdict, case, book)
    only_full = verdict.cause.kind == "normal" and not verdict.cause.rank
    return tuple(fix for fix in fixes if fix.risk == "none") if only_full else fixes


def _explanation(top: Verdict, confirmed: bool, book: Book) -> tuple[Line, ...]:
    lines = [render_line(part, top.facts) for part in top.cause.say.strip().splitlines() if part.strip()]
    known = (*(line for line in lines if line), *_seen_elsewhere(top))
    if confirmed or not top.missing:
        return known
    unseen = top.subject.unavailable if top.subject else {}
    open_facts = [unseen.get(name) or book.facts[name].says for name in top.missing[:3] if name in book.facts]
    return (*known, (Span("Still open: ", bold=True), Span(literal(" ".join(dict.fromkeys(open_facts))))))


def _seen_elsewhere(verdict: Verdict) -> tuple[Line, ...]:
    """Say to a person on Cloud that a fault of the server was not seen there."""
    elsewhere = verdict.cause.seen_on == "self_hosted" and verdict.facts.get("hosting") == "cloud"
    return (spans(ONLY_SELF_HOSTED),) if elsewhere else ()


def evidence_lines(verdict: Verdict) -> tuple[Line, ...]:
    """State what holds, each with its source; a log line is quoted once."""
    lines: list[Line] = []
    quoted: set[str] = set()
    for evidence in verdict.evidence:
        told = replace(evidence, log_line="") if evidence.log_line in quoted else evidence
        if line := evidence_line(told, verdict.facts):
            quoted.add(evidence.log_line)
            lines.append(line)
    return tuple(lines[:MOST_EVIDENCE])


def _context(verdict: Verdict, case: Case) -> tuple[Line, ...]:
    """Say what stands around the log line, where the verdict rests on one."""
    quoted = any(evidence.log_line for evidence in verdict.evidence[:MOST_EVIDENCE])
    return around_the_line(case) if quoted else ()


def evidence_line(evidence: Evidence, facts: Mapping[str, Any]) -> Line | None:
    """State one condition with its source; the exact log line where it came from a log."""
    said = render_line(evidence.condition.say, facts) if evidence.condition.say else None
    if not said:
        return None
    source = Span(f" ({SOURCES[evidence.source]})", italic=True)
    if evidence.log_line:
        return (*said, Span(": "), Span(literal(evidence.log_line)[:300], code=True), source)
    return (*said, source)


def fix_views(verdict: Verdict, case: Case, book: Book) -> tuple[FixView, ...]:
    """Fill every fix that applies here; safest first, as the knowledge lists them.

    Where nothing is left to do on the person's release, what a newer one can do is said.
    """
    releases, facts = releases_of(case), verdict.facts
    server = {"server_version": releases.server} if releases.server else {}
    applying = [(n, fix) for n, fix in enumerate(verdict.cause.fixes) if _applies(fix, {**facts, **server})]
    filled = [_fix_view(fix, n, facts, book) for n, fix in applying if not _too_new(fix, releases)]
    if not any(view.commands or view.snippet for view in filled):
        newer = (fix for _, fix in applying if _too_new(fix, releases))
        filled += [FixView(_from_release_on(fix, releases, facts), "none") for fix in newer]
    return fitted_fixes(filled, releases, book.commands)


def _applies(fix: Fix, facts: Mapping[str, Any]) -> bool:
    """Tell whether a fix is for this case; nobody sets a setting of Cloud's servers."""
    if fix.settings and facts.get("hosting") == "cloud":
        return False
    if fix.unless and compile_expression(fix.unless).evaluate(facts).truth is True:
        return False
    return not fix.when or compile_expression(fix.when).evaluate(facts).truth is True


def _too_new(fix: Fix, releases: Releases) -> bool:
    return releases.lack(client_since=fix.since, server_since=fix.since)


def _from_release_on(fix: Fix, releases: Releases, facts: Mapping[str, Any]) -> Line:
    run = releases.server if older(releases.server, fix.since) else releases.command_line
    title = render_title(fix.title, facts)
    return (Span(f"From Prefect {fix.since} on; you run {literal(run)}: "), *title)


def _fix_view(fix: Fix, number: int, facts: Mapping[str, Any], book: Book) -> FixView:
    commands = _commands(fix, facts)
    snippet = fill_snippet(book.snippets[fix.snippet], fix.fill, facts) if fix.snippet else None
    danger = render_danger(fix.danger, facts) if fix.danger else ()
    danger = (*danger, *_left_out(fix, facts))
    if commands is None:
        danger = (*danger, *(spans(" ") if danger else ()), *UNWRITABLE)
    return FixView(render_title(fix.title, facts), fix.risk, danger, commands or (), snippet, number)


def _left_out(fix: Fix, facts: Mapping[str, Any]) -> Line:
    """Say for how many of the runs that the fix is about there is a command."""
    count = len(facts.get(fix.each) or ()) if fix.each else 0
    if count <= MOST_EACH:
        return ()
    return (Span(f" The commands are for {MOST_EACH} of {count}; ask again for the others."),)


def _commands(fix: Fix, facts: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return a fix's command lines, its look first; None when a name in them cannot be written."""
    look = [f"{check}  # look first" if check else check for check in _rendered([fix.check], [facts])]
    lines = look + _rendered(fix.commands, _each(fix, facts)) + [*fix.settings]
    return None if None in lines else tuple(line for line in lines if line)


def _rendered(commands: Sequence[str], facts: Sequence[Mapping[str, Any]]) -> list[str | None]:
    return [render_command(command, each) for each in facts for command in commands if command]


def _each(fix: Fix, facts: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the facts once for each run that the fix is about, or just once."""
    records = facts.get(fix.each) if fix.each else None
    return [{**facts, "each": record} for record in records[:MOST_EACH]] if records else [facts]


def also_lines(verdicts: Sequence[Verdict], top: Verdict, most: int = MOST_ALSO) -> tuple[Line, ...]:
    """Name the other confirmed verdicts, one line each."""
    others = [v for v in verdicts if v is not top and v.status == "confirmed" and v.cause.kind != "guide"]
    others = [v for v in others if not _says_nothing_more(v, top, verdicts)]
    lines = [line for verdict in others if (line := render_line(verdict.cause.headline, verdict.facts))]
    shown = tuple(lines[:most])
    more = len(lines) - len(shown)
    return (*shown, spans(f"… and {more} more.")) if more > 0 else shown


def _says_nothing_more(other: Verdict, top: Verdict, verdicts: Sequence[Verdict]) -> bool:
    """Tell whether a verdict only calls normal what the top one explains, or what is on its way."""
    if other.cause.kind != "normal" or top.status != "confirmed" or top.subject is None:
        return False
    subjects = {v.subject.id: v.subject for v in verdicts if v.subject is not None}
    near = with_related(frozenset({top.subject.id}), subjects.values())
    return other.subject is not None and other.subject.id in near


def question_view(question: tuple[str, Question] | None) -> QuestionView | None:
    """Turn the next question into what a surface draws."""
    if question is None:
        return None
    fact, asked = question
    options = tuple((str(option.value), option.label) for option in asked.options)
    return QuestionView(fact, asked.prompt, spans(asked.why), spans(asked.where), options)

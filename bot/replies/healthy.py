"""What is said when a look at Prefect found no fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.engine.book import Book
from bot.engine.decide import Answer
from bot.engine.facts import Case, Subject
from bot.engine.verdicts import Verdict, lacks_slots

from .asked_run import asked_run
from .full_limits import too_few_free
from .markup import spans
from .reply import Line, Mood, Reply, Span
from .slots import HELD, USES
from .templates import count_of, render_line

SLOTS = (
    "{% if slot_limit is none %}`{{ name }}` has no limit, {{ slots_used | count_of('run') }} in it now"
    f"{{% else %}}{USES}{{% endif %}}"
)
WAITS = "{% if waiting_count %}; {{ waiting_count | runs_wait }}{% else %}; nothing waits{% endif %}"
RUNS = "`{{ name }}`: {{ waiting_count | runs_wait }}"
SERVED = RUNS + (
    ". `serve()` runs at most its own `limit` at once, which only the log of that process shows"
    "{% if not deployment_ready %}; no process serves it now{% endif %}."
)
IN_POOL = RUNS + (
    "{% if never_started %}; {{ never_started }}."
    "{% else %}. A worker's own `--limit` shows only in its log.{% endif %}"
)
NOBODY_STARTS = "{% if never_started %}`{{ name }}`: {{ never_started }}.{% endif %}"
MAY_STAND = (
    "{% if may_wait_for_itself and may_wait_for_itself.before %}All slots of `{{ name }}` are in use. "
    "`{{ may_wait_for_itself.name }}` holds one, and code of its flow took one more before it gave the first "
    "one back: where that is an inner block, it waits for itself."
    "{% elif crossed_with and crossed_with.before %}`{{ name }}` and `{{ crossed_with.limit }}` are full, "
    "and code took each while it held the other: their holders may wait for each other.{% endif %}"
)
COMPARED = ("slots_unexplained", "slots_leaked")
KINDS = {"limit": "limit", "pool": "work pool", "queue": "work queue"}


def healthy(case: Case, answer: Answer, book: Book, not_seen: tuple[Line, ...]) -> Reply | None:
    """Say that nothing is wrong, or None when the case is not one a look can settle."""
    symptom = case.value("symptom")
    if not case.looked or (symptom is not None and symptom not in book.needs):
        return None
    confirmed = sorted((v for v in answer.verdicts if v.status == "confirmed"), key=_place)
    faults = [verdict for verdict in confirmed if verdict.cause.kind == "fault"]
    if faults or (confirmed and (symptom is not None or case.focus)):
        return None
    if symptom is not None and any(_may_be_it(verdict) for verdict in answer.verdicts):
        return None
    meant = sorted((each for each in case.subjects if each.id in case.focus), key=lambda each: each.id)
    asked = meant or (case.subjects if case.value("mechanism") == "global" else ())
    if short := [subject for subject in asked if _lacks_slots(case, subject)]:
        return too_few_free(short, case.value("occupied_at_once"), not_seen)
    busy = [
        line
        for v in confirmed
        if v.cause.kind == "normal"
        if (line := render_line(v.cause.headline, v.facts))
    ]
    doubted = meant or [subject for subject in case.subjects if subject.facts.get("waiting_count")]
    not_seen = (*not_seen, *_not_told(doubted))
    if (told := asked_run(case, not_seen)) is not None:
        return told
    looked_at, waits = _looked_at(case), _waits(meant or case.subjects) if symptom else ()
    full = _full(case, meant or case.subjects) if symptom else ()
    standing = [] if symptom else [line for s in meant or case.subjects if (line := _may_stand(s))]
    stands = bool(standing) or (not symptom and any(v.facts.get("may_stand") for v in confirmed))
    if full:
        headline = spans("Runs wait for a slot of a limit that is full.")
    elif waits:
        headline = spans("Runs wait, and no limit that Prefect shows holds them back.")
    elif not looked_at and not not_seen:
        headline = spans("Nothing to find fault with: the workspace has no limits, work pools or queues.")
    elif not looked_at:
        headline = spans("I could not look at Prefect, so I cannot tell.")
    elif not_seen or stands:
        headline = spans(f"I found no fault in what I could see: {looked_at}.")
    elif symptom is None:
        headline = spans(f"No fault found in {looked_at}.")
    else:
        headline = spans(f"Nothing that Prefect shows holds your runs back: I looked at {looked_at}.")
    mood: Mood = "open" if not_seen or waits or full or stands else "healthy"
    state = full or waits or tuple(line for subject in meant if (line := _state(subject)))
    return Reply(mood, headline, evidence=state, also=(*standing, *busy)[:5], not_seen=not_seen)


def _may_stand(subject: Subject) -> Line | None:
    """Tell of a full limit whose holders may wait for it by what their code did before."""
    nothing = {"may_wait_for_itself": None, "crossed_with": None}
    return render_line(MAY_STAND, {"name": subject.name, **nothing, **subject.facts})


def _may_be_it(verdict: Verdict) -> bool:
    """Tell whether what is asked about may wait for a full limit, seen or not."""
    if verdict.status != "open" or verdict.subject is None or "waiting_count" in verdict.subject.facts:
        return False
    limit, used = verdict.facts.get("slot_limit"), verdict.facts.get("slots_used")
    return bool(limit and used is not None and used >= limit)


def _lacks_slots(case: Case, subject: Subject) -> bool:
    """Tell whether a limit that code enters has fewer slots free than code of it takes at once."""
    on = subject.facts.get("limit_kind") == "global" and subject.facts.get("limit_active")
    return bool(on and lacks_slots(subject.facts, case.value("occupied_at_once") or 1))


def _place(verdict: Verdict) -> tuple[str, str]:
    """Order verdicts the same, in whatever order their subjects were read."""
    return verdict.cause.code, verdict.subject.id if verdict.subject else ""


def _not_told(doubted: Sequence[Subject]) -> tuple[Line, ...]:
    """Say of what is asked about, or waited for, why its slots cannot be compared with their holders."""
    whys = [
        (subject.name, next(subject.unavailable[name] for name in COMPARED if name in subject.unavailable))
        for subject in doubted
        if subject.unavailable.keys() & set(COMPARED)
    ]
    return tuple((Span(name, code=True), Span(f": {why}")) for name, why in whys)


def _waits(subjects: Sequence[Subject]) -> tuple[Line, ...]:
    """Name the deployments whose runs wait, and the limits of processes that Prefect does not show."""
    waiting = [s for s in subjects if s.kind == "deployment" and s.facts.get("waiting_count")]
    lines = [
        render_line(SERVED if s.facts.get("deployment_served") else IN_POOL, {"name": s.name, **s.facts})
        for s in waiting
    ]
    known = tuple(line for line in lines if line)[:5]
    return known or tuple(line for s in subjects if (line := render_line(NOBODY_STARTS, s.facts)))[:5]


def _full(case: Case, subjects: Sequence[Subject]) -> tuple[Line, ...]:
    """Tell the full limits, their own or shared ones, of the deployments whose runs wait."""
    waiting = [s.facts for s in subjects if s.kind == "deployment" and s.facts.get("waiting_count")]
    names = {facts.get("limit_name") or f"deployment:{facts['deployment_id']}" for facts in waiting}
    limits = [s for s in case.subjects if s.facts.get("limit_name") in names and s.kind == "limit"]
    on = [s for s in limits if s.facts.get("limit_active") and s.facts["slots_used"] >= s.facts["slot_limit"]]
    return tuple(line for subject in on if (line := _state(subject)))


def _looked_at(case: Case) -> str:
    counts: Counter[str] = Counter(subject.kind for subject in case.subjects)
    return ", ".join(count_of(counts[kind], words) for kind, words in KINDS.items() if counts[kind])


def _state(subject: Subject) -> Line | None:
    facts = {"name": subject.name, **subject.facts}
    if "slot_limit" not in facts:
        return None
    parts = [line for source in (SLOTS, HELD, WAITS) if (line := render_line(source, facts))]
    spaced = tuple(span for line in parts for span in line)
    return (*spaced, Span(".")) if spaced else None

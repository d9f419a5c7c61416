"""Judging causes: confirmed, ruled out, or open because a fact is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .book import Book, CompiledCause, Rule
from .causes import Cause, Condition
from .denied import evaluated
from .expressions import Expression, Outcome
from .facts import TRUST, Case, Fact, Source, Subject
from .said_names import said_names

Status = Literal["confirmed", "open", "ruled_out"]
STATUS_ORDER: Mapping[Status, int] = {"confirmed": 0, "open": 1, "ruled_out": 2}
KIND_SCORE = {"fault": 80, "folklore": 60, "normal": 20, "guide": 10}
HINTED = 40  # words that lean to a mechanism without stating it
FLOW_RUNS = 25  # runs that start late wait for a pool, a queue or a deployment more often than for a tag
# A cause whose conditions read this fact can be told from words alone, beside the live things it is about.
FROM_WORDS = "from_words"
# True of what the person names, of what has no name, and in a check-up, which is about everything.
ASKED_ABOUT = "asked_about"
_NAMED = re.compile(r"'(\w+)'")  # an item of a list, as a condition names it
# The mechanisms whose slots are counted in a concurrency limit; a nameless one is of the kind asked about.
LIMIT_KINDS = frozenset({"task_tag", "global", "rate_limit", "deployment"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A condition that holds, and where its facts came from."""

    condition: Condition
    source: Source
    log_line: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One cause in one case, about one subject or none; `facts` is what its templates may use."""

    cause: Cause
    status: Status
    subject: Subject | None
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    facts: Mapping[str, Any]
    score: int = 0

    @property
    def stated(self) -> tuple[Evidence, ...]:
        """The evidence that is said to a person; conditions without words only narrow."""
        return tuple(each for each in self.evidence if each.condition.say)

    @property
    def mechanism(self) -> str:
        """The subject's own mechanism, or the one that was told; else the cause's first."""
        own = self.facts.get("limit_kind" if self.subject is not None else "mechanism")
        return str(own) if own in self.cause.mechanisms else self.cause.mechanisms[0]


def visible_facts(case: Case, subject: Subject | None, book: Book) -> dict[str, Any]:
    """Return the facts a cause may read about this subject.

    What a person said about "their limit" counts only for the limit they mean: the subject in focus,
    or the nameless one when nothing live is known.
    """
    nameless = subject is None
    meant = nameless or (subject is not None and subject.id in case.focus)
    facts = {
        name: fact.value
        for name, fact in case.facts.items()
        if meant or name not in book.facts or "case" in book.facts[name].about
    }
    facts[FROM_WORDS] = nameless
    facts[ASKED_ABOUT] = meant or case.value("symptom") is None
    if subject is not None:
        facts.update(subject.facts)
    elif facts.get("mechanism") in LIMIT_KINDS:
        facts.setdefault("limit_kind", facts["mechanism"])
    return facts


def judge(compiled: CompiledCause, subject: Subject | None, case: Case, book: Book) -> Verdict:
    """Judge one cause about one subject."""
    facts = visible_facts(case, subject, book)
    if subject is None and facts.get("mechanism") in compiled.cause.mechanisms:
        facts = said_names(facts) | facts
    evidence: list[Evidence] = []
    missing: list[str] = []
    ruled_out = False
    for rule in compiled.rules:
        outcome = evaluated(rule.expression, facts, case, book)
        if outcome.truth is True and rule.condition.weight != "rules_out":
            evidence.append(_evidence(rule, case, subject))
        ruled_out = ruled_out or _rules_out(rule, outcome)
        if outcome.truth is None and rule.blocks and rule.condition.weight != "supporting":
            missing.extend(sorted(outcome.missing))
    status: Status = "ruled_out" if ruled_out else "open" if missing else "confirmed"
    unique = tuple(dict.fromkeys(missing))
    score = _score(compiled.cause, subject, case, len(evidence), len(unique))
    return Verdict(compiled.cause, status, subject, tuple(evidence), unique, facts, score)


def _rules_out(rule: Rule, outcome: Outcome) -> bool:
    decisive = rule.condition.weight == "decisive" and outcome.truth is False
    return decisive or (rule.condition.weight == "rules_out" and outcome.truth is True)


def _evidence(rule: Rule, case: Case, subject: Subject | None) -> Evidence:
    live = subject is not None and bool(rule.expression.names & subject.facts.keys())
    if live:
        return Evidence(rule.condition, "live")
    facts = [case.facts[name] for name in sorted(rule.expression.names) if name in case.facts]
    said = [quote for fact in facts for quote in _quotes(fact, rule)]
    source, line = max(said, key=lambda quote: TRUST[quote[0]], default=("person", ""))
    return Evidence(rule.condition, source, line if source == "log" else "")


def _quotes(fact: Fact, rule: Rule) -> list[tuple[Source, str]]:
    """Return who said a fact, and in which line; of a list, only what the condition names of it."""
    named = [fact.quotes[item] for item in _NAMED.findall(rule.expression.source) if item in fact.quotes]
    return named or [(fact.source, "" if fact.quotes else fact.detail)]


def _score(cause: Cause, subject: Subject | None, case: Case, holds: int, missing: int) -> int:
    mechanism, symptom = case.value("mechanism"), case.value("symptom")
    hinted: list[str] = case.value("hinted") or []
    score = KIND_SCORE[cause.kind] + cause.rank + 10 * min(holds, 4) - 5 * missing
    if mechanism is not None:
        score += 60 if mechanism in cause.mechanisms else -40
    elif set(hinted) & set(cause.mechanisms):
        score += HINTED if hinted[0] in cause.mechanisms else HINTED // 2
    if symptom is not None and symptom in cause.symptoms:
        score += 40
    if symptom == "runs_late_pending" and "task_tag" not in hinted:
        score += FLOW_RUNS if subject is not None and subject.kind in {"pool", "queue", "deployment"} else 0
    if subject is not None:
        score += 200 if subject.id in case.focus else 0
        score += min(int(subject.facts.get("waiting_count") or 0), 20)
    return score


def judge_all(case: Case, book: Book) -> tuple[Verdict, ...]:
    """Judge every cause about every subject it can be about; best first, always in the same order."""
    verdicts = []
    for compiled in book.causes:
        if compiled.cause.code in case.tried:  # its fixes did not help
            continue
        about = compiled.cause.about
        subjects: tuple[Subject | None, ...] = tuple(s for s in case.subjects if s.kind == about)
        judged = subjects or _nameless(about, case, book)
        if FROM_WORDS in compiled.names and None not in judged:
            judged = (*judged, None)
        own = [judge(compiled, subject, case, book) for subject in judged]
        verdicts += [v for v in _without_words(own) if relevant(v, case, book)]
    return tuple(sorted(verdicts, key=_order))


def beside_the_question(case: Case, book: Book) -> tuple[Verdict, ...]:
    """Return what may hold back what the person asks about, though nobody can tell whether it waits there.

    That is no answer to the question, but no reason to call all well either; the gravest first.
    """
    unsure = {subject.id for subject in unsure_subjects(case, book)}
    found = [
        judge(compiled, subject, case, book)
        for compiled in book.causes
        if compiled.cause.kind in {"fault", "normal"} and compiled.cause.code not in case.tried
        for subject in case.subjects
        if subject.id in unsure and subject.kind == compiled.cause.about
    ]
    told = [each for each in found if _may_hold_back(each) and _is_asked(each.cause, case, book)]
    sure = {each.subject.id for each in told if each.subject and each.status == "confirmed"}
    told = [v for v in told if v.status == "confirmed" or (v.subject and v.subject.id not in sure)]
    return tuple(sorted(told, key=lambda each: (_suspicion(each), *_order(each))))


def unsure_subjects(case: Case, book: Book) -> tuple[Subject, ...]:
    """Return the things of which nobody can tell whether what the person asks about waits for them."""
    needs = book.needs.get(str(case.value("symptom")))
    if needs is None:
        return ()
    return tuple(s for s in case.subjects if s.id not in case.focus and needs.evaluate(s.facts).truth is None)


def is_full(subject: Subject) -> bool:
    """Tell whether a limit that is switched on has no slot left, or fewer than its code took at once."""
    return bool(subject.facts.get("limit_active") and lacks_slots(subject.facts))


def lacks_slots(facts: Mapping[str, Any], at_once: int = 1) -> bool:
    """Tell whether fewer slots are free than are taken at once: so many, or as many as were seen to be."""
    limit, used = facts.get("slot_limit"), facts.get("slots_used")
    if not limit or used is None:
        return False
    needed = max(at_once, facts.get("most_at_once") or 1) if used else 1
    return bool(used + needed > limit)


def _may_hold_back(verdict: Verdict) -> bool:
    """Tell whether it is a fault, or of a full limit: also one that only what nobody records keeps open."""
    subject, is_fault = verdict.subject, verdict.cause.kind == "fault"
    if subject is None or verdict.status == "ruled_out" or not (is_fault or is_full(subject)):
        return False
    if verdict.status == "confirmed":
        return True
    untold = set(verdict.missing) <= subject.unavailable.keys()
    return is_fault and is_full(subject) and bool(verdict.stated) and untold


def _suspicion(verdict: Verdict) -> tuple[int, int]:
    """Order a fault before a special case of a full limit, and that before what is open or only full."""
    if verdict.status == "confirmed":
        place = 0 if verdict.cause.kind == "fault" else 1 if verdict.cause.rank else 3
        return place, 0
    return 2, -len(verdict.stated)


def _without_words(own: list[Verdict]) -> list[Verdict]:
    """Leave out what words alone tell of a cause that a look confirmed."""
    seen = any(v.subject is not None and v.status == "confirmed" for v in own)
    return [v for v in own if not seen or v.subject is not None]


def _nameless(about: str, case: Case, book: Book) -> tuple[None, ...]:
    """Stand for the thing a person speaks of without a name; none when a look saw that none exists."""
    if about == "case" or not case.looked:
        return (None,)
    blind = any(about in book.facts[name].about for name in case.unavailable if name in book.facts)
    return (None,) if blind else ()


def _order(verdict: Verdict) -> tuple[Any, ...]:
    subject = verdict.subject.id if verdict.subject else ""
    return (STATUS_ORDER[verdict.status], -verdict.score, verdict.cause.code, subject)


def _akin(needs: Expression | None, cause: Cause, book: Book) -> bool:
    """Tell whether a symptom shows in the same things as one of the cause's: people mix up their names."""
    own = {book.needs[symptom].source for symptom in cause.symptoms if symptom in book.needs}
    return needs is not None and needs.source in own


def _is_asked(cause: Cause, case: Case, book: Book) -> bool:
    """Tell whether a cause shows in what the person sees."""
    symptom = case.value("symptom")
    needs = book.needs.get(str(symptom))
    return symptom is None or symptom in cause.symptoms or _akin(needs, cause, book)


def _of_another_kind(cause: Cause, case: Case) -> bool:
    """Tell whether the person speaks of a mechanism that the cause has nothing to do with."""
    mechanism = case.value("mechanism")
    return mechanism is not None and mechanism not in cause.mechanisms


def _in_its_own_words(verdict: Verdict) -> bool:
    """Tell whether a signature or a log line speaks for it: a number or a count may be any limit's."""
    return any(each.source == "log" or "signatures" in each.condition.when for each in verdict.stated)


def relevant(verdict: Verdict, case: Case, book: Book) -> bool:
    """Tell whether a cause has anything to do with what was asked."""
    needs = book.needs.get(str(case.value("symptom")))
    asked = _is_asked(verdict.cause, case, book)
    if verdict.subject is None:
        if (
            verdict.status == "open"
            and not _in_its_own_words(verdict)
            and _of_another_kind(verdict.cause, case)
        ):
            return False
        return asked or (verdict.status == "confirmed" and verdict.cause.kind != "guide")
    if case.focus:
        return verdict.subject.id in case.focus
    if not asked or (needs is None and case.value("symptom") and _of_another_kind(verdict.cause, case)):
        return False
    truth = True if needs is None else needs.evaluate(verdict.subject.facts).truth
    # Where nobody can tell whether anything waits for a thing, it is accused only if the person speaks of
    # its kind: what waits inside `concurrency()` is recorded nowhere.
    said = case.value("mechanism") or next(iter(case.value("hinted") or ()), None)
    return truth is True or (truth is None and said == verdict.mechanism)

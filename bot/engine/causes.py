"""What the knowledge is made of: fact definitions, questions, causes, fixes, signatures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Mechanism = Literal[
    "task_tag",
    "global",
    "rate_limit",
    "deployment",
    "work_pool",
    "work_queue",
    "worker",
    "task_runner",
    "none",
]
Hosting = Literal["cloud", "self_hosted"]
Release = Annotated[str, Field(pattern=r"^(\d+(\.\d+)+)?$")]  # such as 3.6.23; empty where none is meant
Scope = Literal["case", "limit", "pool", "queue", "deployment", "run"]


class Strict(BaseModel):
    """Knowledge is refused when it holds a key nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Strict):
    """One answer a person can press: the fact's value and the words on the button (75 characters).

    `words` are other ways in which people write this answer, in lower case. It is offered only on the
    `hosting` it names.
    """

    value: str | bool | int
    label: str = Field(max_length=75)
    words: tuple[str, ...] = ()
    hosting: tuple[Hosting, ...] = ("cloud", "self_hosted")


class Question(Strict):
    """How a person is asked for a fact: a line, why we ask, where to look.

    Only on the `hosting` it names, and where `symptoms` names some, not when another one is known.
    """

    prompt: str = Field(max_length=200)
    why: str = Field(max_length=300)
    where: str = Field(default="", max_length=500)
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)
    order: int = 50
    hosting: tuple[Hosting, ...] = ("cloud", "self_hosted")
    symptoms: tuple[str, ...] = ()


class FactDefinition(Strict):
    """One fact: what it says, what it is about, and how it can be learnt."""

    fact: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    says: str
    about: tuple[Scope, ...] = ("case",)
    type: Literal["bool", "int", "number", "text", "list", "record"]
    values: tuple[str, ...] = ()
    learnt_from: tuple[Literal["text", "log", "probe", "ask"], ...]
    probe: str | None = None
    question: Question | None = None


class Condition(Strict):
    """One condition of a cause and the sentence that states it as evidence.

    decisive: must be true for the cause to be confirmed; false rules the cause out.
    supporting: makes it more likely. rules_out: true rules the cause out; unknown leaves it open.
    """

    when: str
    weight: Literal["decisive", "supporting", "rules_out"] = "decisive"
    say: str = ""
    line: int = 0


class Fix(Strict):
    """Steps that mend a cause. `danger` says what they risk, before the commands.

    `each` names a fact that lists runs: the commands are given once for each, as `each`. The fix is
    left out where `when` is not known to be true, where `unless` is, and on releases older than `since`.
    `check` is a command that only reads, to run before the others; a fix of high risk needs one.
    `settings` are lines NAME=value of the server, which restarts with them and so loses leases in memory:
    such a fix is of high risk, except where leases are known to be elsewhere.
    """

    title: str
    risk: Literal["none", "low", "high"] = "none"
    danger: str = ""
    when: str = ""
    unless: str = ""
    check: str = ""
    commands: tuple[str, ...] = ()
    each: str = ""
    snippet: str | None = None
    fill: dict[str, str] = Field(default_factory=dict)
    settings: tuple[str, ...] = ()
    since: Release = ""


class Versions(Strict):
    """Releases in which a cause is real; `fixed_in` is the first release without it."""

    server_since: Release = ""
    server_fixed_in: Release = ""
    client_since: Release = ""
    client_fixed_in: Release = ""


class Proof(Strict):
    """What shows that the cause is told right: a lab scenario or a log case."""

    scenario: str | None = None
    log_case: str | None = None


class LogCase(Strict):
    """What a person pastes, what they answer when asked, and the cause that must come of it.

    `never` names look-alikes that must not be confirmed on the way.
    """

    log_case: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    text: str = Field(min_length=1)
    answers: dict[str, str | bool | int] = Field(default_factory=dict)
    expect: str = Field(pattern=r"^CL\d{2,3}$")
    never: tuple[str, ...] = ()


class Cause(Strict):
    """One entry of the knowledge.

    `by_hand` is a command that shows a person what a probe would; `follow_up` names a fact that is
    asked for even when the cause is confirmed. `seen_on` says of a fault of the server that it
    was not tried on Cloud.
    """

    code: str = Field(pattern=r"^CL\d{2,3}$")
    title: str
    kind: Literal["fault", "normal", "guide", "folklore"] = "fault"
    mechanisms: tuple[Mechanism, ...]
    symptoms: tuple[str, ...]
    about: Scope = "case"
    hosting: tuple[Hosting, ...] = ()
    seen_on: Literal["self_hosted"] | None = None
    versions: Versions = Versions()
    conditions: tuple[Condition, ...]
    headline: str
    say: str = ""
    by_hand: str = ""
    follow_up: str = ""
    fixes: tuple[Fix, ...] = ()
    verify: str = ""
    references: tuple[str, ...] = ()
    proof: Proof
    rank: int = 0
    file: str = ""


class Signature(Strict):
    """A pattern in a log, message or pasted code, and the facts it states.

    What a person denies, asks, supposes or tells of the past is not stated by them; `even_if` names which of
    these does not matter, `negated` that the pattern itself holds a "not".
    """

    signature: str
    pattern: str
    facts: dict[str, str | int | bool | list[str]] = Field(default_factory=dict)
    captures: dict[str, str] = Field(default_factory=dict)
    even_if: list[Literal["denied", "negated", "asked", "supposed", "past"]] = Field(default_factory=list)
    says: str = ""


class SymptomDefinition(Strict):
    """One symptom: the words it goes by, which subjects it can be about, what is said while it is open."""

    symptom: str
    says: str
    undecided: str = ""
    subject_needs: str = ""


class Phrase(Strict):
    """A piece of the texts and conditions of several causes, under a name."""

    phrase: str = Field(pattern=r"^\w+$")
    text: str = Field(min_length=1)


class CommandDefinition(Strict):
    """A command that not every release has, as words with `*` for a value, and what serves before it.

    `instead` gets the values of the stars in their order: positional arguments first, then options.
    Without it nothing serves, and a fix that needs the command is not offered.
    """

    command: str = Field(pattern=r"^prefect [a-z]")
    client_since: Release = ""
    server_since: Release = ""
    instead: str = Field("", pattern=r"^(prefect [a-z].*)?$")


class MechanismDefinition(Strict):
    """One mechanism as people name it, for texts, questions and guides."""

    mechanism: Mechanism
    title: str
    says: str

"""What is to be done about a later message of a talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.engine.facts import Case
from bot.replies.reply import Reply

Step = Literal["talk", "say", "back", "next", "still", "again", "first_step", "hand_over", "nothing"]
REMARK = 12  # words; beside an open question so few tell of no other trouble


@dataclass(frozen=True, slots=True)
class Heard:
    """What is to be done next.

    Talk on, say one thing, go back, name the next fix, tell whether it is still so, look again, repeat the
    first step of the fix, hand over, or nothing.

    `rest` is what was said beside an answer; it may answer the next question before that is asked.
    `unknown` says that all that was said is that the answer is not known.
    `otherwise` is the case without a new symptom, for when that leads to no cause and the known one does.
    """

    step: Step
    case: Case
    reply: Reply | None = None
    notes: tuple[str, ...] = ()
    rest: str = ""
    otherwise: Case | None = None
    unknown: bool = False

"""The rule for a look that misses something: the verdict may weaken to what is open, it never flips."""

from __future__ import annotations

from bot.lab.scenario import Scenario
from bot.turn import Turn
from tests.lab.stage import confirmed

TOLD = ("fault", "folklore", "normal")


# What may be told instead, because its words are true as well, and why.
ALSO_TRUE = {
    (
        "CL33",
        "CL52",
    ): "more slots are asked for than a limit of 0 has; that reply says what a limit of 0 does",
    (
        "CL83",
        "CL10",
    ): "neither is a fault and the pool is full in both; the queues tell who goes first",
    ("CL148", "CL10"): "the run stays Late because its pool is full; CANCEL_NEW only leaves it there",
    ("CL40", "CL90"): "the run did end that much later than its log says, whatever took its lease",
    ("CL20", "CL67"): "the person ran the reset; that it leaves the count behind is so, seen or not",
    ("CL43", "CL48"): "asked whether the event loop is blocked, no is right whatever it was instead",
}


def flipped(scenario: Scenario, whole: Turn, turn: Turn, told_as: str = "") -> str | None:
    """Say how `turn`, told with less, is wrong beside `whole`, told with all; None where it is not.

    A verdict that was lost must say what could not be read, in the words of `told_as`.
    """
    if turn.answer is None:  # a text that only its names bring into scope, and no name could be read
        return None
    expected, codes = [scenario.cause] if scenario.cause else [], confirmed(turn, kinds=TOLD)
    full = confirmed(whole, kinds=TOLD)
    also_true = [code for code in codes if (scenario.cause, code) in ALSO_TRUE]
    codes = [code for code in codes if code not in also_true]
    if wrong := [code for code in codes if code not in {*expected, *full}]:
        return f"{wrong} is told instead of {expected or 'nothing'}"
    if expected and codes and codes[:1] != expected:
        return f"{codes[0]} is told first instead of {expected[0]}"
    lost = codes[:1] != full[:1]
    if scenario.cause and lost and not also_true and turn.reply.mood in {"healthy", "normal"}:
        return f"{turn.reply.mood} is told instead of {scenario.cause}"
    if lost and not also_true and told_as not in turn.report["text"]:
        return f"it is not said that {told_as!r} kept something from being read"
    return None

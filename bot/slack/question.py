"""A question's words and buttons, and what a press on one carries back."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.replies.reply import QuestionView
from bot.slack import rich
from bot.slack.rich import Json

ANSWER, BACK, START_OVER, FEEDBACK = "answer", "case.back", "case.start_over", "feedback"
MOST_VALUE = 2_000  # Slack's limit for what a button carries
_MOST_OPTIONS = 20  # of 25 elements; one more is "I don't know"


@dataclass(frozen=True)
class Press:
    """What a button says when pressed; `value` None is "I don't know"."""

    case: str
    fact: str = ""
    value: str | None = None

    def dump(self) -> str:
        """Write it as a button's value."""
        return json.dumps({"case": self.case, "fact": self.fact, "value": self.value}, ensure_ascii=False)


def read_press(value: object) -> Press | None:
    """Read a button's value; None when it is not one of ours."""
    try:
        body = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if not isinstance(body, dict) or not isinstance(body.get("case"), str):
        return None
    answer = body.get("value")
    return Press(body["case"], str(body.get("fact", "")), answer if answer is None else str(answer))


def question_blocks(question: QuestionView, case_key: str, longest: int) -> list[Json]:
    """Return prompt, why, where to look, the answers, and in a row of their own the ways back."""
    asked = [rich.words(rich.cut(question.prompt, longest), bold=True)]
    if question.why:
        asked += [rich.words("\n"), *rich.parts(question.why, longest=longest, italic=True)]
    if question.where:
        asked += [rich.words("\nWhere to look: "), *rich.parts(question.where, longest=longest)]
    buttons, left = _options(question, case_key)
    if left:
        asked.append(rich.words(f"\n… {left} more choices: write your answer instead.", italic=True))
    buttons.append(button(f"{ANSWER}.unknown", "I don't know", Press(case_key, question.fact)))
    ways_back = [
        button(BACK, "Back", Press(case_key)),
        button(START_OVER, "Start over", Press(case_key)),
    ]
    return [
        rich.block([rich.section(asked)]),
        {"type": "actions", "elements": buttons},
        {"type": "actions", "elements": ways_back},
    ]


def _options(question: QuestionView, case_key: str) -> tuple[list[Json], int]:
    buttons: list[Json] = []
    for number, (value, label) in enumerate(question.options):
        press = Press(case_key, question.fact, value)
        if len(buttons) < _MOST_OPTIONS and len(press.dump()) <= MOST_VALUE:
            buttons.append(button(f"{ANSWER}.{number}", label or value, press))
    return buttons, len(question.options) - len(buttons)


def button(action_id: str, label: str, press: Press) -> Json:
    """Return a button that carries this press."""
    text = {"type": "plain_text", "text": rich.cut(label, 75), "emoji": False}
    return {"type": "button", "action_id": action_id, "text": text, "value": press.dump()}


def thumbs(case_key: str) -> Json:
    """Return the two thumbs under an answer."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": _thumb("Helped", "good", case_key),
                "negative_button": _thumb("Did not help", "bad", case_key),
            }
        ],
    }


def _thumb(label: str, value: str, case_key: str) -> Json:
    press = Press(case_key, FEEDBACK, value)
    return {
        "text": {"type": "plain_text", "text": label},
        "value": press.dump(),
        "accessibility_label": label,
    }


def mark_chosen(blocks: Sequence[Mapping[str, Any]], action_id: str) -> list[Json]:
    """Return the message's blocks with the pressed button standing out; every button stays."""
    marked: list[Json] = copy.deepcopy([dict(block) for block in blocks])
    for block in marked:
        for element in (block.get("elements") or []) if block.get("type") == "actions" else []:
            element.pop("style", None)
            if element.get("action_id") == action_id:
                element["style"] = "primary"
    return marked

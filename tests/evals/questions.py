"""The questions that the reading is measured with, and what each of them is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2]
CASES = PROJECT / "evals" / "cases"
# Real openings from public threads, where they lie beside the checkout; they are no part of the project.
SHARED = PROJECT.parent / "shared" / "evals" / "questions.jsonl"
OUT_OF_SCOPE = "out_of_scope"
NONE = "none"
_OTHER_WORDS = {"worker_or_runner": "worker", "none_or_unclear": NONE}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote, with the mechanism and the symptom behind it."""

    name: str
    text: str
    mechanism: str
    symptom: str

    @property
    def in_scope(self) -> bool:
        """Tell whether the question is about limits, or about runs that wait."""
        return self.symptom != OUT_OF_SCOPE


def own(name: str) -> list[Question]:
    """Return the project's own cases of one file, `tuning` or `held_back`."""
    entries = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    return [Question(each["id"], each["text"], each["mechanism"], each["symptom"]) for each in entries]


def shared() -> list[Question]:
    """Return the real openings, none where the file does not exist."""
    if not SHARED.exists():
        return []
    records = [json.loads(line) for line in SHARED.read_text().splitlines() if line.strip()]
    return [
        Question(
            record["id"],
            record["question"],
            _OTHER_WORDS.get(record["mechanism"], record["mechanism"]),
            record["symptom"],
        )
        for record in records
    ]

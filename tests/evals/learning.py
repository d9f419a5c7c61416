"""Learns `bot/reading/weights.json` from the cases for tuning; `make learn` runs it.

Each label has a linear support vector machine of its own, one against the rest, found by dual coordinate
descent: https://www.csie.ntu.edu.tw/~cjlin/papers/cddual.pdf. No library, no chance: the same cases give the
same weights.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from bot.reading.cleaning import clean
from bot.reading.features import features_of
from bot.reading.learnt import BIAS, SCALE, WEIGHTS
from bot.reading.logs import Lines
from bot.reading.reader import wording_of
from tests.evals.questions import CASES, NONE, OUT_OF_SCOPE, PROJECT, Question, own

MESSAGES = PROJECT / "tests" / "reading" / "messages.yaml"
_ROUNDS = 60
_MIXED = 5**0.5 / 2  # multiples of it, without their whole part, mix the examples the same way each time
_COST = 1.0
_SEEN = 4  # examples that a part of a word must stand in
_LEAST = 2  # hundredths below which a weight says nothing


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one text and the label it bears."""

    features: Mapping[str, float]
    label: str


def learnt_from() -> str:
    """Return the fingerprint of the cases that the weights are learnt from."""
    files = [CASES / "tuning.yaml", CASES / "lessons.yaml", MESSAGES]
    return hashlib.sha256(b"\n".join(file.read_bytes() for file in files)).hexdigest()


def messages() -> list[Question]:
    """Return the short messages of the reading's tests that say what they are about."""
    entries = [each for each in yaml.safe_load(MESSAGES.read_text()) if not each.get("small_talk")]
    return [
        Question(
            f"m{number}",
            each["say"],
            each.get("mechanism", ""),
            each.get("symptom", "") if each.get("in_scope", True) else OUT_OF_SCOPE,
        )
        for number, each in enumerate(entries, 1)
    ]


def examples(questions: Sequence[Question]) -> dict[str, list[Example]]:
    """Return the examples of each kind: scope, mechanism, symptom."""
    found: dict[str, list[Example]] = {"scope": [], "mechanism": [], "symptom": []}
    for question in questions:
        features = features_of(wording_of(Lines(clean(question.text))))
        found["scope"].append(Example(features, "in" if question.in_scope else "out"))
        if question.in_scope and question.mechanism:
            found["mechanism"].append(Example(features, question.mechanism))
        if question.in_scope and question.symptom:
            found["symptom"].append(Example(features, question.symptom))
    return found


def _machine(given: Sequence[Example], label: str) -> dict[str, float]:
    """Return the weights that tell a label from the rest; the rarer side weighs more."""
    count = sum(each.label == label for each in given)
    shares = {True: len(given) / (2 * count), False: len(given) / (2 * max(1, len(given) - count))}
    weights: defaultdict[str, float] = defaultdict(float)
    rows = []
    for each in given:
        row = [*each.features.items(), (BIAS, 1.0)]
        soft = 1 / (2 * _COST * shares[each.label == label])
        rows.append((row, 1.0 if each.label == label else -1.0, soft, sum(v * v for _, v in row) + soft))
    pressed = [0.0] * len(rows)
    for _ in range(_ROUNDS):
        for number, (row, side, soft, length) in enumerate(rows):
            before = pressed[number]
            error = side * sum(weights[name] * value for name, value in row) - 1 + soft * before
            pressed[number] = max(before - error / length, 0.0)
            step = (pressed[number] - before) * side
            if step:
                for name, value in row:
                    weights[name] += step * value
    return dict(weights)


def learn(given: Sequence[Example], labels: Sequence[str]) -> dict[str, list[int]]:
    """Return for each feature a weight for each label, in hundredths."""
    seen = Counter(name for each in given for name in each.features)
    known = [
        Example({n: v for n, v in each.features.items() if n[:1] != "~" or seen[n] >= _SEEN}, each.label)
        for each in given
    ]
    mixed = [known[n] for n in sorted(range(len(known)), key=lambda number: number * _MIXED % 1)]
    machines = [_machine(mixed, label) for label in labels]
    names = sorted({name for machine in machines for name in machine})
    table = {name: [round(SCALE * machine.get(name, 0.0)) for machine in machines] for name in names}
    return {name: row for name, row in table.items() if name == BIAS or max(map(abs, row)) >= _LEAST}


def weights_of(questions: Sequence[Question]) -> dict[str, dict[str, object]]:
    """Return the weights of every kind."""
    kinds: dict[str, dict[str, object]] = {}
    for kind, given in examples(questions).items():
        labels = ["in"] if kind == "scope" else sorted({each.label for each in given} | ({NONE} - {""}))
        labels = [label for label in labels if any(each.label == label for each in given)]
        kinds[kind] = {"labels": labels, "features": learn(given, labels)}
    return kinds


def main() -> None:
    """Write the weights."""
    stored = {
        "learnt_from": learnt_from(),
        "kinds": weights_of([*own("tuning"), *own("lessons"), *messages()]),
    }
    text = json.dumps(stored, separators=(",", ":"), sort_keys=True).replace('],"', '],\n"')
    WEIGHTS.write_text(f"{text}\n")
    print(f"{WEIGHTS.relative_to(PROJECT)}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

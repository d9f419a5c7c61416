"""What the project's own cases teach about words: which mechanism, symptom and scope they lean to.

The weights stand in `weights.json`, beside this module and read once like a module; `make learn` writes them.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from bot.reading.features import features_of, stems_of

WEIGHTS = Path(__file__).with_name("weights.json")
BIAS = ""  # the feature that every text has
_ENOUGH = 6  # words
SCALE = 100  # weights are whole hundredths, so that the file stays small


@lru_cache(maxsize=1)
def _weights() -> dict[str, tuple[list[str], dict[str, list[int]]]]:
    """Return for each kind its labels, and for each feature a weight for each label."""
    stored = json.loads(WEIGHTS.read_text())
    return {name: (kind["labels"], kind["features"]) for name, kind in stored["kinds"].items()}


@lru_cache(maxsize=64)
def leaning(kind: str, wording: str) -> dict[str, float]:
    """Return how far the wording leans to each label of a kind: above nought towards it, below it away."""
    labels, features = _weights()[kind]
    totals = [float(weight) for weight in features[BIAS]]
    for feature, value in features_of(wording).items():
        if row := features.get(feature):
            totals = [total + value * weight for total, weight in zip(totals, row, strict=True)]
    # Few words teach little.
    heard = SCALE * max(1.0, _ENOUGH / max(1, len(stems_of(wording))))
    return {label: total / heard for label, total in zip(labels, totals, strict=True)}

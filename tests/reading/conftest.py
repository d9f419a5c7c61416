from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.reading import Pattern, compile_pattern

SIGNATURES = Path(__file__).parents[2] / "knowledge" / "signatures"


@pytest.fixture(scope="session")
def patterns() -> list[Pattern]:
    return [
        compile_pattern(
            entry["signature"],
            entry["pattern"],
            entry.get("facts", {}),
            entry.get("captures", {}),
            entry.get("even_if", ()),
        )
        for path in sorted(SIGNATURES.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text())
    ]

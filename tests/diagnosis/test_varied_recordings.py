"""What is told of each recorded scenario with one thing otherwise: a limit off, a pool paused.

Kept in `replies/variations`; `make replies` writes it anew, to be read as a diff.
"""

from __future__ import annotations

import pytest

from bot.knowledge.load import knowledge
from bot.lab.scenario import find_play

from .proofs import told_when_varied
from .replies import same_words
from .test_recorded import every_scenario, recorded

pytestmark = pytest.mark.lab


@every_scenario
async def test_one_thing_otherwise_is_told_with_the_same_words(name: str) -> None:
    recorded(name)
    said = await told_when_varied(find_play(name).scenario, knowledge())
    same_words(name, said, "variations")

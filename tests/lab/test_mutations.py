"""Each condition of each cause, deleted or turned round, makes at least one proof fail."""

from __future__ import annotations

import sys

import pytest

from bot.knowledge.load import knowledge
from tests.diagnosis.mutation import mutants, survivors
from tests.diagnosis.proofs import log_proofs, recorded_proofs, varied_proofs
from tests.diagnosis.survivors import REASONS

pytestmark = [pytest.mark.lab, pytest.mark.timeout(1800)]


async def test_every_condition_is_missed_when_it_is_gone_or_says_the_opposite() -> None:
    book = knowledge()
    proofs = [proof async for proof in log_proofs(book)]
    proofs += [proof async for proof in recorded_proofs(book)]
    proofs += [proof async for proof in varied_proofs(book)]
    every = list(mutants(book))
    alive = {mutant.key: mutant async for mutant in survivors(book, proofs, every)}
    unexplained = [mutant.name for key, mutant in alive.items() if key not in REASONS]
    sys.stderr.write(f"{len(every)} mutants, {len(alive)} survive, {len(REASONS)} of them for a reason\n")
    assert not unexplained, "\n".join(["no proof notices:", *unexplained])
    assert not set(REASONS) - set(alive), "noticed by now: take them out of tests/diagnosis/survivors.py"

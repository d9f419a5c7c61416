"""Every near miss is judged as it is kept, and each condition of each cause has one that notices it.

So whoever deletes a condition of the knowledge, or turns one round, fails a test. `make near-misses` looks
for them anew; read the difference, as it says what changed in what is told.
"""

from __future__ import annotations

import os

import pytest
import pytest_asyncio

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from tests.lab.trial import Record

from .mutation import mutants
from .near_misses import FOLDER, judged, kept, notices, proven, searched, text_of

CODES = sorted(compiled.cause.code for compiled in knowledge().causes)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cases() -> dict[str, Case]:
    """What every log case and every recording ends in."""
    found = await proven(knowledge())
    if os.environ.get("UPDATE_NEAR_MISSES"):
        FOLDER.mkdir(exist_ok=True)
        for file in FOLDER.glob("*.yaml"):
            file.unlink()
        for code, near_misses in searched(knowledge(), found, mutants(knowledge())).items():
            (FOLDER / f"{code}.yaml").write_text(text_of(near_misses), encoding="utf-8")
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_near_miss_is_judged_as_it_is_kept(code: str, cases: dict[str, Case]) -> None:
    compiled = next(each for each in knowledge().causes if each.cause.code == code)
    for near_miss in kept(code, cases):
        fresh = judged(near_miss.base, near_miss.changes, compiled, knowledge())
        assert fresh == near_miss.judgement, near_miss.entry()


def test_a_condition_that_is_gone_or_says_the_opposite_is_noticed(
    cases: dict[str, Case], record_property: Record
) -> None:
    book, near_misses = knowledge(), {code: kept(code, cases) for code in CODES}
    every = list(mutants(book))
    alive = [m.name for m in every if not any(notices(each, m, book) for each in near_misses[m.code])]
    value = f"{len(every) - len(alive)} of {len(every)}"
    record_property(
        "figure", {"name": "mutants", "says": "conditions deleted or inverted, noticed", "value": value}
    )
    assert not alive, "\n".join(["no near miss notices (make near-misses):", *alive])


def test_no_file_is_of_a_cause_that_is_gone() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.yaml")) == CODES

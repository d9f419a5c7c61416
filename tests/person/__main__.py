"""`python -m tests.person` prints the figures of the simulated person and whom it fails."""

from __future__ import annotations

import asyncio

from .simulated import figures, people, talk


async def _all() -> None:
    share, asked, misses = figures([await talk(person) for person in people()])
    print(f"{len(people())} people: right cause {share:.0%}, median of questions {asked}")
    print("\n".join(misses))


asyncio.run(_all())

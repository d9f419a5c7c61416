"""`python -m tests.person` prints the figures of the simulated person and whom it fails."""

from __future__ import annotations

import asyncio

from .simulated import figures, own_people, people, talk


async def _all() -> None:
    told = [await talk(person) for person in people()]
    for title, group in (("own words", own_people()), ("all", people())):
        share, asked, misses = figures([each for each in told if each.person in group])
        print(f"{title}: {len(group)} people, right cause {share:.0%}, median of questions {asked}")
    print("\n".join(misses))


asyncio.run(_all())

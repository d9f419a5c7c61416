"""A tag's limit exists, and Prefect's list of tag limits does not show it, as there are many others."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="tag-list-blind",
    title="The list does not show a tag's limit",
    cause="CL80",
    opening="The limit of tag scrape is not in `prefect concurrency-limit ls`: No concurrency limits found",
    since="3.4.19",  # before it the limit of a tag is no global limit, and the list shows only those of tags
    names={"tag": "scrape"},
    twin_of="limit-missing",
)
OTHERS = 16


async def break_it(lab: Lab) -> None:
    """Make it so: sixteen limits of code come before the tag's by name."""
    for number in range(OTHERS):
        await lab.limit(f"api-{number:02}")
    await lab.limit(f"tag:{SCENARIO.names['tag']}")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: the list lacks it, a longer list and a question by name do not."""
    tag = SCENARIO.names["tag"]
    listed, longer = [
        {row["tag"] for row in await lab.rest.post("/concurrency_limits/filter", {"limit": most})}
        for most in (15, 200)
    ]
    exists = (await limit_of(lab, f"tag:{tag}"))["limit"] == 1
    return exists and tag not in listed and tag in longer

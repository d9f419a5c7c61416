"""The Home tab: what the bot is for and how to ask."""

from __future__ import annotations

from bot.slack import rich
from bot.slack.rich import Json

_WAYS = (
    ("@concurrency why does my run wait?", "in a channel; the answer comes in a thread"),
    ("/concurrency status", "a check-up of the whole workspace; only you see it"),
    ("/concurrency limit db-write", "one limit: who holds it, who waits"),
    ("/concurrency run <URL or name>", "every gate between this run and its start"),
)


def home_blocks() -> list[Json]:
    """Return the Home tab."""
    ways = [[rich.words(how, code=True), rich.words(f" – {what}")] for how, what in _WAYS]
    intro = "I find out why Prefect concurrency limits make your runs wait, and give you the fix. "
    more = "Or write to me here under Messages: describe it, or paste the log lines."
    return [
        {"type": "header", "text": {"type": "plain_text", "text": "Why does my run wait?"}},
        rich.block([rich.section([rich.words(intro)]), rich.bullets(ways), rich.section([rich.words(more)])]),
    ]

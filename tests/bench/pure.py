"""What needs no wire: the knowledge, the reading, one decision."""

from __future__ import annotations

import re
import time

import yaml

from bot.engine.facts import Case
from bot.knowledge.files import knowledge_folder
from bot.knowledge.load import knowledge, load
from bot.reading import read
from bot.turn import Conversation, patterns

from .table import Figure, Floor, figure, timed

QUESTION = "tasks tagged db-write never leave Pending: the tag limit shows its slots taken, but nothing runs"
LINE = "12:00:00.000 | INFO    | Flow run 'brave-otter' - wrote 17 rows to s3://bucket/key\n"
LOG = (LINE * (1_048_576 // len(LINE)))[:1_000_000] + "\nConcurrency lease renewal failed - slots released\n"
_WORDS = re.compile(r"\w+")


def _parse_all() -> None:
    for path in knowledge_folder().glob("**/*.yaml"):
        yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def figures() -> list[Figure]:
    known = patterns(knowledge())
    return [
        figure(
            "knowledge load",
            timed(lambda: load(knowledge_folder()), 5),
            2_000,
            Floor("parsing its YAML", timed(_parse_all, 3)),
        ),
        figure(
            "reading a message",
            timed(lambda: read(QUESTION, known), 200),
            10,
            Floor("finding its words", timed(lambda: _WORDS.findall(QUESTION), 200)),
        ),
        figure(
            "reading a log of 1 MB",
            timed(lambda: read(LOG, known), 10),
            500,
            Floor("the words of 100,000 characters", timed(lambda: _WORDS.findall(LOG[:100_000]), 10)),
        ),
    ]


async def a_turn_in_memory() -> list[float]:
    """Seconds of turns without any wire: what the engine itself costs."""
    conversation, taken = Conversation(knowledge()), []
    for _ in range(30):
        began = time.perf_counter()
        await conversation.say(Case(), QUESTION)
        taken.append(time.perf_counter() - began)
    return taken

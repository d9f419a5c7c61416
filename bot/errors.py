"""The one small error hierarchy.

BotError
├── UsageError        wrong settings or arguments: one clear line, exit status 2
├── KnowledgeError    a knowledge file is wrong: file, line, suggestion
├── OutOfReach        Prefect or Slack cannot be reached: exit status 3
│   └── Refused       reached, but it said no (401, 403)
└── MessageRefused    an outbound Slack message breaks Slack's limits
"""

from __future__ import annotations

from collections.abc import Sequence


class BotError(Exception):
    """Root of everything this project raises on purpose."""


class UsageError(BotError):
    """Settings or arguments that cannot work."""


class KnowledgeError(BotError):
    """A knowledge file that cannot be used; carries where and what would mend it.

    `others` are the further mistakes of the same run: each is a line of its own.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int = 0,
        suggestion: str = "",
        others: Sequence[KnowledgeError] = (),
    ) -> None:
        self.message, self.file, self.line, self.suggestion = message, file, line, suggestion
        self.others = tuple(others)
        place = f"{file}:{line}: " if line else f"{file}: " if file else ""
        own = f"{place}{message}" + (f" ({suggestion})" if suggestion else "")
        super().__init__("\n".join((own, *map(str, self.others))))


class OutOfReach(BotError):  # noqa: N818 - a state of the outside, not a mistake of ours
    """Prefect or Slack cannot be reached."""


class Refused(OutOfReach):
    """The outside answered and said no."""


class MessageRefused(BotError):  # noqa: N818
    """A message that Slack would not take."""

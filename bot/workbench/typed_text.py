"""What Slack makes of the text a person types."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.workbench.config import User

_URL = re.compile(r"https?://(?:(?!&[lg]t;)[^\s<>|`\"])+")


def as_slack_sends(text: str, users: Iterable[User]) -> str:
    """Escape & < >, turn @name into <@ID> and put links between angle brackets."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _URL.sub(_link, escaped)
    for user in users:
        linked = re.sub(rf"(?<![\w@])@{re.escape(user.name)}(?![\w-])", f"<@{user.id}>", linked, flags=re.I)
    return linked


def _link(found: re.Match[str]) -> str:
    url = found.group().rstrip(".,;:!?)]}'")
    return f"<{url}>{found.group()[len(url) :]}"

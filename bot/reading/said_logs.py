"""How people say in whose log a line stands."""

from __future__ import annotations

import re

_OF = r"(?:the |our |my |a |an |that |this |its |each |every )"


def _log_of(owner: str) -> re.Pattern[str]:
    """Return how one says "in the flow run's log", "the log of my flow", "the flow log says"."""
    whose = rf"(?:{owner})(?:'s|s')?(?: runs?(?:'s|s')?)?"
    return re.compile(
        rf"(?i)(?<!not )(?<!nor )(?<!nothing )\b(?:in|from|inside|of|into) {_OF}{{0,2}}{whose} logs?\b"
        rf"|\blogs? of {_OF}{{0,2}}(?:{owner})\b"
        rf"|\b{_OF}{whose} logs? (?:says?|shows?|reads?|has|have|contains?|only|just)\b"
        rf"|(?:^|[,;:.(\n])\s{{0,3}}{_OF}?{whose} logs?\s{{0,3}}(?=[,;:.)\n]|$)"
    )


LOG_ORIGINS = (
    (_log_of("(?:sub)?flows?"), "flow_log"),
    (_log_of("tasks?"), "task_log"),
    (_log_of("workers?"), "worker_log"),
    (_log_of("(?:prefect |api )?servers?|api"), "server_log"),
)

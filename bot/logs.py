"""How the bot logs: as text for a person or as JSON lines for a machine. Message bodies are never logged."""

from __future__ import annotations

import json
import logging
import sys
from typing import Literal


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback of a failure."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        entry = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def set_up_logging(level: str, shape: Literal["text", "json"]) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if shape == "json" else text)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx logs each request's URL at INFO, which names people's runs and limits.
    logging.getLogger("httpx").setLevel(logging.WARNING)

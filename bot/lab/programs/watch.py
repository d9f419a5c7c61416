"""Ends a program of the lab when its server is gone for good."""

from __future__ import annotations

import os
import threading
import time
import urllib.error
import urllib.request

MISSED_AT_MOST = 5
PAUSE_SECONDS = 5


def end_with_the_server() -> None:
    """Watch the server of PREFECT_API_URL from a thread of its own."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    missed = 0
    while missed < MISSED_AT_MOST:
        time.sleep(PAUSE_SECONDS)
        try:
            with urllib.request.urlopen(os.environ["PREFECT_API_URL"] + "/health", timeout=10):  # noqa: S310
                missed = 0
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            missed += 1
    os._exit(1)

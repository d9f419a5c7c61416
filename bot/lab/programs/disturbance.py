"""What keeps a process from renewing its leases, for real."""

from __future__ import annotations

import ctypes
import time


def keep_the_interpreter(seconds: int) -> None:
    """Sleep in C code without giving Python's interpreter lock back: no other thread runs."""
    ctypes.PyDLL(None).sleep(seconds)


def block(seconds: int) -> None:
    """Sleep where an event loop should go on; other threads run."""
    time.sleep(seconds)


def nothing(seconds: int) -> None:
    """Leave the process alone."""


DISTURBANCES = {each.__name__: each for each in (keep_the_interpreter, block, nothing)}

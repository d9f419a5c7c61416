"""One small module for each kind of thing that happens; each has `register(app, desk)`. No list to edit."""

from __future__ import annotations

import importlib
import pkgutil

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk


def register_all(app: AsyncApp, desk: Desk) -> None:
    """Register every listener; modules with `LAST = True` (the catch-alls) come last."""
    modules = [
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    for module in sorted(modules, key=lambda each: (getattr(each, "LAST", False), each.__name__)):
        module.register(app, desk)

"""A local stand-in for Slack: Web API, Events API, Socket Mode and a web page, on 127.0.0.1 only."""

from bot.workbench.config import Channel, SlashCommand, User, WorkbenchConfig
from bot.workbench.lab_panel import Lab, LabScenario, LabSlot, LabState
from bot.workbench.server import Workbench, create_workbench

__all__ = [
    "Channel",
    "Lab",
    "LabScenario",
    "LabSlot",
    "LabState",
    "SlashCommand",
    "User",
    "Workbench",
    "WorkbenchConfig",
    "create_workbench",
]

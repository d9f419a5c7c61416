"""Whatever goes to Slack for a person to see goes through `bot/slack/outbound.py`."""

from __future__ import annotations

import ast
from pathlib import Path

ROOM = Path("bot/slack")
DOOR = ROOM / "outbound.py"
SENDING = ("chat_", "views_", "files_", "reactions_", "pins_", "canvases_", "assistant_", "agents_")
BESIDES = {"send_dict", "send", "respond", "say", "say_stream", "api_call", "AsyncWebhookClient"}
ITS_OWN = {"outbound.respond", "self.outbound.respond", "self.conversation.say", "talk.say"}


def calls(file: Path) -> set[str]:
    """Return the names of everything that this file calls, such as `client.chat_update`."""
    tree = ast.parse(file.read_text())
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def sends(call: str) -> bool:
    last = call.rsplit(".", 1)[-1]
    ours = call in ITS_OWN or (call.isidentifier() and call != "AsyncWebhookClient")
    return not ours and (last.startswith(SENDING) or last in BESIDES)


def test_only_the_outbound_door_sends() -> None:
    found = {(str(file), call) for file in ROOM.rglob("*.py") for call in calls(file) if sends(call)}
    assert {file for file, _ in found} == {str(DOOR)}, found
    assert len(found) >= 5


def test_nobody_asks_bolt_for_ways_round_the_door() -> None:
    ways = {"say", "respond", "client", "complete", "fail", "say_stream", "set_status"}
    for file in (ROOM / "listeners").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.AsyncFunctionDef):
                assert not ways & {argument.arg for argument in node.args.args}, f"{file}: {node.name}"

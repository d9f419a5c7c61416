"""Names of any spelling are shown as they are, and are safe in every command."""

from __future__ import annotations

import json
import shlex
from urllib.parse import quote
from uuid import uuid4

import pytest

from bot.house import SlackConversation
from bot.prefect_live.commands import parse
from bot.replies.markup import text_of
from bot.slack.blocks import message_of
from bot.turn import Conversation, Turn
from tests.prefect_live.place import Place

pytestmark = pytest.mark.live
# Prefect itself refuses / % & < > in names.
NAMES = [
    "`tick` *star* _(low)_ **bold**",
    "{{ 7 * 7 }} {% if %} {# c #}",
    'it\'s "quoted"; a|b',
    "$(id) $HOME !channel @here",
    "[text](x) ünï ☃ \\back",
]


def commands(turn: Turn) -> list[str]:
    fixes = [fix for verdict in turn.report["verdicts"][:1] for fix in verdict["fixes"]]
    return [command for fix in fixes for command in fix["commands"] if command.startswith("prefect ")]


@pytest.mark.parametrize("spelling", NAMES)
async def test_a_pool_of_any_name_is_resumed_by_the_command_as_written(
    spelling: str, conversation: Conversation, place: Place
) -> None:
    name = f"{spelling} {uuid4().hex[:6]}".replace("%", "")
    await place.rest.post("/work_pools/", {"name": name, "type": "process"})
    try:
        deployment = await place.deployment(name)
        await place.rest.patch(f"/work_pools/{quote(name, safe='')}", {"is_paused": True})
        turn = await conversation.why(await place.run(deployment["id"], late_seconds=60))
        await place.rest.delete(f"/flows/{deployment['flow_id']}")
    finally:
        await place.rest.delete(f"/work_pools/{quote(name, safe='')}")
    assert f"Work pool {name} is paused" in text_of(turn.reply.headline)
    [command] = commands(turn)
    assert shlex.split(command) == ["prefect", "work-pool", "resume", name]
    assert parse(shlex.split(command)[1:]) == ("accepted", ""), "Prefect's own command line takes it"
    said = json.dumps(message_of(turn.reply, "case").blocks, ensure_ascii=False)
    assert json.dumps(name, ensure_ascii=False)[1:-1] in said


@pytest.mark.parametrize("spelling", NAMES)
async def test_a_limit_of_any_name_is_found_and_shown(
    spelling: str, conversation: Conversation, place: Place
) -> None:
    name = f"{spelling} {uuid4().hex[:6]}".replace("%", "")
    made = await place.limit(0, name=name)
    try:
        _, reply = await SlackConversation(conversation).limit(name)
    finally:
        await place.rest.delete(f"/v2/concurrency_limits/{made['id']}")
    message = message_of(reply, "case")
    assert json.dumps(name, ensure_ascii=False)[1:-1] in json.dumps(message.blocks, ensure_ascii=False)
    for fix in reply.fixes:
        for command in fix.commands:
            assert name in shlex.split(command)


@pytest.mark.parametrize("name", ["<!channel>", "<@U0ALEX>", "a&b", "`{{ 7 * 7 }}`"])
async def test_a_name_that_nothing_bears_is_said_literally(name: str, conversation: Conversation) -> None:
    turn = await conversation.why(name)
    assert text_of(turn.reply.headline).startswith(f"No flow run here goes by {name}.")
    message = message_of(turn.reply, "case")
    assert "<" not in message.text
    assert json.dumps(name)[1:-1] in json.dumps(message.blocks)


async def test_an_unknown_limit_is_told_with_the_nearest(conversation: Conversation, place: Place) -> None:
    made = await place.limit(2)
    try:
        _, reply = await SlackConversation(conversation).limit(made["name"] + "x")
    finally:
        await place.rest.delete(f"/v2/concurrency_limits/{made['id']}")
    assert text_of(reply.headline) == f"Nothing here is named {made['name']}x. Nearest: {made['name']}."

"""Signed bodies of a wrong shape: 400, nothing is processed, nothing of them is logged."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.shapes import well_shaped

from .house import House, event, mention

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SECRET = "top-secret-words"
COMMAND = {"command": "/concurrency", "trigger_id": "1", "user_id": "U0ALEX", "channel_id": "C0GENERAL"}
PRESS = {
    "type": "block_actions",
    "user": {"id": "U0ALEX"},
    "team": {"id": "T0WORKBENCH"},
    "channel": {"id": "C0GENERAL"},
    "container": {"channel_id": "C0GENERAL", "message_ts": "1.0"},
    "actions": [{"action_id": "answer.0", "value": json.dumps({"case": "T0WORKBENCH:C0GENERAL:1.0"})}],
    "message": {"ts": "1.0", "text": "", "blocks": []},
    "response_url": "http://127.0.0.1:1/",
}
CALLBACK = json.loads(event(mention(SECRET, ts="1600000000.1") | {"files": [{"name": "a.log", "size": 1}]}))
STRANGE: list[Any] = [None, 7, "", SECRET, [], [SECRET], {}, {"id": 7}]
WRONG: list[Any] = [
    {},
    [],
    {"type": "event_callback"},
    {"type": "event_callback", "event": SECRET},
    {"type": "event_callback", "event": {}},
    {"type": "event_callback", "event": {"type": "message", "text": SECRET}},
    {"type": "url_verification"},
    {"type": SECRET},
    {"type": ["event_callback"]},
]


async def test_json_of_a_wrong_shape_is_refused(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for body in WRONG:
        assert await house.send(json.dumps(body)) == 400, body
    assert (house.echo.heard, SECRET in caplog.text) == ([], False)


async def test_a_form_of_a_wrong_shape_is_refused(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    payloads: list[Any] = [{}, [], SECRET, {"type": "block_actions"}, {"type": "view_submission"}, *WRONG]
    bodies = ["", f"text={SECRET}", "payload=", "command=", *(f"payload={json.dumps(p)}" for p in payloads)]
    for body in [*bodies, urlencode(COMMAND | {"text": SECRET})]:
        assert await house.send(body, headers=FORM) == 400, body
    assert (house.echo.heard, SECRET in caplog.text) == ([], False)


async def test_whatever_stands_in_a_key_is_no_error_of_ours(house: House) -> None:
    for whole, form in ((CALLBACK, False), (PRESS, True)):
        for path in _paths(whole):
            for strange in STRANGE:
                text = json.dumps(_with(whole, path, strange))
                body = urlencode({"payload": text}) if form else text
                status = await house.send(body, headers=FORM if form else {})
                assert status in {200, 400}, (path, strange, status)


async def test_what_slack_sends_without_a_listener_is_taken(house: House) -> None:
    assert await house.send(json.dumps({"type": "app_rate_limited", "team_id": "T0WORKBENCH"})) == 200


@pytest.mark.parametrize("body", [CALLBACK, PRESS, COMMAND | {"response_url": "http://127.0.0.1:1/"}])
def test_what_slack_sends_is_well_shaped(body: dict[str, Any]) -> None:
    assert well_shaped(body)


def _paths(node: Any) -> list[tuple[Any, ...]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [(key, *rest) for key, child in pairs for rest in [(), *_paths(child)]]


def _with(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = node.copy()
    changed[path[0]] = _with(node[path[0]], path[1:], value)
    return changed

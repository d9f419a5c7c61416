from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.slack.installing import SCOPES

MANIFEST: dict[str, Any] = yaml.safe_load(Path("manifest.yaml").read_text())
EVENTS: list[str] = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
GRANTED: list[str] = MANIFEST["oauth_config"]["scopes"]["bot"]
LISTENERS = "\n".join(path.read_text() for path in Path("bot/slack/listeners").glob("*.py"))
# https://docs.slack.dev/reference/events and /reference/methods: what each needs.
FOR_EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "tokens_revoked": "",
}
FOR_CALLS = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "conversations_replies": "channels:history",
    "users_info": "users:read",
    "session.get(file.url": "files:read",
    "views_publish": "",
    "auth_test": "",
    "api_test": "",
}


def test_every_event_that_is_subscribed_is_listened_for_and_no_other() -> None:
    heard = set(re.findall(r'@app\.event\("(\w+)"\)', LISTENERS))
    assert heard == {name.split(".")[0] for name in EVENTS}


def test_the_scopes_are_those_that_events_calls_and_the_command_need() -> None:
    source = "\n".join(path.read_text() for path in Path("bot/slack").rglob("*.py"))
    called = set(re.findall(r"client\.(\w+_\w+)\(", source)) - {"async_dispatch"}
    assert called == {name for name in FOR_CALLS if "(" not in name}
    needed = {FOR_EVENTS[name] for name in EVENTS}
    needed |= {scope for name, scope in FOR_CALLS.items() if name in source}
    assert set(GRANTED) == (needed - {""}) | {"commands"}
    assert sorted(GRANTED) == sorted(set(GRANTED))


def test_an_install_asks_for_the_scopes_of_the_manifest() -> None:
    assert sorted(SCOPES) == sorted(GRANTED)


def test_the_command_is_the_one_that_is_listened_for() -> None:
    [command] = MANIFEST["features"]["slash_commands"]
    assert f'COMMAND = "{command["command"]}"' in LISTENERS
    assert command["should_escape"] is True
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000


def test_people_can_write_press_and_open_the_home_tab_without_a_public_address() -> None:
    home = MANIFEST["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False
    settings = MANIFEST["settings"]
    assert settings["interactivity"]["is_enabled"] is True
    assert settings["socket_mode_enabled"] is True
    assert settings["token_rotation_enabled"] is False
    assert settings["org_deploy_enabled"] is False


@pytest.mark.parametrize(("name", "most"), [("name", 35), ("description", 140)])
def test_what_is_displayed_fits(name: str, most: int) -> None:
    assert 0 < len(MANIFEST["display_information"][name]) <= most

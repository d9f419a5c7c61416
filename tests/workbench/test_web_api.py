"""The Web API is as strict as Slack's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.workbench import LabScenario, LabState

from .house import FAST, House, actions, button, open_house, over_socket, until

Json = dict[str, Any]


async def refusal(house: House, method: str, **given: Any) -> Json:
    with pytest.raises(SlackApiError) as refused:
        await house.client.api_call(method, json=given)
    return dict(refused.value.response.data)


@pytest.mark.parametrize(
    ("method", "given", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0GENERAL"}, "no_text"),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.update", {"channel": "C0GENERAL", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("views.open", {"trigger_id": "1.a", "view": {"type": "modal"}}, "invalid_arguments"),
        ("chat.startStream", {"channel": "C0GENERAL"}, "unknown_method"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
    ],
)
async def test_a_wrong_call_is_refused(house: House, method: str, given: Json, error: str) -> None:
    assert (await refusal(house, method, **given))["error"] == error


async def test_bad_blocks_are_refused_with_the_place(house: House) -> None:
    blocks = [actions(button("a"), button("a")), {"type": "nonsense"}]
    refused = await refusal(house, "chat.postMessage", channel="C0GENERAL", text="x", blocks=blocks)
    assert refused["error"] == "invalid_blocks"
    assert (
        "[ERROR] unsupported type: nonsense [json-pointer:/blocks/1]"
        in refused["response_metadata"]["messages"]
    )
    assert await house.messages() == []


async def test_a_token_is_needed_and_must_be_right(house: House) -> None:
    for token, error in (("", "not_authed"), ("xoxb-other", "invalid_auth")):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with house.browser.post(f"{house.bench.api_url}auth.test", headers=headers) as answer:
            assert (await answer.json())["error"] == error


async def test_a_form_may_carry_blocks_as_json(house: House) -> None:
    form = {"token": house.bench.config.bot_token, "channel": "C0GENERAL", "blocks": '[{"type": "divider"}]'}
    async with house.browser.post(f"{house.bench.api_url}chat.postMessage", data=form) as answer:
        assert (await answer.json())["ok"]


async def test_reactions_threads_and_history_are_kept(house: House) -> None:
    root = await house.client.chat_postMessage(channel="C0GENERAL", text="root")
    await house.client.chat_postMessage(channel="C0GENERAL", text="reply", thread_ts=root["ts"])
    await house.client.reactions_add(channel="C0GENERAL", timestamp=root["ts"], name="eyes")
    await house.client.chat_postEphemeral(channel="C0GENERAL", user="U0ALEX", text="psst")
    replies = await house.client.conversations_replies(channel="C0GENERAL", ts=root["ts"])
    history = await house.client.conversations_history(channel="C0GENERAL")
    assert [m["text"] for m in replies["messages"]] == ["root", "reply"]
    assert [m["text"] for m in history["messages"]] == ["root"]
    assert history["messages"][0]["reactions"][0]["users"] == ["U0BOT"]
    again = await refusal(house, "reactions.add", channel="C0GENERAL", timestamp=root["ts"], name="eyes")
    assert again["error"] == "already_reacted"


@pytest.mark.parametrize(("lifetime", "error"), [(3.0, "exchanged_trigger_id"), (0.0, "expired_trigger_id")])
async def test_a_trigger_id_opens_one_view_in_time(lifetime: float, error: str) -> None:
    async with open_house(replace(FAST, trigger_lifetime=lifetime)) as house:
        app, triggers = house.new_app(), []

        @app.command("/concurrency")
        async def command(ack: Any, body: Json) -> None:
            await ack()
            triggers.append(body["trigger_id"])

        async with over_socket(house, app):
            await house.post("commands", {"channel": "C0GENERAL", "command": "/concurrency", "text": ""})
            await until(lambda: triggers)
        view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": []}
        if error == "exchanged_trigger_id":
            await house.client.views_open(trigger_id=triggers[0], view=view)
        assert (await refusal(house, "views.open", trigger_id=triggers[0], view=view))["error"] == error


async def test_a_response_url_takes_five_answers(house: House) -> None:
    app, urls = house.new_app(), []

    @app.command("/concurrency")
    async def command(ack: Any, body: Json) -> None:
        await ack()
        urls.append(body["response_url"])

    async with over_socket(house, app):
        await house.post("commands", {"channel": "C0GENERAL", "command": "/concurrency", "text": ""})
        await until(lambda: urls)
    said = [(await house.browser.post(urls[0], json={"text": str(n)})).status for n in range(6)]
    assert said == [200] * 5 + [404]


async def test_another_site_cannot_act_for_the_person(house: House) -> None:
    message = {"channel": "C0GENERAL", "text": "hi"}
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}):
        assert await house.post("messages", message, **headers) == {"ok": False, "error": "not_local"}
    assert await house.messages() == []


class OneFault:
    def __init__(self) -> None:
        self.broken = False

    async def describe(self) -> LabState:
        scenario = LabScenario("full", "A full limit", "Why?", "broken" if self.broken else "idle")
        return LabState(True, "http://127.0.0.1:4200", (scenario,))

    async def break_(self, name: str) -> None:
        await asyncio.sleep(0.05)
        self.broken = True

    async def heal(self, name: str) -> None:
        self.broken = False


async def test_the_lab_is_broken_from_the_page() -> None:
    async with open_house(lab=OneFault()) as house:
        async with house.browser.ws_connect(f"{house.bench.url}/workbench/live") as page:
            assert await house.post("lab/full/break", {}) == {"ok": True}
            async with asyncio.timeout(3):
                while (frame := await page.receive_json())["type"] != "lab" or (
                    frame["lab"]["scenarios"][0]["state"] != "broken"
                ):
                    pass
        assert (await house.post("lab/none/heal", {}))["error"] == "unknown_scenario"


async def test_without_a_lab_the_panel_says_so(house: House) -> None:
    panel = await house.get("lab")
    assert panel == {"available": False, "server": None, "scenarios": [], "slots": []}

"""A real Bolt app talks to the workbench in both ways Slack offers."""

from __future__ import annotations

from typing import Any

import pytest

from .house import WAYS, House, actions, button, until

Json = dict[str, Any]
either_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())


@either_way
async def test_a_mention_is_answered_in_its_thread(house: House, way: Any) -> None:
    app, seen = house.new_app(), []

    @app.event("app_mention")
    async def mentioned(event: Json, say: Any) -> None:
        seen.append(event)
        await say(text="Looking.", thread_ts=event["ts"])

    @app.event("message")
    async def message(event: Json) -> None:
        seen.append(event)

    async with way(house, app):
        asked = await house.post(
            "messages", {"channel": "C0GENERAL", "text": "@concurrency why <late> & slow?"}
        )
        reply = await house.message(lambda m: m["text"] == "Looking.")
        await until(lambda: len(seen) == 2)

    assert reply["thread_ts"] == asked["ts"]
    assert reply["user"] == "U0BOT"
    assert {event["type"] for event in seen} == {"app_mention", "message"}
    assert {event["text"] for event in seen} == {"<@U0BOT> why &lt;late&gt; &amp; slow?"}


@either_way
async def test_a_direct_message_needs_no_mention(house: House, way: Any) -> None:
    app = house.new_app()

    @app.event("message")
    async def message(event: Json, say: Any) -> None:
        await say(text=f"{event['channel_type']} {event['text']}", thread_ts=event["ts"])

    async with way(house, app):
        await house.post("messages", {"channel": "D0ALEX", "text": "see https://prefect.example/run/1."})
        await house.message(lambda m: m["text"] == "im see <https://prefect.example/run/1>.")


@either_way
async def test_a_command_is_acked_and_answered_later(house: House, way: Any) -> None:
    app = house.new_app()

    @app.command("/concurrency")
    async def command(ack: Any, respond: Any, body: Json) -> None:
        await ack(f"Working on {body['text']}")
        await respond(text="Done.", response_type="in_channel")

    async with way(house, app):
        await house.post("commands", {"channel": "C0GENERAL", "command": "/concurrency", "text": "status"})
        acked = await house.message(lambda m: m["text"] == "Working on status")
        later = await house.message(lambda m: m["text"] == "Done.")

    assert acked["ephemeral_to"] == "U0ALEX"
    assert later["ephemeral_to"] is None


@either_way
async def test_a_press_on_a_button_changes_its_message(house: House, way: Any) -> None:
    app = house.new_app()

    @app.action("go")
    async def pressed(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        await respond(text=f"Pressed {body['actions'][0]['value']}", replace_original=True)

    async with way(house, app):
        posted = await house.client.chat_postMessage(
            channel="C0GENERAL", text="?", blocks=[actions(button())]
        )
        press = {"channel": "C0GENERAL", "message_ts": posted["ts"], "block_id": "row", "action_id": "go"}
        assert await house.post("actions", press | {"element": button()}) == {"ok": True}
        changed = await house.message(lambda m: m["text"] == "Pressed 1")

    assert (changed["ts"], changed["edited"]) == (posted["ts"], True)


@either_way
async def test_a_modal_is_opened_refused_and_sent(house: House, way: Any) -> None:
    app = house.new_app()
    said: list[Json] = []
    words = {"type": "plain_text", "text": "Which run?"}
    entry = {"type": "plain_text_input", "action_id": "name"}
    view = {
        "type": "modal",
        "callback_id": "intake",
        "title": words,
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": "run", "label": words, "element": entry}],
    }

    @app.command("/concurrency")
    async def command(ack: Any, body: Json, client: Any) -> None:
        await ack()
        said.append((await client.views_open(trigger_id=body["trigger_id"], view=view)).data)

    @app.view("intake")
    async def sent(ack: Any, view: Json) -> None:
        name = view["state"]["values"]["run"]["name"]["value"]
        if not name:
            await ack(response_action="errors", errors={"run": "Name a run"})
        else:
            await ack()

    async with way(house, app):
        await house.post("commands", {"channel": "C0GENERAL", "command": "/concurrency", "text": ""})
        await until(lambda: said)
        view_id = said[0]["view"]["id"]
        refused = await house.post("views", {"view_id": view_id, "values": {}})
        taken = await house.post("views", {"view_id": view_id, "values": {"run": {"name": "etl"}}})
        gone = await house.post("views", {"view_id": view_id, "values": {}})

    assert refused == {"ok": False, "error": "view_errors", "errors": {"run": "Name a run"}}
    assert taken == {"ok": True}
    assert gone["error"] == "view_not_found"


@either_way
async def test_the_home_tab_is_published(house: House, way: Any) -> None:
    app = house.new_app()

    @app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        view = {"type": "home", "blocks": [{"type": "divider"}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event("message")
    async def ignore() -> None: ...

    async with way(house, app), house.browser.ws_connect(f"{house.bench.url}/workbench/live") as page:
        assert (await page.receive_json())["type"] == "connected"
        await house.post("home", {"tab": "home"})
        frame = await page.receive_json(timeout=3)

    assert (frame["type"], frame["view"]["type"]) == ("view", "home")

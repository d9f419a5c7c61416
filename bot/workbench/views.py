"""Modals and the home tab: shown by the bot, filled in by the person."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from bot.slack.block_limits import problems
from bot.workbench.bench import Bench
from bot.workbench.config import APP_ID, User
from bot.workbench.delivery import hand_over
from bot.workbench.interactions import common
from bot.workbench.messages import Json, with_block_ids
from bot.workbench.parcels import Parcel
from bot.workbench.store import View

_KEYS = {
    *("type", "title", "blocks", "submit", "close", "private_metadata", "callback_id", "external_id"),
    *("clear_on_close", "notify_on_close", "submit_disabled"),
}
_MOST = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}


def view_problems(view: Json) -> list[str]:
    """Return what Slack would refuse in this view."""
    kind = view.get("type")
    if kind not in {"modal", "home"}:
        return ["/type: must be modal or home"]
    found = [f"/{key}: unknown key" for key in view if key not in _KEYS]
    if kind == "modal" and "title" not in view:
        found.append("/title: missing required field")
    for key in ("title", "submit", "close"):
        if key in view:
            found += _label_problems(key, view[key])
    found += [
        f"/{key}: more than {most} characters"
        for key, most in _MOST.items()
        if len(view.get(key) or "") > most
    ]
    blocks = view.get("blocks", [])
    found += problems(blocks, kind)
    if not found and kind == "modal" and "submit" not in view and any(b["type"] == "input" for b in blocks):
        found.append("/submit: required when there is an input block")
    return found


def _label_problems(key: str, label: object) -> list[str]:
    if not isinstance(label, dict) or label.get("type") != "plain_text":
        return [f"/{key}: must be plain_text"]
    return [] if 1 <= len(str(label.get("text", ""))) <= 24 else [f"/{key}: allowed are 1 to 24 characters"]


async def show(bench: Bench, person: str, body: Json, view_id: str | None = None) -> View:
    """Show a view to a person: a new one, or the new state of the one with this id."""
    name, fresh = view_id or bench.store.next_id("V"), secrets.token_hex(8)
    defaults: Json = {"private_metadata": "", "callback_id": "", "state": {"values": {}}}
    own: Json = {"id": name, "team_id": bench.config.team_id, "app_id": APP_ID, "bot_id": bench.config.bot.id}
    blocks = list(with_block_ids(body.get("blocks", []), fresh))
    shown = View(name, person, {**defaults, **body, **own, "hash": fresh, "blocks": blocks}, fresh)
    bench.store.views[name] = shown
    if body["type"] == "home":
        bench.store.home[person] = shown
    await bench.live.send({"type": "view", "view": shown.body, "view_id": name})
    return shown


async def close(bench: Bench, view: View) -> None:
    """Take a view away from the person."""
    bench.store.views.pop(view.id, None)
    await bench.live.send({"type": "view_closed"})


async def submit(bench: Bench, view: View, values: Json, person: User) -> Json:
    """Send what the person filled in and do what the bot's ack says; returns the answer for the page."""
    body = {**view.body, "state": {"values": _state(view.body["blocks"], values)}}
    payload = common(bench, "view_submission", person) | {"view": body, "response_urls": []}
    receipt = await hand_over(bench, Parcel("interactive", payload))
    if not receipt.ok:
        await bench.live.error("We had some trouble connecting. Try again?")
        return {"ok": False, "error": "operation_timeout" if "timeout" in receipt.reason else receipt.reason}
    return await _follow(bench, replace(view, body=body), receipt.payload or {})


async def _follow(bench: Bench, view: View, said: Json) -> Json:
    action = said.get("response_action", "close")
    if action == "errors":
        return {"ok": False, "error": "view_errors", "errors": said.get("errors", {})}
    if action in {"update", "push"}:
        if found := view_problems(said.get("view") or {}):
            await bench.live.error(f"The app's view was refused: {'; '.join(found)}")
            return {"ok": False, "error": "invalid_view"}
        await show(bench, view.person, said["view"], view.id if action == "update" else None)
        return {"ok": True}
    await close(bench, view)
    return {"ok": True}


def _state(blocks: list[Json], values: Json) -> Json:
    """Return the values as Slack shapes them; the page may give a plain string for each element."""
    filled: Json = {}
    for block in blocks:
        element = block.get("element")
        if block["type"] == "input" and element:
            given = (values.get(block["block_id"]) or {}).get(element["action_id"])
            filled[block["block_id"]] = {element["action_id"]: _value(element, given)}
    return filled


def _value(element: Json, given: Any) -> Json:
    if isinstance(given, dict):
        return {"type": element["type"], **given}
    if element["type"] == "plain_text_input":
        return {"type": element["type"], "value": given or None}
    options = element.get("options", [])
    if element["type"] == "checkboxes":
        chosen = [each for each in options if each["value"] in (given or [])]
        return {"type": element["type"], "selected_options": chosen}
    found = next((each for each in options if each["value"] == given), None)
    return {"type": element["type"], "selected_option": found}

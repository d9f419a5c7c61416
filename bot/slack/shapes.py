"""What a request of Slack must look like, so that neither Bolt nor a listener stumbles over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.slack.listeners.command import COMMAND

_Text = Annotated[str, Field(min_length=1)]
_Maybe = str | None


class _Shape(BaseModel):
    """The keys that are read here or in Bolt; whatever else Slack sends is let through."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Named(_Shape):
    id: _Text


class _Nothing(_Shape):
    pass


class _Authorization(_Shape):
    team_id: _Maybe = None
    enterprise_id: _Maybe = None
    user_id: _Maybe = None


class _Event(_Shape):
    type: _Text


class _File(_Shape):
    name: _Maybe = None
    title: _Maybe = None
    mimetype: _Maybe = None
    size: int | None = None
    url_private: _Maybe = None


class _Said(_Event):
    channel: _Text
    ts: _Text
    user: _Maybe = None
    text: _Maybe = None
    thread_ts: _Maybe = None
    files: list[_File] | None = None


class _Opened(_Event):
    user: _Text


class _Revoked(_Event):
    tokens: dict[str, Any] | None = None


class _Callback(_Shape):
    event: _Event
    team_id: _Maybe = None
    enterprise_id: _Maybe = None
    event_time: int | None = None
    authorizations: list[_Authorization] | None = None


class _Handshake(_Shape):
    challenge: str


class _Interaction(_Shape):
    user: _Named
    team: _Named | None = None
    enterprise: _Named | None = None
    channel: _Named | None = None
    response_url: _Maybe = None


class _Action(_Shape):
    action_id: _Text


class _Container(_Shape):
    channel_id: _Maybe = None
    message_ts: _Maybe = None


class _Block(_Shape):
    elements: list[dict[str, Any]] | None = None


class _Message(_Shape):
    ts: _Text
    text: _Maybe = None
    blocks: list[_Block] | None = None


class _Pressed(_Interaction):
    actions: Annotated[list[_Action], Field(min_length=1)]
    container: _Container | None = None
    message: _Message | None = None


class _Closed(_Interaction):
    view: dict[str, Any]


class _Shortcut(_Interaction):
    callback_id: _Text


class _Suggestion(_Interaction):
    action_id: _Text


class _Command(_Shape):
    command: _Text
    trigger_id: _Text
    user_id: _Text
    channel_id: _Text


class _OwnCommand(_Command):
    response_url: _Text


_EVENTS: Mapping[str, type[_Event]] = {
    "message": _Said,
    "app_mention": _Said,
    "app_home_opened": _Opened,
    "tokens_revoked": _Revoked,
}
_KINDS: Mapping[str, type[_Shape]] = {
    "url_verification": _Handshake,
    "app_rate_limited": _Nothing,
    "event_callback": _Callback,
    "block_actions": _Pressed,
    "block_suggestion": _Suggestion,
    "view_submission": _Closed,
    "view_closed": _Closed,
    "shortcut": _Shortcut,
    "message_action": _Shortcut,
}


def well_shaped(body: Mapping[str, Any]) -> bool:
    """Tell whether this body is one that Slack sends and everything here can read."""
    kind = body.get("type")
    if "command" in body:
        shape: type[_Shape] | None = _OwnCommand if body["command"] == COMMAND else _Command
    else:
        shape = _KINDS.get(kind) if isinstance(kind, str) else None
    if shape is None:
        return False
    try:
        shape.model_validate(body)
        if kind == "event_callback":
            event = body["event"]
            _EVENTS.get(event["type"], _Event).model_validate(event)
    except ValidationError:
        return False
    return True

"""Handing a parcel to the bot's URL as a signed HTTP POST.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import ClientConnectionError, ClientError, ClientSession, ClientTimeout

from bot.workbench.messages import Json
from bot.workbench.parcels import Parcel, Receipt, Retry


@dataclass(frozen=True)
class BotAddress:
    """Where the bot listens, the secret we share with it, and how many seconds it has to ack."""

    url: str
    secret: str
    deadline: float


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the v0 signature of these bytes."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def body_of(parcel: Parcel) -> tuple[str, bytes]:
    """Return the content type and the bytes that Slack would send."""
    if parcel.kind == "events_api":
        return "application/json", json.dumps(parcel.payload).encode()
    form = parcel.payload if parcel.kind == "slash_commands" else {"payload": json.dumps(parcel.payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def headers_for(parcel_body: tuple[str, bytes], secret: str, retry: Retry | None) -> dict[str, str]:
    """Return the signed headers of one POST."""
    now = str(int(time.time()))
    content_type, body = parcel_body
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature(secret, now, body),
    }
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
    return headers


async def post(session: ClientSession, to: BotAddress, parcel: Parcel, retry: Retry | None) -> Receipt:
    """Send the parcel and wait for the ack until the deadline."""
    sent = body_of(parcel)
    headers = headers_for(sent, to.secret, retry)
    timeout = ClientTimeout(total=to.deadline)
    try:
        async with session.post(to.url, data=sent[1], headers=headers, timeout=timeout) as answer:
            no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
            if not 200 <= answer.status < 300:
                return Receipt(False, "http_error", no_retry=no_retry)
            return Receipt(True, payload=_said(await answer.text()), no_retry=no_retry)
    except TimeoutError:
        return Receipt(False, "http_timeout")
    except ClientConnectionError:
        return Receipt(False, "connection_failed")
    except ClientError:
        return Receipt(False, "unknown_error")


def _said(text: str) -> Json | None:
    if not text.strip():
        return None
    try:
        said = json.loads(text)
    except json.JSONDecodeError:
        return {"text": text}
    return said if isinstance(said, dict) else {"text": text}

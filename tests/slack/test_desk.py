"""What a person wrote goes into the queue without its secrets, however Slack or an editor dressed them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from bot.inbox_event import InboxEvent
from bot.slack.desk import Desk
from bot.slack.redraw import Redraw
from bot.store import open_store
from bot.work import Inbox

BODY = "MIIEpAIBAAKCAQEAx7k2Vf0c9bWm3nTq"
WRITTEN = {
    "typeset dashes": f"–––––BEGIN RSA PRIVATE KEY–––––\n{BODY}\n–––––END RSA PRIVATE KEY–––––",
    "dashes made one": f"——-BEGIN RSA PRIVATE KEY——-\n{BODY}\n——-END RSA PRIVATE KEY——-",
    "typeset quotes": f"“password”: “{BODY}”",
    "colours": f"pnu_\x1b[1m{BODY}\x1b[0m",
    "entities": f"PREFECT_API_KEY&#61;{BODY}",
}


@pytest.mark.parametrize("name", WRITTEN)
async def test_what_waits_in_the_queue_holds_no_secret(name: str, tmp_path: Path) -> None:
    taken: asyncio.Queue[InboxEvent] = asyncio.Queue()

    async def failed(*_: Any) -> None:
        raise AssertionError

    text = f"my limit db-write is stuck\n{WRITTEN[name]}"
    async with (
        open_store(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as store,
        Inbox(name=f"desk {name}") as inbox,
    ):
        inbox.on_event(taken.put, failed)
        await Desk(store, inbox, cast("Redraw", None)).accept(
            InboxEvent("say", "k", "T", "C", "1", "U", text)
        )
        event = await asyncio.wait_for(taken.get(), 30)

    assert BODY not in repr(event)
    assert event.secrets == 1
    assert event.text.startswith("my limit db-write is stuck\n")

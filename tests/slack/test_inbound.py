from __future__ import annotations

import pytest

from bot.slack.inbound import Request, plain, request_of


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@UBOT> why &lt;x&gt; &amp;amp;?", "why <x> &amp;?"),
        ("see <https://a.example/r?x=1&amp;y=2|the run>", "see https://a.example/r?x=1&y=2"),
        ("<#C1|general> <@U2|sam> <!here>", "#general @sam @here"),
    ],
)
def test_slacks_markup_is_undone(sent: str, meant: str) -> None:
    assert plain(sent, "UBOT") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Request("help")),
        ("Help!", Request("help")),
        ("status", Request("status")),
        ("limit `db-write`", Request("limit", "db-write")),
        ("limit db-write is stuck", Request("say", "limit db-write is stuck")),
        ("run https://x/runs/1", Request("run", "https://x/runs/1")),
        ("limit", Request("limit")),
        ('Limit ""', Request("say", 'Limit ""')),
        ("run", Request("run")),
        ("start over", Request("start_over")),
    ],
)
def test_short_commands_are_known(text: str, meant: Request) -> None:
    assert request_of(text) == meant

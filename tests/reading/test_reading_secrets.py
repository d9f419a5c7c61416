"""No planted secret survives, however Slack or a terminal tore it apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading import mask_secrets, read

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
PIECE = 8  # so many characters in a row of a secret would help a thief

# A kind of secret: what stands before and after its body, and what the body is made of.
KINDS = {
    "prefect key": ("pnu_", "", LETTERS, 36),
    "service account": ("pnb_", "", LETTERS, 36),
    "aws key": ("AKIA", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
    "token": ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.", "", LETTERS + "_-", 43),
    "bearer": ("Authorization: Bearer ", "", LETTERS, 24),
    "password": ("postgresql+asyncpg://prefect:", "@db:5432/prefect", LETTERS, 20),
    "setting": ("PREFECT_API_KEY=", "", LETTERS, 20),
    "private key": ("-----BEGIN PRIVATE KEY-----\n", "\n-----END PRIVATE KEY-----", LETTERS + "+/", 64),
}
AROUND: dict[str, Callable[[str], str]] = {
    "plain": str,
    "code": lambda text: f"`{text}`",
    "fence": lambda text: f"```{text}```",
    "bold": lambda text: f"*{text}*",
    "entities": lambda text: "".join(f"&#{ord(c)};" if not c.isalnum() and c > " " else c for c in text),
    "twice escaped": lambda text: text.replace("@", "&amp;#64;").replace(".", "&amp;#x2e;"),
}
WITHIN: dict[str, Callable[[str, str], str]] = {
    "whole": lambda head, tail: head + tail,
    "bold": lambda head, tail: f"{head}*{tail}*",
    "code": lambda head, tail: f"`{head}`{tail}",
    "zero width": lambda head, tail: f"{head}\u200b{tail}",
    "soft hyphen": lambda head, tail: f"{head}\u00ad{tail}",
    "link": lambda head, tail: f"{head}<http://{tail}|{tail}>",
}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_planted_secret_never_survives(data: st.DataObject) -> None:
    before, after, letters, length = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    body = data.draw(st.text(letters, min_size=length, max_size=length))
    around = AROUND[data.draw(st.sampled_from(sorted(AROUND)))]
    words = data.draw(st.sampled_from(["tag limit is stuck ", "runs are late\n", ""]))

    reading = read(f"{words}{around(before + body + after)} what now", ())

    assert all(body[at : at + PIECE] not in repr(reading) for at in range(len(body) - PIECE + 1))
    assert reading.secrets_masked >= 1


@pytest.mark.parametrize("kind", ["prefect key", "service account", "aws key", "token", "bearer"])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_key_that_was_torn_apart_does_not_survive_either(kind: str, data: st.DataObject) -> None:
    before, after, letters, length = KINDS[kind]
    body = data.draw(st.text(letters, min_size=length, max_size=length).filter(str.isalnum))
    at = data.draw(st.integers(1, length - 1))
    torn = WITHIN[data.draw(st.sampled_from(sorted(WITHIN)))]

    reading = read(f"limit db is full {torn(before + body[:at], body[at:])}{after} help", ())

    assert all(body[start : start + PIECE] not in repr(reading) for start in range(length - PIECE + 1))


@pytest.mark.parametrize("torn", sorted(WITHIN))
def test_a_first_letter_that_looks_like_a_word_is_no_word_where_the_key_goes_on(torn: str) -> None:
    rest = "0" * 23

    masked, count = mask_secrets(f"limit db {WITHIN[torn]('Authorization: Bearer A', rest)} help")

    assert rest not in masked
    assert count == 1


def test_a_key_cut_by_a_line_end_is_masked_to_its_end() -> None:
    masked, count = mask_secrets("key pnu_a1B2c3D4e5F6\ng7H8i9J0k1L2m3N4 next")

    assert (masked, count) == ("key pnu_[masked] next", 1)


def test_the_log_line_after_a_key_stays() -> None:
    text = "PREFECT_API_KEY=pnu_a1B2c3D4e5F6g7H8i9J0\nConcurrency lease renewal failed"

    assert mask_secrets(text)[0].endswith("\nConcurrency lease renewal failed")

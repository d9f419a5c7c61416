"""Masking takes time linear in the text, whatever the text is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading import mask_secrets

HOSTILE = {
    "passwords": "password=",
    "open quotes": "password='",
    "two kinds of quotes": "password=\"a password='b ",
    "escaped quotes": 'password=\\"a',
    "no values": "token=None/token: a ",
    "words in quotes": 'password="is is ',
    "values first": "value: aaaa name: ",
    "only values": "value:",
    "calls": '("password", "',
    "blanks": "token" + " " * 40,
    "line ends": "password\n\n\n",
    "humps": "token: " + "Aab" * 60 + "! ",
    "types": "token: optional[[[[[[",
    "folded": "password: >-\n  a\n",
    "kubernetes": "kind: secret\nstringData:\n a: bbbbbbb\ndata:{a: {",
    "commands": "curl -u login -k sshpass ",
    "options": "--a-b-",
    "cookies": "cookie: a=cookies={'a': ",
    "headers": "authorization: basic bearer ",
    "keys": "pnu_abcdefgh\n  ",
    "torn keys": "pnu_ab`",
    "web tokens": "eyJ",
    "encoded": "cG51X/",
    "private keys": "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    "addresses": "redis://a:b",
    "full width": "ｐａｓｓｗｏｒｄ＝",
    "folded in a secret": "stringData:\n" + " a: |\n" * 35_000,
    "folded in data": "kind: Secret\ndata:\n" + " a: |\n" * 35_000,
    "folded and masked": "stringData:\n" + " a: |\n [masked]\n" * 14_000,
    "lines of a key": "a1B2" * 16 + "\n",
    "headers of tables": "| password |\n",
    "headers with commas": "user,password\n",
    "open addresses": "://a:",
    "blanks in addresses": "://a:b c d ",
    "logins": "curl -su a http -a b mysql -pa ",
    "calls with a login": "basicauth(a, auth=('",
    "lines of a password file": "a:5432:b:",
    "escaped underscores": "pnu\\_a",
    "users": "user a pass ",
    "typeset dashes": "–––BEGIN PRIVATE KEY–––",
    "words": "token is the password of an api key ",
}  # fmt: skip
NOTHING = 0.03  # s; what is masked faster says nothing about growth


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_is_masked_in_about_twice_the_time(name: str) -> None:
    text = HOSTILE[name] * max(1, 200_000 // len(HOSTILE[name]))

    assert seconds(text) < 3 * seconds(text[:100_000]) + NOTHING


def test_a_megabyte_of_log_is_masked_at_once() -> None:
    line = "10:11:12.345 | WARNING | Task run 'x-0' - Concurrency lease renewal failed - token slots\n"

    assert seconds(line * (1_000_000 // len(line))) < 1  # s, a tenth of it when the machine is idle


def seconds(text: str) -> float:
    """The least processor time of some maskings, as the machine may be busy."""
    took = []
    for _ in range(3):
        start = time.process_time()
        mask_secrets(text)
        took.append(time.process_time() - start)
    return min(took)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(HOSTILE.values())), st.sampled_from("…ﬁİ\u200bé\n"), st.text(max_size=6)
        )
    ).map("".join)
)
def test_no_text_makes_masking_fail(text: str) -> None:
    masked, count = mask_secrets(text)

    assert masked.count("[masked]") >= count
    assert (masked == text) is (count == 0)

"""Long logs: what speaks of limits is found wherever it stands, in time linear in the log."""

from __future__ import annotations

import time

import pytest

from bot.reading import Pattern, read
from bot.reading.cleaning import MAX_CHARACTERS, shorten

BEFORE = "10:20:00.000 | INFO    | Flow run 'proud-walrus' - reading the big file"
LOST = (
    "10:20:31.500 | ERROR   | Flow run 'proud-walrus' - "
    "Concurrency lease renewal failed - slots are no longer reserved."
)


def chatter(characters: int, words: str = "wrote chunk {0} of table_{1}, released {1} buffers") -> str:
    """Log lines of a task that differ in their numbers alone."""
    line = "10:{0:02}:{1:02}.000 | INFO    | Task run 'load-{0:x}{1:x}' - " + words
    count = characters // len(line)
    return "\n".join(line.format(number // 60 % 60, number % 60) for number in range(count))


@pytest.mark.parametrize("words", ["wrote chunk {0}", "memory limit at {0} %, {1} connection slots left"])
@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_an_error_anywhere_in_a_long_log_is_found(at: float, words: str, patterns: list[Pattern]) -> None:
    size = 600_000
    before, after = chatter(int(size * at), words), chatter(int(size * (1 - at)), words)

    reading = read(f"What is this?\n{before}\n{BEFORE}\n{LOST}\n{after}", patterns)

    assert reading.value("symptom") == "lease_renewal_failed"
    assert LOST in reading.text
    assert BEFORE in reading.text
    assert len(reading.text) <= MAX_CHARACTERS


def test_the_line_before_is_never_one_from_before_a_gap(patterns: list[Pattern]) -> None:
    noise = chatter(200_000)

    reading = read(f"{noise}\n{BEFORE}\n{LOST}\n{noise}", patterns)
    alone = read(f"{noise}\n10:20:30 text\n" + "  at a frame\n" * 9 + f"{LOST}\n{noise}", patterns)

    assert (reading.value("line_before"), reading.value("silent_before_seconds")) == (BEFORE, 31.5)
    assert alone.value("line_before") is None


def test_of_a_key_of_which_the_head_is_left_out_nothing_is_kept(patterns: list[Pattern]) -> None:
    body = "MIIEpAIBAAKCAQEAx7k2Vf0c9bWm3nTqLr5sYhZ1uDpGjKoEiXwN4aBvCyRtQe6M"
    key = f"-----BEGIN RSA PRIVATE KEY-----\n{f'{body}{chr(10)}' * 20}-----END RSA PRIVATE KEY-----"
    noise = chatter(200_000)

    assert body not in read(f"{noise}\n{key}\n{LOST}\n{noise}", patterns).text


BODY = "\n".join(f"MIIEpAIBAAKCAQEAx7k2Vf0c9bWm3nTqLr5sYhZ1uDpGjKoEiXwN4aBvCyRtQ{n:02}X" for n in range(26))
KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----"
LONG_SECRETS = {
    "a private key": KEY,
    "an indented private key": "tls:\n  key: |\n" + "\n".join(f"      {line}" for line in KEY.split("\n")),
    "a private key without its first line": BODY,
    "a secret of Kubernetes": "kind: Secret\nmetadata:\n  name: the-limit\ndata:\n"
    + "\n".join(f"  slot-limit-{n}: {line[:44]}" for n, line in enumerate(BODY.split("\n"))),
    "a folded password": "password: >-\n"
    + "\n".join(f"  {line[:30]}" for line in BODY.split("\n"))
    + "\nthe limit",
}


@pytest.mark.parametrize("name", LONG_SECRETS)
@pytest.mark.parametrize("after", [0, 100, 29_200, 29_900, 31_000, 200_000])
def test_no_line_of_a_secret_in_a_long_paste_is_left(name: str, after: int, patterns: list[Pattern]) -> None:
    before = f"tag limit stuck\n{chatter(200_000)}\nthe slots are taken\n"

    reading = read(f"{before}{LONG_SECRETS[name]}\n{LOST}\n{chatter(after)}", patterns)

    assert [line for line in BODY.split("\n") if line[:30] in repr(reading)] == []
    assert reading.secrets_masked >= 1
    assert reading.value("symptom") == "lease_renewal_failed"
    assert len(reading.text) <= MAX_CHARACTERS


ENDLESS = {
    "one line": "deployment concurrency limit stuck late ",
    "no break": "a-limit-",
    "breaks": "\n",
    "hits": "limit\n",
    "quotes": "'limit\"",
    "numbers": "1 slot 22 ",
    "keys": "MIIEpAIBAAKCAQEAx7k2Vf0c9bWm3nTqLr5sYhZ1uDpGjKoEiXwN4aBvCyRtQe6M\n",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_twice_the_log_takes_about_twice_as_long(name: str) -> None:
    piece = ENDLESS[name]
    half, whole = piece * (1_000_000 // len(piece)), piece * (2_000_000 // len(piece))

    assert seconds(whole) < 3 * seconds(half) + 0.02
    assert len(shorten(whole)) <= MAX_CHARACTERS


def seconds(text: str) -> float:
    """The least processor time of some cuts, as the machine may be busy."""
    took = []
    for _ in range(3):
        start = time.process_time()
        shorten(text)
        took.append(time.process_time() - start)
    return min(took)

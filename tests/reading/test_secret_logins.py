"""Passwords beside a user's name, in tables and files, keys of other services; what looks alike stays."""

from __future__ import annotations

import pytest

from bot.reading import mask_secrets, read

PLAIN = "correcthorse"
WORD = "Tr0ub4dor99x"
LONG = "Zq7xK2mP9vT4wY8bN3cR"
AWS = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
LINES = "\n".join([f"{LONG}aB1+" + f"{LONG}/x9Y{LONG[:16]}", f"{LONG[::-1]}aB1+{LONG}/x9Y{LONG[:16]}", LONG])

SECRETS = {
    f"curl -su admin:{PLAIN} http://host": PLAIN,
    f"curl -fsSLu 'admin:{PLAIN}' http://host": PLAIN,
    f"curl -suadmin:{WORD} http://host": WORD,
    f"http -a admin:{PLAIN} :4200/api": PLAIN,
    f"http GET :4200/api --auth=admin:{PLAIN}": PLAIN,
    f"httpx.BasicAuth('admin', '{PLAIN}')": PLAIN,
    f'HTTPBasicAuth(user, "{PLAIN}")': PLAIN,
    f"auth=[user, '{PLAIN}']": PLAIN,
    f"credentials: admin:{PLAIN}": PLAIN,
    f'creds = "admin:{PLAIN}"': PLAIN,
    f"basic auth is admin:{PLAIN}": PLAIN,
    f"our auth string is admin:{PLAIN}": PLAIN,
    f"pw: {PLAIN}": PLAIN,
    f"DB_PW={PLAIN}": PLAIN,
    f"the pw is {WORD}": WORD,
    f"user admin pass {WORD}": WORD,
    f"we log in with user admin pass {PLAIN} there": PLAIN,
    f"user prefect_rw with password {PLAIN}": PLAIN,
    f"username: admin, pw: {WORD}": WORD,
    f"password ({WORD})": WORD,
    f"the api key ({WORD}) of prod": WORD,
    f"login with admin / {WORD}": WORD,
    f"I logged in as admin/{WORD}": WORD,
    f"login admin / {WORD}": WORD,
    f"creds etl_admin/{WORD} do not work": WORD,
    f"credentials me@host.example / {WORD}": WORD,
    f"https://me:ab/{WORD}@host/x": WORD,
    f"postgresql://me:my {WORD}@db/x": WORD,
    f"AKIAABCDEFGHIJKLMNOP\n{AWS}": AWS,
    f"Access key ID,Secret access key\nAKIAABCDEFGHIJKLMNOP,{AWS}": AWS,
    f"| user | password |\n| --- | --- |\n| admin | {PLAIN} |\n| etl | {WORD} |": f"{PLAIN}\n{WORD}",
    f" user  | password\n-------+------\n admin | {PLAIN}": PLAIN,
    f"┏━━━━━┳━━━━━┓\n┃ user ┃ API key ┃\n┡━━━━╇━━━━┩\n│ me │ {WORD} │\n└────┴────┘": WORD,
    f"1:2 | INFO | x\n| user | password |\n|---|---|\n| admin | {PLAIN} |": PLAIN,
    f"password ({LONG * 3})": LONG,
    f"<db:5432:d:me:{WORD}>": WORD,
    f"user,password,role\nadmin,{WORD},owner\netl,{LONG},viewer": f"{WORD}\n{LONG}",
    rf"pnu\_{LONG}": LONG,
    rf"PREFECT\_API\_KEY={WORD}": WORD,
    rf"PREFECT\_API\_KEY=ab\_{WORD}\_{LONG}": f"{WORD}\n{LONG}",
    f"db.internal:5432:prefect:me:{PLAIN}": PLAIN,
    f"*:*:*:me:{PLAIN}": PLAIN,
    f"mysql -u root -p{WORD} prefect": WORD,
    f"redis-cli -h cache -a {PLAIN} ping": PLAIN,
    f"SG.{LONG}.{LONG}": LONG,
    f"https://discord.com/api/webhooks/123456/{LONG}": LONG,
    f"https://acme.webhook.office.com/webhookb2/{LONG}": LONG,
    f"AGE-SECRET-KEY-1{LONG.upper()}": LONG.upper(),
    f"client-key-data: {LONG}==": LONG,
    LINES: LINES,
    "\n".join(f"    {line}" for line in LINES.split("\n")): LINES,
    "\n".join(f"> {line}" for line in LINES.split("\n")): LINES,
    "\n".join(f"10:11:12 | INFO | {line}" for line in LINES.split("\n")[:2]): LINES.rsplit("\n", 1)[0],
    '"' + LINES.replace("\n", "\\n") + '"': LINES,
    f"–––––BEGIN RSA PRIVATE KEY–––––\n{LONG}\n–––––END RSA PRIVATE KEY–––––": LONG,
    f"——-BEGIN PRIVATE KEY——-\n{LONG}\n——-END PRIVATE KEY——-": LONG,
    f"“password”: “{PLAIN}”": PLAIN,
}  # fmt: skip

RUN = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
HARMLESS = [
    f"flow run {RUN} holds slot {RUN[::-1]}",
    f"lease id: {RUN}",
    "flow run 'brave-otter' and task run 'load-4f2-a1'",
    "deployment etl/nightly-2024 of pool k8s-prod-2",
    f"image registry.acme.dev/flows@sha256:{SHA}",
    f"{SHA}\n{SHA[::-1]}\n{SHA}",
    f"sha256:{SHA}\nsha256:{SHA}",
    f"sha384-{'aB3' * 21}x\nsha384-{'aB3' * 21}x",
    "cursor eyJp and id ZmxvdzoxMjM0NTY= and bGltaXQtNDI=",
    "=" * 70 + "\n" + "=" * 70,
    "-" * 70 + "BEGIN" + "-" * 70,
    "-----BEGIN CERTIFICATE-----\n" + f"{'aB3x' * 16}\n" * 3 + "-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\n" + f"{'aB3x' * 16}\n" * 3 + "-----END PUBLIC KEY-----",
    "curl -sS http://host:4200/api/health",
    "curl -X POST -o out.json http://host:4200/api",
    "docker run -u 1000:1000 image",
    "http -a for auth, and http://host:4200/api/me@here",
    "http://localhost:4200/api and mail me@acme.dev",
    "postgresql://db:5432 and mail me@acme.dev/x",
    "redis://cache:6379/0 or user@host:/tmp",
    "https://host:4200?owner=me@acme.dev",
    "https://app.prefect.cloud/account/me/workspace/x",
    "mysql -u root -p prefect",
    "mysql -h db -P3306",
    "mysql -u root -p${PASSWORD}",
    "credentials: see the vault",
    "credentials: http://vault:8200",
    "credentials: aws-block",
    "auth: none, login: required",
    "auth: prefect_auth:check",
    "login with admin / your own password",
    "login with SSO / Google",
    "I sign in as me/prod",
    "password (required), api key (optional)",
    "the api key (expired) is old",
    "the token (slot) is taken",
    f"the token ({RUN}) of the lease",
    "a user can pass limits, every user may pass tags",
    "user admin pass rate",
    "the limit pw-3 and pool pw are full",
    "pwd: /home/me, pw: ***",
    "auth=(user, password)",
    "BasicAuth(user, password)",
    "authorize('read', 'limits')",
    "| setting | value |\n|---|---|\n| PREFECT_API_KEY | *** |\n| PREFECT_API_URL | http://host:4200/api |",
    "| limit | slots |\n|---|---|\n| db | 5 |",
    "| password |\n|---|\n| required |\n| *** |",
    "password, api key\nare both set",
    "tags, api key, limit\nall of them, I think, fail",
    "10:11:12.345 | INFO | password",
    "flow.py:120:sync:limit:error",
    "fe80:5432:ab:cd:ef01:2:3:4",
    "at 10:11:12:13 and 2026-11-24T10:11:12",
    "asia-east1 and a path /opt/Prefect/flows/etl/nightly/Run2/load.py",
    r"the tag db\_write and limit\_name are snake\_case",
    r"C:\_work\flows and \_private",
    "SG.limit and sg.a.b",
    "https://discord.com/channels/123456/789",
    "age-secret-key is set in the vault",
    "bot_auth_test.py::test_login[admin:ok]",
    "concurrency(['db'], occupy=1, timeout_seconds=30)",
    "prefect gcl create db-writes --limit 5 --slot-decay-per-second 0.5",
    "the “limit” – as said – isn’t “full”",
]  # fmt: skip


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("around", ["{}", "my limit is stuck\n{}\nruns stay late", "I ran ```\n{}\n``` now"])
def test_nothing_of_a_secret_survives(text: str, around: str) -> None:
    written = around.replace("{}", text)
    masked, count = mask_secrets(written)
    reading = read(written, ())

    assert left_of(SECRETS[text], masked) == left_of(SECRETS[text], repr(reading)) == []
    assert count
    assert reading.secrets_masked
    assert mask_secrets(masked) == (masked, 0)


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.parametrize("around", ["{}", "my tag limit is stuck:\n{}\nruns stay late"])
def test_what_is_no_secret_stays_as_it_is(text: str, around: str) -> None:
    written = around.replace("{}", text)

    assert mask_secrets(written) == (written, 0)


def left_of(secret: str, text: str) -> list[str]:
    """Pieces of the secret that would help a thief and still stand in the text."""
    pieces = [line[at : at + 6] for line in secret.split("\n") for at in range(max(1, len(line) - 5))]
    return [piece for piece in pieces if piece in text]

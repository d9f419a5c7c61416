"""Secrets of every kind as people paste them, for the tests that look for what is left of them."""

from __future__ import annotations

import base64
import string
from dataclasses import dataclass

from hypothesis import strategies as st

LETTERS = string.ascii_letters + string.digits
# No word of the bot's own, so that a find is a leak.
KEY = st.text(LETTERS, min_size=20, max_size=40).map("Zq7{}".format)
WORD = st.text(LETTERS + "!$%^*+=~-", min_size=8, max_size=24).map("Zq7{}".format)
SURROUNDINGS = (
    "{}",
    "why is my tag limit `db` stuck? {}",
    "our key is {} , the runs of pool gpu are late",
    "```\n{}\n```",
    "12:00:01.000 | ERROR   | Flow run 'brave-otter' - {} failed\nConcurrency lease renewal failed",
    "<{}>",
    "\"{}\"",
    "export X={}\nslots stay taken though nothing runs",
    "(see {})",
    "dunno {}",
)  # fmt: skip


def _of_64(body: str) -> str:
    """The body of a key in lines of 64 characters, each with letters of both cases and a digit."""
    return "\n".join(f"Zq7{body[at : at + 61]}" for at in range(0, 183, 61))


@dataclass(frozen=True)
class Planted:
    """A text with a secret in it; `secret` is what must be nowhere."""

    text: str
    secret: str


def _in(before: str, secret: st.SearchStrategy[str], after: str = "") -> st.SearchStrategy[tuple[str, str]]:
    return secret.map(lambda found: (f"{before}{found}{after}", found))


_JWT = st.builds("eyJ{}.{}.{}".format, KEY, KEY, KEY)
_LINES = st.lists(st.text(LETTERS + "+/", min_size=64, max_size=64), min_size=2, max_size=4).map("\n".join)
_ENCODED = KEY.map("PREFECT_API_KEY: pnu_{}".format).map(
    lambda written: (encoded := base64.b64encode(written.encode()).decode(), encoded)
)
KINDS: dict[str, st.SearchStrategy[tuple[str, str]]] = {
    "a user's key": _in("pnu_", KEY),
    "a bot's key": _in("PREFECT_API_KEY=pnb_", KEY),
    "a key in a profile": _in('PREFECT_API_KEY = "', KEY, '"'),
    "an auth string": _in("PREFECT_API_AUTH_STRING='admin:", WORD, "'"),
    "a bearer token": _in("Authorization: Bearer ", KEY),
    "a bearer token in a command": _in("curl -H 'authorization: bearer ", KEY, "' http://prefect:4200/api"),
    "a database's password": _in("postgresql+asyncpg://prefect:", WORD, "@db.internal:5432/prefect"),
    "a queue's password": _in("redis://:", WORD, "@cache:6379/0"),
    "a password in a web address": _in("https://me:", WORD, "@prefect.acme.dev/api"),
    "an AWS key id": _in("AKIA", st.text(string.ascii_uppercase + string.digits, min_size=16, max_size=16)),
    "an AWS secret": _in("aws_secret_access_key = ", st.text(LETTERS + "/+", min_size=40, max_size=40)),
    "AWS secrets as JSON": _in(
        '"SecretAccessKey": "', st.text(LETTERS + "/+", min_size=40, max_size=40), '"'
    ),
    "a JSON web token": _in("token ", _JWT),
    "a private key": _in("-----BEGIN RSA PRIVATE KEY-----\n", _LINES, "\n-----END RSA PRIVATE KEY-----"),
    "a private key cut off": _in("-----BEGIN OPENSSH PRIVATE KEY-----\n", _LINES),
    "a password in YAML": _in("    password: ", WORD),
    "a password option": _in("--password ", KEY),
    "an API key header": _in("x-api-key: ", KEY),
    "a Slack token": _in("xoxb-", KEY),
    "a GitHub token": _in("ghp_", KEY),
    "a newer GitHub token": _in("github_pat_", KEY),
    "a GitLab token": _in("glpat-", KEY),
    "an OpenAI key": _in("sk-proj-", KEY),
    "a payment key": _in("sk_live_", KEY),
    "a key glued to a word": _in("keypnu_", KEY),
    "a key in base64": _ENCODED,
    "a key set in Python": _in('os.environ["PREFECT_API_KEY"] = "', KEY, '"'),
    "a default in Python": _in('os.environ.setdefault("DB_PASSWORD", "', WORD, '")'),
    "a secret block": _in("Secret(value='", WORD, "').save('db')"),
    "a phrase in quotes": _in('password="', st.builds("{} {} {}".format, KEY, KEY, WORD), '"'),
    "a variable in JSON": _in('{"name": "PREFECT_API_KEY", "value": "', KEY, '"}'),
    "a variable in YAML": _in("- name: PREFECT_API_KEY\n  value: ", KEY),
    "a folded password in YAML": _in("password: >-\n  ", WORD),
    "a secret of Kubernetes": _in("stringData:\n  login: ", WORD),
    "escaped JSON": _in(r"{\"api_key\": \"", KEY, r"\"}"),
    "a login": _in("prefect cloud login -k ", KEY),
    "a login of curl": _in("curl -u admin:", WORD, " http://prefect:4200/api"),
    "a cookie": _in("Cookie: session=", KEY),
    "a row of a table": _in("| PREFECT_API_KEY | ", KEY, " |"),
    "a key after spaces": _in("PREFECT_API_KEY    ", KEY),
    "a key in a sentence": _in("my api key is ", KEY),
    "a password in a sentence": _in("the password is ", WORD),
    "a token in a query": _in("http://prefect:4200/api?token=", KEY, "&limit=5"),
    "a signature in a query": _in("https://a.blob.core.windows.net/b?se=2026&sig=", KEY),
    "a storage account": _in("AccountName=a;AccountKey=", KEY, "==;EndpointSuffix=core.windows.net"),
    "a webhook of Prefect": _in("https://api.prefect.cloud/hooks/", KEY),
    "a webhook of Slack": _in("https://hooks.slack.com/services/T0ABC/B0DEF/", KEY),
    "a PGP key": _in(
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n", _LINES, "\n-----END PGP PRIVATE KEY BLOCK-----"
    ),
    "a login among short options": _in("curl -sSu admin:", WORD, " http://prefect:4200/api"),
    "a login of httpie": _in("http -a admin:", WORD, " :4200/api/health"),
    "a login in code": _in("httpx.BasicAuth('admin', '", KEY, "')"),
    "credentials": _in("credentials: admin:", WORD),
    "an auth string in a sentence": _in("our auth string is admin:", WORD),
    "a password behind its user": _in("user admin pass ", KEY),
    "a password in brackets": _in("password (", KEY, ")"),
    "a login with a slash": _in("login with admin / ", KEY),
    "a short word for a password": _in("pw: ", WORD),
    "a slash in a password": _in("https://me:ab/", KEY, "@prefect.acme.dev/api"),
    "a blank in a password": _in("postgresql://me:ab ", KEY, "@db.internal/prefect"),
    "AWS's own file": _in(
        "Access key ID,Secret access key\nAKIAABCDEFGHIJKLMNOP,",
        st.text(LETTERS + "/+", min_size=33, max_size=33).map("Zq7A/b+{}".format).map(lambda key: key[:40]),
    ),
    "a table of passwords": _in("\n| user | password |\n|---|---|\n| admin | ", WORD, " |\n"),
    "an escaped underscore": _in("pnu\\_", KEY),
    "a password file of PostgreSQL": _in("db.internal:5432:prefect:me:", KEY),
    "an option glued to a password": _in("mysql -u root -p", KEY),
    "a mail service's key": _in("SG.", st.builds("{}.{}".format, KEY, KEY)),
    "a webhook of Discord": _in("https://discord.com/api/webhooks/123456/", KEY),
    "an age key": _in("AGE-SECRET-KEY-1", st.text(string.ascii_uppercase, min_size=58, max_size=58)),
    "a private key without its first line": _in(
        "", st.text(LETTERS + "+/", min_size=183, max_size=183).map(_of_64), "\n"
    ),
    "a private key with typeset dashes": _in("–––––BEGIN RSA PRIVATE KEY–––––\n", _LINES, "\n–––––END–––––"),
    "full-width letters": _in("ＰＲＥＦＥＣＴ＿ＡＰＩ＿ＫＥＹ＝", KEY),
}


@st.composite
def planted(draw: st.DrawFn, kind: str) -> Planted:
    """A secret of this kind somewhere in a message."""
    written, secret = draw(KINDS[kind])
    return Planted(draw(st.sampled_from(SURROUNDINGS)).replace("{}", written), secret)


def pieces(secret: str) -> list[str]:
    """What of a secret would be enough to be a leak: each of its lines, or its first characters."""
    return [line[:16] for line in secret.splitlines() if len(line) >= 8]

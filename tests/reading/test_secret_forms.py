"""A secret in any form that people paste is masked whole; ordinary texts stay as they are."""

from __future__ import annotations

import base64

import pytest

from bot.reading import mask_secrets, read

KEY = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
WORD = "hunter2hunter2"
LONG = "Zq7xK2mP9vT4wY8bN3cR"
ENCODED = [base64.b64encode(f"{before}pnu_{KEY}".encode()).decode() for before in ("", "x", "my")]

SECRETS = {
    # Python
    f'os.environ["PREFECT_API_KEY"] = "{WORD}"': WORD,
    f"os.environ['DB_PASSWORD']='{WORD}'": WORD,
    f'os.environ.setdefault("PREFECT_API_KEY", "{WORD}")': WORD,
    f'monkeypatch.setenv("DB_PASSWORD", "{WORD}")': WORD,
    f'os.getenv("DB_PASSWORD", "{WORD}")': WORD,
    f"pwd='{WORD}'": WORD,
    f"Secret(value='{WORD}').save('db')": WORD,
    f"Secret(value=SecretStr('{WORD}'))": WORD,
    f"api_key=SecretStr('{WORD}')": WORD,
    f'api_key: str = "{WORD}"': WORD,
    f"api_key: SecretStr | None = '{WORD}'": WORD,
    'connect(password="my long pass phrase", user="me")': "my long pass phrase",
    "password: 'my long pass phrase'": "my long pass phrase",
    r'password="with \"marmots\" in it"': "marmots",
    f"password=b'{WORD}'": WORD,
    f'PREFECT_API_KEY = (\n    "{WORD}"\n)': WORD,
    f'env = [("PREFECT_API_KEY", "{WORD}")]': WORD,
    f"headers = {{'X-Auth-Token': '{WORD}'}}": WORD,
    # JSON, YAML, Kubernetes
    f'{{"name": "PREFECT_API_KEY", "value": "{WORD}"}}': WORD,
    f'{{"value": "{WORD}", "name": "PREFECT_API_KEY"}}': WORD,
    f'{{\n  "name": "PREFECT_API_KEY",\n  "value": "{WORD}"\n}}': WORD,
    f"env:\n  - name: PREFECT_API_KEY\n    value: {WORD}\n": WORD,
    f'env:\n  - name: DB_PASS\n    value: "{WORD}"\n': WORD,
    f"env:\n  - value: {WORD}\n    name: PREFECT_API_KEY\n": WORD,
    f"kind: Secret\nstringData:\n  prefect-key: {WORD}\n": WORD,
    f"stringData:\n  plain: x\n  login: {WORD}\n": WORD,
    f'{{"kind": "Secret", "stringData": {{"login": "{WORD}", "x": "{LONG}"}}}}': f"{WORD}\n{LONG}",
    f"stringData: {{login: {WORD}}}": WORD,
    f"stringData:\n  config.json: |\n    {{'login': '{WORD}'}}\n": WORD,
    f'{{"PREFECT_API_KEY": {{"value": "{WORD}"}}}}': WORD,
    f'variable "PREFECT_API_KEY" {{\n  default = "{WORD}"\n}}': WORD,
    f"password: |\n{WORD}\n": WORD,
    f"--from-literal=login={WORD}": WORD,
    f"helm upgrade --set api.key={WORD}": WORD,
    f"kind: Secret\nmetadata:\n  name: x\ndata:\n  login: {LONG}==\n": LONG,
    f"password: >-\n  {WORD}\n  {LONG}\nhost: db": f"{WORD}\n{LONG}",
    f"api_key: |\n    {WORD}\n": WORD,
    rf'{{\"api_key\": \"{WORD}\", \"limit\": 5}}': WORD,
    rf'{{\\\"name\\\": \\\"DB_PASS\\\", \\\"value\\\": \\\"{WORD}\\\"}}': WORD,
    f'"auths": {{"docker.io": {{"auth": "{LONG}=="}}}}': LONG,
    # Settings and what else stands after a name
    f"TOKEN={WORD}": WORD,
    f"token: {WORD}": WORD,
    f'"token": "{WORD}"': WORD,
    f"GET https://host/api?token={WORD}&limit=5": WORD,
    f"https://x.blob.core.windows.net/a?se=2026&sig={LONG}%3D": LONG,
    f"https://x.blob.core.windows.net/a?se=2026&amp;sig={LONG}%3D": LONG,
    f"DB_PASS={WORD}": WORD,
    f"PWD={WORD}": WORD,
    f"MYSQL_PWD={WORD}": WORD,
    f"MYSQL_PWD=/{WORD}": WORD,
    f"passphrase: {WORD}": WORD,
    "passphrase: swordfish": "swordfish",
    f"encryption_key={WORD}": WORD,
    f"BOT_ENCRYPTION_KEY={LONG}=": LONG,
    f"AccountName=a;AccountKey={LONG}+/==;EndpointSuffix=core.windows.net": LONG,
    f"PREFECT_API_KEY: {WORD}": WORD,
    f"PREFECT_API_KEY_PROD={WORD}": WORD,
    f"password = p@ss(word)1{{{WORD}": "ss(word)1",
    f"PASSWORD={WORD},{LONG}": f"{WORD},{LONG}",
    f"| PREFECT_API_KEY | {WORD} |": WORD,
    f"│ PREFECT_API_KEY │ {WORD} │": WORD,
    f"PREFECT_API_KEY    {WORD}": WORD,
    f"PREFECT_API_KEY\t{WORD}": WORD,
    f"PREFECT_API_KEY:\n    {WORD}": WORD,
    f"PREFECT_API_KEY -> {WORD}": WORD,
    f"<password>{WORD}</password>": WORD,
    f"SSHPASS={WORD}": WORD,
    f"password: <mailto:{WORD}@b.de|{WORD}@b.de>": WORD,
    f"PREFECT_API_KEY=\\\n  {WORD}": WORD,
    f"PREFECT_API_KEY (prod): {WORD}": WORD,
    f"SECRET_KEY_BASE={WORD}": WORD,
    # Words
    f"Password - {WORD}": WORD,
    f"my password:\n\n{WORD}": WORD,
    f"the api key for prod is {WORD}": WORD,
    f"password {WORD}": WORD,
    f"my api key is {WORD}": WORD,
    f"the password is {WORD}": WORD,
    "the password is hunter2": "hunter2",
    'the password is "swordfish"': "swordfish",
    f"the password is `{WORD}`": WORD,
    f"mein Passwort ist {WORD}": WORD,
    f"*password*: {WORD}": WORD,
    # Commands and headers
    f"prefect cloud login -k {WORD}": WORD,
    f"prefect cloud login --key {WORD} -w me/prod": WORD,
    f"prefect cloud login --key={WORD}": WORD,
    f"prefect cloud login -w me/prod -k '{WORD}'": WORD,
    f"curl -u admin:{WORD} http://host:4200/api": WORD,
    f"curl -sS --user 'admin:{WORD}' http://host:4200/api": WORD,
    f"wget --password={WORD} http://host": WORD,
    f"Cookie: session={WORD}; csrf={LONG}": f"{WORD}\n{LONG}",
    f"Set-Cookie: session={WORD}; Path=/": WORD,
    f"curl -H 'Cookie: session={WORD}' http://host": WORD,
    f"Authorization: {LONG}": LONG,
    f"Authorization: Basic {LONG}==": LONG,
    f'"Authorization": "Bearer {WORD}"': WORD,
    f"auth=('admin', '{WORD}')": WORD,
    f"cookies={{'session': '{WORD}'}}": WORD,
    f'"bearer": "{WORD}"': WORD,
    # Keys known by their look
    f"it says glpat-{LONG}": LONG,
    f"it says sk-proj-{LONG}": LONG,
    f"it says sk-ant-{LONG}": LONG,
    f"it says sk-{LONG}": LONG,
    f"it says sk_live_{LONG}": LONG,
    f"it says AIza{LONG}{LONG}": LONG,
    f"it says github_pat_{LONG}_{LONG}": LONG,
    f"keypnu_{KEY}": KEY,
    f"the key PNU_{KEY.upper()}": KEY.upper(),
    f"https://api.prefect.cloud/hooks/{LONG}": LONG,
    f"https://hooks.slack.com/services/T0ABC/B0DEF/{LONG}": LONG,
    f"https://hooks.slack.com/triggers/T0ABC/123/{LONG}": LONG,
    f"https://{LONG}@github.com/me/flows": LONG,
    f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{LONG}\n-----END PGP PRIVATE KEY BLOCK-----": LONG,
    # Torn keys
    f'"pnu_{KEY[:10]}"\n"{KEY[10:]}"': f"{KEY[:10]}\n{KEY[10:]}",
    f'api = ("pnu_{KEY[:10]}"\n       "{KEY[10:]}")': f"{KEY[:10]}\n{KEY[10:]}",
    f"export K=pnu_{KEY[:20]}\\\n{KEY[20:]}": f"{KEY[:20]}\n{KEY[20:]}",
    f"pnu_{KEY[:20]}\n{KEY[20:]}": f"{KEY[:20]}\n{KEY[20:]}",
    "pnu_abcdefgh\nijklmnopqrstuvw\n": "ijklmnopqrstuvw",
    f"pnu_{KEY[:20]} {KEY[20:]} is my key": f"{KEY[:20]}\n{KEY[20:]}",
    f"pnu_{KEY[:5]}<http://{KEY[5:]}|{KEY[5:]}>": KEY[5:],
    f"pnu_ahttp://{KEY}": KEY,
    f"pnu_{KEY[:18]}\u200b{KEY[18:]}": f"{KEY[:18]}\n{KEY[18:]}",
    # Other letters
    f"ＰＲＥＦＥＣＴ＿ＡＰＩ＿ＫＥＹ＝{WORD}": WORD,
    f"ｐｎｕ＿{KEY}": KEY,
    "password＝ｈｕｎｔｅｒ２ｈｕｎｔｅｒ２": "ｈｕｎｔｅｒ２ｈｕｎｔｅｒ２",
    **{f"encoded: {encoded}": encoded for encoded in ENCODED},
}  # fmt: skip

ORDINARY = [
    "the token is expired",
    "the token is expired.",
    "password: required",
    '"password": "required"',
    "token: None",
    "token=None, limit=5",
    "token: etl-worker-2",
    "api key is wrong",
    "my api key is not valid since 2026-11-24T10:00:00",
    "my slots token",
    "PREFECT_API_KEY is set",
    "PREFECT_API_KEY is not set, PREFECT_API_URL is",
    "key=value",
    "worker tokens",
    "tokens: 5000, max_tokens=4096",
    "the secret is in a block",
    'api_key=os.environ["X"]',
    'api_key = os.environ["PREFECT_API_KEY"]',
    'password=os.getenv("DB_PASSWORD")',
    'password = Secret.load("name").get()',
    'Secret.load("name")',
    "password=password, token=token",
    "password=settings.database_password",
    "def connect(password: str, token: str | None = None):",
    "api_key: SecretStr = Field(default=None)",
    "PREFECT_API_KEY=${VAR}",
    "PREFECT_API_KEY=$PREFECT_KEY",
    "password: {{ prefect.blocks.secret.db }}",
    'password: "{{ var }}"',
    "prefect cloud login -k <your key>",
    "prefect cloud login --key <your key>",
    "PREFECT_API_KEY=<your key>",
    "PREFECT_API_KEY=&lt;your key&gt;",
    "PREFECT_API_KEY='********' (from profile)",
    "password=***",
    "postgresql+asyncpg://prefect:***@db:5432/prefect",
    "postgresql+asyncpg://prefect:${PASSWORD}@db:5432/prefect",
    "export TOKEN=[masked] and password: [masked], pnu_[masked]",
    "concurrency_key=etl-slots-2026a cache_key=abc123def456",
    "idempotency_key: 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "slot_decay_per_second=0.5",
    "flow run 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is late",
    "the token 3f2504e0-4f89-11d3-9a0c-0305e82c3301 of the lease",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 has it",
    "PWD=/home/me/flows",
    "OLDPWD=/home/me",
    "docker run -u 1000:1000 image",
    "basic concurrency limits and bearer authentication",
    "basic authentication is on",
    "sk-learn-pipeline-nightly-deployment",
    "asiapacific and ASIA limits",
    "tests pass: all, bypass=whatever",
    "- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: prefect-api-key\n      key: api-key\n",
    'missing = ["PREFECT_API_KEY", "PREFECT_API_URL"]',
    'concurrency(["token", "db-slots"], occupy=1)',
    'with concurrency("token", occupy=1):',
    "| setting | secret | default |\n| token | required | none |",
    "the limit token:\n10:11:12.345 | WARNING | Concurrency lease renewal failed",
    "the token\nConcurrency lease renewal failed",
    "password:\nConcurrency lease renewal failed",
    "https://host:4200/runs/flow-run/3f2504e0-4f89-11d3-9a0c-0305e82c3301?tab=Logs",
    "git@github.com:me/flows.git and me@example.com",
    "Cookie: none, cookies are off",
    "curl http://host:4200/api/health",
    "prefect work-pool create my-pool --type process",
    "ＦＵＬＬ width stays… ﬁne",
    "Token: expired at 2026-11-24T10:00:00Z",
    "the api key was created on 2026-11-24",
    "the secret block's value is required",
    "password reset link",
    '"password": "field is required"',
    "token=True secret=false",
    "token=credentials.token.get_secret_value()",
    'auth_string=f"{user}:{password}"',
    'headers={"Authorization": f"Bearer {token}"}',
    "Authorization: Bearer ***",
    "PREFECT_API_KEY: ${{ secrets.PREFECT_API_KEY }}",
    "existingSecret: prefect-2secret4",
    "secretName: prefect-api-2key4",
    "Task run 'refresh_token-4f2' - Finished in state Completed()",
    "│ token │ 3f2504e0-4f89-11d3… │ 5 │",
    "password: see https://docs.prefect.io/v3/secrets",
    "token: https://app.prefect.cloud/my/api-keys",
    "private key: see the vault",
    "    pass\n\n@flow\ndef sync(): ...",
    "Task run 'fetch_token' - Created task run 'sync-1' for task 'sync'",
    "kind: Secret\ndata:\n  login: ${LOGIN}",
    "data: 3 rows, kind: Secrets",
    "auth=(user, password)",
    "password: str = Field(default=None)",
    "I pass max_workers=5 to the runner",
    "I pass `ThreadPoolTaskRunner(max_workers=2)` to it",
    "token=installation.bot_token",
    "postgresql+asyncpg://USER:PASSWORD@HOST:5432/prefect",
    "token 10:11:12.345 | WARNING",
    "--token <your token> --password ${PASSWORD}",
]  # fmt: skip


def left_of(secret: str, text: str) -> list[str]:
    """Pieces of the secret that would help a thief and still stand in the text."""
    pieces = [line[at : at + 6] for line in secret.split("\n") for at in range(max(1, len(line) - 5))]
    return [piece for piece in pieces if piece in text]


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("around", ["{}", "my limit is stuck\n{}\nruns stay late", "I ran ```\n{}\n``` now"])
def test_nothing_of_a_secret_survives(text: str, around: str) -> None:
    reading = read(around.replace("{}", text), ())

    assert left_of(SECRETS[text], repr(reading)) == []
    assert reading.secrets_masked


@pytest.mark.parametrize("text", SECRETS)
def test_nothing_of_a_secret_survives_before_the_text_is_cleaned(text: str) -> None:
    masked, count = mask_secrets(text)

    assert left_of(SECRETS[text], masked) == []
    assert count


@pytest.mark.parametrize("text", SECRETS)
def test_what_is_masked_is_not_masked_again(text: str) -> None:
    masked, _ = mask_secrets(text)

    assert mask_secrets(masked) == (masked, 0)


@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize("around", ["{}", "my tag limit is stuck: {}\nruns stay late", "({})"])
def test_an_ordinary_text_stays_as_it_is(text: str, around: str) -> None:
    written = around.replace("{}", text)

    assert mask_secrets(written) == (written, 0)

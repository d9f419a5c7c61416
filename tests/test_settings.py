from __future__ import annotations

import pytest

from bot.errors import UsageError
from bot.settings import Settings, read_settings, settings_table


def test_defaults_need_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = read_settings()
    assert (settings.bot_host, settings.bot_port) == ("127.0.0.1", 3000)
    assert settings.bot_docket_url.get_secret_value() == "memory://"


def test_a_wrong_value_is_one_line_that_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PORT", "many")
    monkeypatch.setenv("BOT_DATABASE_URL", "mysql://me:hunter2@somewhere/db")
    with pytest.raises(UsageError) as caught:
        read_settings()
    said = str(caught.value)
    assert "BOT_PORT" in said
    assert "BOT_DATABASE_URL" in said
    assert "hunter2" not in said
    assert "\n" not in said


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    assert "very-secret" not in repr(read_settings())


def test_the_table_has_every_setting() -> None:
    table = settings_table()
    for name in (*Settings.model_fields, "prefect_api_url"):
        assert f"`{name.upper()}`" in table

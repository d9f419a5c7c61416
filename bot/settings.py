"""Every setting in one place: its environment name, its default and what it is for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError

# Prefect reads these itself, from the environment or its profiles; they stand here for the table only.
READ_BY_PREFECT = {
    "PREFECT_API_URL": "Which Prefect API to look at.",
    "PREFECT_API_KEY": "The key for Prefect Cloud.",
    "PREFECT_API_AUTH_STRING": "`user:password` of a self-hosted server behind basic authentication.",
}


class Settings(BaseSettings):
    """What the environment says. Secrets never show in logs or in `repr`."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, env_ignore_empty=True, populate_by_name=True
    )

    slack_bot_token: SecretStr | None = Field(None, description="Bot token of the Slack app (`xoxb-…`).")
    slack_signing_secret: SecretStr | None = Field(
        None, description="Proves that a request comes from Slack. Needed without Socket Mode."
    )
    slack_app_token: SecretStr | None = Field(
        None,
        description="App-level token (`xapp-…`); with it the bot uses Socket Mode and needs no public URL.",
    )
    slack_client_id: str | None = Field(None, description="For installing in many workspaces (OAuth).")
    slack_client_secret: SecretStr | None = Field(
        None, description="For installing in many workspaces (OAuth)."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Where Slack's Web API is. The workbench and the tests set it."
    )
    bot_database_url: SecretStr = Field(
        SecretStr("sqlite:///concurrency-bot.sqlite3"),
        description="Where cases are kept: `sqlite:///FILE` or `postgresql://…`.",
    )
    bot_docket_url: SecretStr = Field(
        SecretStr("memory://"), description="Where waiting work is kept: `memory://` or `redis://…`."
    )
    bot_workspaces: str | None = Field(
        None,
        description=(
            "Workspaces that may install the app (ids such as `T0123ABCD`, comma-separated); "
            "empty: each one that Slack lets. All of them see the same Prefect."
        ),
    )
    bot_encryption_key: SecretStr | None = Field(
        None,
        description="Encrypts stored credentials (a Fernet key). Needed with `SLACK_CLIENT_ID`.",
    )
    bot_host: str = Field("127.0.0.1", description="Address to listen on.")
    bot_port: int = Field(3000, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    bot_silent_after: float = Field(
        600,
        ge=10,
        description="Seconds without a log line, an event or a heartbeat after which a run whose "
        "heartbeats stopped is called dead; keep it above three heartbeat intervals of your flows.",
    )
    bot_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    bot_log_format: Literal["text", "json"] = Field("text", description="How it is logged: `text` or `json`.")

    @property
    def installs(self) -> bool:
        """Whether workspaces can install the app (OAuth)."""
        return self.slack_client_id is not None and self.slack_client_secret is not None

    @property
    def workspaces(self) -> frozenset[str]:
        """The workspaces that may install the app; empty for all."""
        return frozenset(each.strip() for each in (self.bot_workspaces or "").split(",") if each.strip())

    @field_validator("bot_log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value if value.endswith("/") else value + "/"

    @field_validator("bot_database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("sqlite", "postgres")):
            raise ValueError("must start with sqlite:// or postgresql://")
        return value

    @field_validator("bot_docket_url")
    @classmethod
    def _known_queue(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(
            ("memory://", "redis://", "rediss://", "redis+", "unix://")
        ):
            raise ValueError("must be memory:// or a Redis URL")
        return value


def read_settings() -> Settings:
    """Read the environment. Raises UsageError with one line naming each wrong setting, not its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{str(each['loc'][0]).upper()}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors(include_input=False)
        )
        raise UsageError(f"wrong setting: {wrong}") from None


def settings_table() -> str:
    """Return the Markdown table of every setting, for the README."""
    lines = ["| setting | default | what it is for |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = "" if default is None else f"`{default}`"
        lines.append(f"| `{name.upper()}` | {shown} | {field.description} |")
    lines += [f"| `{name}` | read by Prefect itself | {why} |" for name, why in READ_BY_PREFECT.items()]
    return "\n".join(lines) + "\n"

"""What a workbench is made of: its workspace, its people, its secrets and its clock."""

from __future__ import annotations

from dataclasses import dataclass, field

APP_ID = "A0WORKBENCH"
BOT_PROFILE_ID = "B0WORKBENCH"


# What the app may ask for, and what its first bot token has.
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "im:history",
    "im:read",
    "im:write",
    "reactions:write",
    "users:read",
)


@dataclass(frozen=True)
class User:
    """Somebody in the workspace; the bot is one too. `team` is that of a person from outside."""

    id: str
    name: str
    guest: bool = False
    team: str = ""


@dataclass(frozen=True)
class Channel:
    """A place to talk in; `is_im` marks the direct conversation of `person` with the bot.

    `shared` marks one that another organisation reads (Slack Connect).
    """

    id: str
    name: str
    is_im: bool = False
    person: str | None = None
    shared: bool = False


@dataclass(frozen=True)
class SlashCommand:
    """A command that the page offers."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True)
class WorkbenchConfig:
    """Every setting of a workbench. Times are in seconds; port 0 takes any free one."""

    port: int = 0
    bot_token: str = "xoxb-workbench"  # noqa: S105 - a stand-in that opens nothing but this workbench
    app_token: str = "xapp-workbench"  # noqa: S105 - as above
    signing_secret: str = "workbench-signing-secret"  # noqa: S105 - as above
    client_id: str = "1111.2222"
    client_secret: str = "workbench-client-secret"  # noqa: S105 - as above
    redirect_url: str | None = None
    code_lifetime: float = 10 * 60.0
    scopes: tuple[str, ...] = SCOPES
    bot_url: str | None = None
    ack_deadline: float = 3.0
    # Slack tries again at once, after one minute and after five.
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger_lifetime: float = 3.0
    response_url_lifetime: float = 30 * 60.0
    response_url_uses: int = 5
    lab_poll: float = 1.0
    team_id: str = "T0WORKBENCH"
    team_name: str = "Workbench"
    me: User = User("U0ALEX", "alex")
    bot: User = User("U0BOT", "concurrency")
    others: tuple[User, ...] = (User("U0SAM", "sam"),)
    channels: tuple[Channel, ...] = (
        Channel("C0GENERAL", "general"),
        Channel("C0DATA", "data-platform"),
        Channel("D0ALEX", "concurrency", is_im=True, person="U0ALEX"),
    )
    commands: tuple[SlashCommand, ...] = field(
        default=(
            SlashCommand(
                "/concurrency",
                "Find out why Prefect runs wait",
                "[question | status | limit NAME | run URL | help]",
            ),
        )
    )

"""A server is to start with two API workers, and refuses."""

from __future__ import annotations

from bot.lab.deploying import in_one_line
from bot.lab.lab import Lab
from bot.lab.restart import own_server
from bot.lab.scenario import Scenario
from bot.lab.server import free_port
from bot.lab.steps import run_python

REFUSAL = "Multi-worker mode (--workers > 1) is not supported with SQLite database."
OF_POSTGRESQL = "Multi-worker mode (--workers > 1) requires Redis for messaging and lease storage."
SCENARIO = Scenario(
    name="server-workers-refused",
    title="A server with several workers refuses to start",
    cause="CL113",
    opening=(
        "Our runs share concurrency limits and the API is slow, so we wanted "
        f"`prefect server start --workers 2`. It ends at once with\n{REFUSAL}"
    ),
    server={},
    twin_of="lease-lost-replicas",
    untried={1: "the text says that Redis was not tried"},
)
ON_DISK = "prefect.server.concurrency.lease_storage.filesystem"


async def break_it(lab: Lab) -> None:
    """Make it so: nothing but the command is needed, which `is_real` runs."""
    await lab.rest.get("/health")


async def is_real(lab: Lab) -> bool:
    """Whether the command ends with what the opening holds; with PostgreSQL leases on disk do not help."""
    elsewhere = {
        "PREFECT_API_DATABASE_CONNECTION_URL": "postgresql+asyncpg://nobody@127.0.0.1:1/prefect",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": ON_DISK,
    }
    home = {"PREFECT_HOME": str(own_server(lab).home)}
    return await refused(lab, REFUSAL, home) and await refused(lab, OF_POSTGRESQL, {**home, **elsewhere})


async def refused(lab: Lab, message: str, settings: dict[str, str]) -> bool:
    """Whether a server with two workers does not start, for this reason."""
    serve = ["-m", "prefect", "server", "start", "--workers", "2", "--port", str(free_port())]
    status, said = await run_python(lab, serve, settings=settings)
    return status == 1 and message in in_one_line(said)


async def healed(lab: Lab) -> bool:
    """Tell whether the one process answers, with its leases on disk."""
    settings = await lab.rest.get("/admin/settings")
    return bool(settings["server"]["concurrency"]["lease_storage"] == ON_DISK)

"""A server is to start with two API workers, and refuses."""

from __future__ import annotations

import asyncio

from bot.lab.deploying import in_one_line
from bot.lab.lab import Lab
from bot.lab.other_servers import POSTGRES, of_redis, postgres_for_prefect, redis_server, with_asyncpg
from bot.lab.rest import Rest
from bot.lab.restart import own_server
from bot.lab.scenario import Scenario
from bot.lab.server import free_port
from bot.lab.steps import Steps, carry_out, run_commands, run_python, settings_of

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
)
ON_DISK = "prefect.server.concurrency.lease_storage.filesystem"
IN_REDIS = "prefect_redis.lease_storage"
RENEWALS = 20


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


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Set what the reply says; with Redis and PostgreSQL, start the server with its two workers."""
    if not any("REDIS_HOST" in line for line in steps.commands):
        return await carry_out(lab, steps)
    postgres = await lab.beside(postgres_for_prefect())
    own = of_redis(await lab.beside(redis_server(lab.directory))) | {POSTGRES: with_asyncpg(postgres)}
    said, server = await run_commands(lab, steps), own_server(lab)
    await asyncio.to_thread(server.stop)
    serve = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(server.port)]
    lab.spawn(*serve, "--workers", "2", **settings_of(steps, own))
    await lab.until(lab.rest.answers, "the server with two workers starting", 180)
    await leases_are_shared(lab)
    return said


async def leases_are_shared(lab: Lab) -> None:
    """Take a slot and renew its lease, over and over: whichever worker is asked knows it."""
    limit = "shared-by-workers"
    await lab.rest.post("/v2/concurrency_limits/", {"name": limit, "limit": 1})
    asked = {"names": [limit], "slots": 1, "mode": "concurrency", "lease_duration": 60}
    lease = (await lab.rest.post("/v2/concurrency_limits/increment-with-lease", asked))["lease_id"]
    for _ in range(RENEWALS):
        async with Rest(lab.api_url) as anew:  # a new connection may reach the other worker
            await anew.post(f"/v2/concurrency_limits/leases/{lease}/renew", {"lease_duration": 60})


async def healed(lab: Lab) -> bool:
    """Tell whether the server answers, with leases that its processes share."""
    settings = await lab.rest.get("/admin/settings")
    return settings["server"]["concurrency"]["lease_storage"] in {ON_DISK, IN_REDIS}

"""One scenario's hands on a real Prefect server: makes objects, runs code, removes all of it."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.lab import processes
from bot.lab.command_lines import CommandLine, client_environment
from bot.lab.installed import own_release
from bot.lab.ledger import Ledger, lab_directory
from bot.lab.limits import Limits
from bot.lab.rest import LabFailed, Rest
from bot.lab.server import LocalPrefect

HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}  # the least Prefect takes
PROGRAMS = Path(__file__).with_name("programs")
A_DAY = 86_400
T = TypeVar("T")


def lab_environment(api_url: str, home: Path) -> dict[str, str]:
    """Return the environment of a lab's processes."""
    return {**client_environment(api_url, home), **HEARTBEAT}


class Lab:
    """The helpers that scenarios use; everything made is written to the scenario's ledger."""

    def __init__(
        self,
        api_url: str,
        scenario: str = "lab",
        directory: Path | None = None,
        *,
        server: LocalPrefect | None = None,
        command_line: CommandLine | None = None,
    ) -> None:
        """`server` is the server itself where the lab started it.

        `command_line` runs flows and commands, of another release too; without it they are processes of
        this environment's own.
        """
        self.api_url = api_url.rstrip("/")
        used = command_line.release if command_line else own_release()
        self.server, self.python, self.release = server, used.python, used.version
        self.command_line = command_line
        self.directory = directory or lab_directory(self.api_url)
        self.scenario = scenario
        self.rest = Rest(self.api_url)
        self._limits = Limits(self.rest, self.release)
        self.ledger = Ledger(self.directory, scenario)
        self._beside = ExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.rest.close()
        await asyncio.to_thread(self._beside.close)

    async def beside(self, server: AbstractContextManager[T]) -> T:
        """Start another server, which ends with this lab; returns what it yields."""
        return await asyncio.to_thread(self._beside.enter_context, server)

    async def pool(self, name: str, limit: int | None = None) -> None:
        """Create a process work pool; one of that name that the lab did not make is left alone."""
        await self.rest.post("/work_pools/", {"name": name, "type": "process", "concurrency_limit": limit})
        self._made("pools", name)

    async def queue(self, pool: str, name: str, limit: int | None = None) -> None:
        """Create a queue of a pool made before."""
        await self.rest.post(f"/work_pools/{pool}/queues", {"name": name, "concurrency_limit": limit})

    async def flow(self, name: str) -> str:
        """Create a flow and return its id."""
        filters = {"flows": {"name": {"any_": [name]}}}
        if await self.rest.post("/flows/filter", filters):
            raise LabFailed(f"a flow named {name!r} exists already and the lab did not make it")
        made = await self.rest.post("/flows/", {"name": name})
        self._made("flows", made["id"])
        return str(made["id"])

    async def deployment(
        self, name: str, pool: str, *, queue: str | None = None, limit: int | None = None
    ) -> str:
        """Create the deployment "flow/name" and return its id; its code is programs/job.py."""
        flow, _, own = name.partition("/")
        body = {
            "name": own,
            "flow_id": await self.flow(flow),
            "work_pool_name": pool,
            "work_queue_name": queue,
            "concurrency_limit": limit,
            "entrypoint": "job.py:job",
            "path": str(PROGRAMS),
            "enforce_parameter_schema": False,
            # Commands of older releases read it, and fail where there is none.
            "parameter_openapi_schema": {"type": "object", "properties": {}},
        }
        made = await self.rest.post("/deployments/", body)
        self._made("deployments", made["id"])
        if limit is not None:
            self._made("limits", f"deployment:{made['id']}")
        return str(made["id"])

    async def limit(self, name: str, slots: int = 1, active: bool = True) -> None:
        """Create a global limit; `tag:NAME` makes the limit of a task tag."""
        await self._limits.create(name, slots, active)
        self._made("limits", name)

    def expect_limit(self, name: str) -> None:
        """Remember a limit that the fix will make, to remove it later."""
        self._made("limits", name)

    async def run(self, deployment: str, seconds: int = 1, name: str = "", **parameters: Any) -> str:
        """Create a run that was due a minute ago, so that it is late at once; returns its id."""
        due = (datetime.now(UTC) - timedelta(seconds=60)).isoformat()
        body: dict[str, Any] = {
            "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": due}},
            "parameters": {"seconds": seconds, **parameters},
        }
        if name:
            body["name"] = name
        made = await self.rest.post(f"/deployments/{deployment}/create_flow_run", body)
        self._made("flow_runs", made["id"])
        return str(made["id"])

    async def move(self, run: str, kind: str) -> str:
        """Propose a state; returns the server's word (ACCEPT, REJECT, ABORT, WAIT)."""
        body = {"state": {"type": kind}, "force": False}
        answer = await self.rest.post(f"/flow_runs/{run}/set_state", body)
        return str(answer["status"])

    async def run_state(self, run: str) -> str:
        """Return the state name of a flow run."""
        return str((await self.rest.get(f"/flow_runs/{run}"))["state_name"])

    async def used(self, limit: str) -> int:
        """Return the taken slots of a global limit."""
        return await self._limits.used(limit)

    async def empty(self, limit: str) -> None:
        """Give back every slot of a limit."""
        await self._limits.empty(limit)

    async def runs_of(self, flow: str) -> list[dict[str, Any]]:
        """Return the runs of a flow by its name, oldest first."""
        body = {"flows": {"name": {"any_": [flow]}}, "sort": "START_TIME_ASC"}
        found: list[dict[str, Any]] = await self.rest.post("/flow_runs/filter", body)
        return found

    async def task_runs_of(self, flow: str) -> list[dict[str, Any]]:
        """Return the task runs of a flow by its name, in the order they were expected."""
        body = {"flows": {"name": {"any_": [flow]}}, "sort": "EXPECTED_START_TIME_ASC"}
        found: list[dict[str, Any]] = await self.rest.post("/task_runs/filter", body)
        return found

    async def until(self, done: Callable[[], Awaitable[Any]], what: str, seconds: float = 30) -> None:
        """Wait until `done` is true; raises LabFailed that says what did not happen."""
        ends = time.monotonic() + seconds
        while not await done():
            if time.monotonic() > ends:
                raise LabFailed(f"{self.scenario}: {what} did not happen within {seconds:.0f} s")
            await asyncio.sleep(0.5)

    async def until_run(self, run: str, *states: str, seconds: float = 40) -> None:
        """Wait until a flow run has one of these state names."""

        async def there() -> bool:
            return await self.run_state(run) in states

        await self.until(there, f"run {run} being {' or '.join(states)}", seconds)

    async def waits(self, *ids: str, kind: str = "flow_runs") -> None:
        """Remember runs that wait; by default the fault is healed when they all moved on."""
        for each in ids:
            state = (await self.rest.get(f"/{kind}/{each}"))["state_type"]
            self.ledger.made.waiting.append((kind, each, state))
        self.ledger.save()

    async def all_moved(self) -> bool:
        """Whether every run that waited got its turn."""
        for kind, each, before in self.ledger.made.waiting:
            now = await self.rest.get(f"/{kind}/{each}", allow=(404,))
            if now is None or now["state_type"] not in {"PENDING", "RUNNING", "COMPLETED"} - {before}:
                return False
        return True

    def spawn(self, *arguments: str, python: Path | str = "", **settings: str) -> int:
        """Start `python <arguments>` against the server and return its pid; it outlives this process.

        `settings` are added to its environment.
        """
        if self.command_line and not (python or settings):
            pid = self.command_line.start(arguments, self.log_file)
            mark = processes.birth(pid)
        else:
            command = [str(python or self.python), *arguments]
            pid, mark = processes.start(command, {**self.environment(), **settings}, self.log_file)
        self.ledger.made.processes.append((pid, mark))
        self.ledger.save()
        return pid

    async def worker(
        self, pool: str, queues: Sequence[str] = (), name: str = "worker-1", **more: float
    ) -> int:
        """Start a worker and wait until it is online; `more`: heartbeat, limit, behind. Returns its pid."""
        plan = {"api_url": self.api_url, "release": self.release, "pool": pool, "name": name, **more}
        plan["queues"] = list(queues)
        pid = self.spawn("-m", "bot.lab.programs.light_worker", json.dumps(plan), python=sys.executable)
        await self.until(lambda: self.has_worker(pool), f"a worker of {pool} coming online")
        return pid

    async def has_worker(self, pool: str) -> bool:
        """Whether the server calls a worker of the pool online."""
        workers = await self.rest.post(f"/work_pools/{pool}/workers/filter", {})
        return any(worker["status"] == "ONLINE" for worker in workers)

    async def flows(
        self, kind: str, flow: str, limit: str, *, python: Path | str = "", **more: object
    ) -> int:
        """Run real flows of programs/flows.py in their own process; returns its pid.

        `python` is that of another Prefect release; `more` is added to the plan.
        """
        if not await self.runs_of(flow):
            await self.flow(flow)
        self.signal_file.unlink(missing_ok=True)
        plan = {"kind": kind, "flow": flow, "limit": limit, "signal": str(self.signal_file), **more}
        return self.spawn("-m", "bot.lab.programs.flows", json.dumps(plan), python=python)

    @property
    def log_file(self) -> Path:
        """What the scenario's processes print."""
        return self.directory / "logs" / f"{self.scenario}.log"

    @property
    def signal_file(self) -> Path:
        """Running flows that were told to wait go on when this file exists."""
        return self.directory / "made" / f"{self.scenario}.signal"

    @property
    def project(self) -> Path:
        """The folder of the files that the scenario's person has."""
        return self.directory / "made" / f"{self.scenario}-project"

    def kill_processes(self) -> None:
        """Kill every process of the scenario, as a lost machine would."""
        for pid, mark in self.ledger.made.processes:
            processes.end(pid, mark)
        self.ledger.made.processes = []
        self.ledger.save()

    def living(self) -> list[int]:
        """Return the pids of the scenario's processes that live."""
        return [pid for pid, mark in self.ledger.made.processes if processes.is_alive(pid, mark)]

    async def cleanup(self) -> None:
        """Remove everything the scenario made; what is gone already is fine."""
        made = self.ledger.made
        await asyncio.to_thread(self.kill_processes)
        for run in {*made.flow_runs, *await self._runs_of_flows(made.flows)}:
            await self.rest.delete(f"/flow_runs/{run}")
        for deployment in made.deployments:
            await self.rest.delete(f"/deployments/{deployment}")
        for limit in made.limits:
            await self._limits.remove(limit)
        for pool in made.pools:
            await self.rest.delete(f"/work_pools/{pool}")
        for flow in made.flows:
            await self.rest.delete(f"/flows/{flow}")
        self.signal_file.unlink(missing_ok=True)
        shutil.rmtree(self.project, ignore_errors=True)
        self.ledger.forget()

    async def _runs_of_flows(self, flows: Sequence[str]) -> list[str]:
        if not flows:
            return []
        body = {"flows": {"id": {"any_": list(flows)}}}
        return [run["id"] for run in await self.rest.post("/flow_runs/filter", body)]

    def environment(self) -> dict[str, str]:
        """Return the environment of the lab's processes: its server, a home of its own."""
        return lab_environment(self.api_url, self.directory / "home")

    def _made(self, what: str, name: str) -> None:
        getattr(self.ledger.made, what).append(name)
        self.ledger.save()

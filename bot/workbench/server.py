"""The workbench as one thing that starts, has an address and closes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import ClientSession, WSCloseCode, web

from bot.workbench import authorize, files, lab_watch, page_api, socket_mode, web_api
from bot.workbench.bench import Bench, new_bench
from bot.workbench.config import WorkbenchConfig
from bot.workbench.lab_panel import Lab
from bot.workbench.local_only import refuse_strangers

HOST = "127.0.0.1"
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Workbench:
    """A running stand-in for Slack. `start` binds 127.0.0.1; `close` frees everything."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        bench = self._bench
        runner = web.AppRunner(_application(bench), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, bench.config.port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        bench.line.base_url = f"http://{HOST}:{runner.addresses[0][1]}"
        bench.line.http = ClientSession()
        bench.background.spawn(lab_watch.watch(bench))

    async def close(self) -> None:
        """Stop listening, stop all background work and hang up on everybody."""
        bench = self._bench
        await bench.background.close()
        for ws in [*bench.live.pages, *(socket.ws for socket in bench.line.sockets)]:
            await ws.close(code=WSCloseCode.GOING_AWAY)
        if bench.line.http:
            await bench.line.http.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """The address of the page, without a slash at the end."""
        return self._bench.line.base_url

    @property
    def api_url(self) -> str:
        """The address of the Web API, as an SDK wants its base_url."""
        return f"{self.url}/api/"

    @property
    def config(self) -> WorkbenchConfig:
        """The settings it was made with."""
        return self._bench.config

    @property
    def connected(self) -> bool:
        """Whether there is a way to reach the bot."""
        return self._bench.line.connected

    def reach_bot_at(self, bot_url: str | None) -> None:
        """Send signed HTTP to this URL while no Socket Mode connection is open."""
        self._bench.line.bot_url = bot_url


def create_workbench(config: WorkbenchConfig, lab: Lab | None = None) -> Workbench:
    """Return a workbench that is not started yet."""
    return Workbench(new_bench(config, lab))


def _application(bench: Bench) -> web.Application:
    app = web.Application(middlewares=[refuse_strangers], client_max_size=4 * 2**20)

    def bound(handler: Callable[[Bench, web.Request], Awaitable[web.StreamResponse]]) -> _Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(bench, request)

        return handle

    app.router.add_get("/", page_api.page_file)
    app.router.add_get("/page/{file:.+}", page_api.page_file)
    app.router.add_get("/workbench/state", bound(_state))
    app.router.add_get("/workbench/live", bound(page_api.live))
    app.router.add_get("/workbench/lab", bound(_lab))
    app.router.add_post("/workbench/lab/{name}/{verb:break|heal}", bound(page_api.do_in_lab))
    app.router.add_post("/workbench/{deed}", bound(page_api.do))
    app.router.add_route("*", "/api/{method}", bound(web_api.call))
    app.router.add_post("/response/{secret}", bound(web_api.answer_response_url))
    app.router.add_get("/link/", bound(socket_mode.accept))
    app.router.add_get("/oauth/v2/authorize", bound(authorize.ask))
    app.router.add_post("/oauth/v2/authorize", bound(authorize.answer))
    app.router.add_get("/files-pri/{id}/{name}", bound(files.serve))
    return app


async def _state(bench: Bench, _: web.Request) -> web.Response:
    return web.json_response(page_api.state(bench))


async def _lab(bench: Bench, _: web.Request) -> web.Response:
    return web.json_response(await lab_watch.panel(bench))

"""The FastAPI application with the chat mounted at its root, and the process that serves it."""

import asyncio
import contextlib
import logging
import os
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from typing import Any

import anyio
import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.applications import Starlette

from assistant.access.accounts import Accounts
from assistant.access.audit import Audit
from assistant.access.sessions import Sessions
from assistant.api import v1
from assistant.api.bodies import BodyLimits
from assistant.api.caller import guard_events, visitor
from assistant.api.guard import Doors, Guard
from assistant.api.headers import SafeHeaders
from assistant.api.listen import bound_socket, check_login, is_loopback, served_names
from assistant.api.login import login_routes
from assistant.api.mcp_tools import http_app, mcp_server
from assistant.api.metrics import Counted, Metrics
from assistant.api.pace import Pace
from assistant.api.patience import PatientProtocol
from assistant.api.problems import add_handlers
from assistant.api.routes import routes
from assistant.assistant import NewsAssistant
from assistant.settings import Settings
from assistant.web.archive.routes import archive_routes
from assistant.web.assets import FOLDER, PREFIX
from assistant.web.chat import build_chat
from assistant.web.desk import Desk
from assistant.web.history.routes import history_routes
from assistant.web.theme import theme
from assistant.web.words import nowhere

logger = logging.getLogger(__name__)

UPLOAD_LIMIT = "1kb"
"""The page takes no files; Gradio's own default is no limit."""

NO_DOCUMENTATION: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
"""FastAPI's documentation pages load scripts from another host."""

BYTES_PER_MEGABYTE = 1_000_000

ANSWERS_AT_ONCE = 2 * (os.cpu_count() or 1)
"""Questions of programs that are worked on at once: enough that no core waits for the disk. More of them would only
take each other's memory, and every one of them would be late."""

GOODBYE_SECONDS = 2
"""How long open pages may keep the server waiting when it is told to stop."""


def build_app(settings: Settings, desk: Desk) -> FastAPI:
    """Return the application over an open assistant; whoever opened it closes it."""

    async def build() -> FastAPI:
        return _application(settings, desk)

    # Outside of a running event loop Gradio opens one for every lock it makes, and never closes it.
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(build())
    return _application(settings, desk)


def doors_of(settings: Settings) -> Doors:
    """Return what the gate of the application decides by."""
    return Doors(
        accounts=Accounts(settings.data_dir),
        sessions=Sessions(settings.data_dir, settings.session_idle_minutes, settings.session_hours),
        audit=Audit(settings.data_dir),
        pace=Pace(settings.questions_per_minute),
        open_to_all=settings.login == "auto" and is_loopback(settings.host) and settings.public_url is None,
        public_url=settings.public_url,
    )


def _application(settings: Settings, desk: Desk) -> FastAPI:
    app = FastAPI(title="News assistant", version=version("news-assistant"), **NO_DOCUMENTATION)
    doors, metrics = doors_of(settings), Metrics(desk)
    add_handlers(app)
    # The last one added sees a request first.
    app.add_middleware(Guard, doors=doors)
    app.add_middleware(BodyLimits, upload_bytes=settings.upload_megabytes * BYTES_PER_MEGABYTE)
    app.add_middleware(SafeHeaders, serves=served_names(settings))
    app.add_middleware(Counted, metrics=metrics)
    app.mount(PREFIX, StaticFiles(directory=FOLDER), name="ui")
    app.include_router(routes(desk, metrics))
    app.include_router(archive_routes(desk))
    app.include_router(history_routes(desk))
    app.include_router(login_routes(doors))
    turns = anyio.CapacityLimiter(ANSWERS_AT_ONCE)
    app.mount(v1.PREFIX, v1.api(desk, turns))
    add_tools(app, http_app(mcp_server(desk, turns)))
    page = build_chat(desk)
    guard_events(page)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        app_kwargs=NO_DOCUMENTATION | {"exception_handlers": {404: nowhere}},
        auth_dependency=lambda request: visitor(request).name,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        blocked_paths=[str(settings.data_dir.resolve())],
        max_file_size=UPLOAD_LIMIT,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        favicon_path=None,
    )
    return app


def add_tools(app: FastAPI, tools: Starlette) -> None:
    """Serve the tools at their path; mounted they would have a slash at the end, which no client asks for."""
    app.router.routes.extend(tools.router.routes)
    before = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def both(started: FastAPI) -> AsyncIterator[Any]:
        async with before(started) as state, tools.router.lifespan_context(tools):
            yield state

    app.router.lifespan_context = both


def serve(settings: Settings, *, open_browser: bool = False, announce: Callable[[str], None] | None = None) -> None:
    """Serve the page until Ctrl-C.

    Args:
        settings: Where to listen, and which archive.
        open_browser: Also open the page in the reader's browser.
        announce: Called with the page's address as soon as it can be opened.

    Raises:
        UsageError: The address is not of this machine, the port is taken, or others could come in without login.
    """
    check_login(settings, Accounts(settings.data_dir))
    with bound_socket(settings.host, settings.port) as listener, NewsAssistant(settings) as desk:
        port = listener.getsockname()[1]
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{name}:{port}"

        def ready() -> None:
            logger.info("serving %s", address)
            if announce is not None:
                announce(address)
            if open_browser:
                webbrowser.open(address)

        config = uvicorn.Config(
            build_app(settings, desk),
            log_level="warning",
            access_log=False,
            server_header=False,
            http=PatientProtocol,
            ws="none",
            # Who is at the other end is told by a proxy only where there is one.
            proxy_headers=settings.public_url is not None,
            timeout_graceful_shutdown=GOODBYE_SECONDS,
        )
        try:
            _Server(config, ready).run(sockets=[listener])
        except KeyboardInterrupt:
            logger.info("stopped")


class _Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

"""A real server in a thread, for clients that want an address."""

import contextlib
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from assistant.api.listen import bound_socket


@contextlib.contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Serve an application and yield its address."""
    with bound_socket("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()

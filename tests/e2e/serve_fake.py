"""Serve the page over the small archive of the tests, a word at a time: `python -m tests.e2e.serve_fake PORT`."""

import sys

import uvicorn

from assistant.api.app import build_app
from assistant.api.listen import bound_socket
from assistant.settings import Settings
from tests.web.fake_desk import FakeDesk


def main(port: int) -> None:
    with bound_socket("127.0.0.1", port) as listener:
        app = build_app(Settings(), FakeDesk(pause=0.05))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Serve the page over the archive of the tests: `python -m tests.e2e.serve_fake PORT [full|empty]`."""

import sys

import uvicorn

from assistant.api.app import build_app
from assistant.api.listen import bound_socket
from assistant.settings import Settings
from tests.web.fake_desk import ARCHIVE, FakeDesk


def main(port: int, kind: str) -> None:
    desk = FakeDesk(archive=() if kind == "empty" else ARCHIVE, pause=0.03)
    with bound_socket("127.0.0.1", port) as listener:
        config = uvicorn.Config(build_app(Settings(), desk), log_level="warning", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "full")

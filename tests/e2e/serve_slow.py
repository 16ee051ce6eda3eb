"""Serve the page over a real archive, a word at a time: `python -m tests.e2e.serve_slow PORT DATA_DIR [SECONDS]`."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from assistant.answering.answer import StreamEvent, TextDelta
from assistant.api.app import build_app
from assistant.api.listen import bound_socket
from assistant.assistant import NewsAssistant
from assistant.settings import Settings

PAUSE_SECONDS = 0.15


class Slow(NewsAssistant):
    """The assistant, taking its time over every word, so that there is something to watch and to stop."""

    pause = PAUSE_SECONDS

    def stream(self, question: str, **more: Any) -> Iterator[StreamEvent]:  # noqa: ANN401 - passed on as it came
        for event in super().stream(question, **more):
            if not isinstance(event, TextDelta):
                yield event
                continue
            for word in re.findall(r"\s*\S+(?:\s*\[\d+\])*\s*", event.text):
                yield TextDelta(word)
                time.sleep(self.pause)


def main(port: int, data_dir: Path, pause: float = PAUSE_SECONDS) -> None:
    settings = Settings(data_dir=data_dir)
    with bound_socket("127.0.0.1", port) as listener, Slow(settings) as desk:
        desk.pause = pause
        config = uvicorn.Config(build_app(settings, desk), log_level="warning", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:]))

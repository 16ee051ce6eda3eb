"""Whether a Chroma directory may be opened: a torn graph kills whoever opens it, so a process of its own goes first.

That costs a second, so it is done only where the graph is not as it was sealed: the writer seals it when it is done,
after the system has it on disk. A process killed while it wrote, or a machine that lost power, leaves it unsealed.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexDamagedError
from assistant.index import probe

log = logging.getLogger(__name__)

PROBE_SECONDS = 120.0
"""How long a look may take. Opening 73,000 vectors takes a second; a torn graph may be walked in circles."""

GRAPH = ("*/*.bin", "*/index_metadata.pickle")
"""The files that hnswlib reads without doubting them; SQLite finds out about a torn file of its own."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What the other process found.

    Attributes:
        count: Vectors held.
        looked: Ids of the vectors it looked at.
        lost: Those of them that a search for their own vector does not find.
    """

    count: int
    looked: tuple[str, ...]
    lost: tuple[str, ...]


class Seal:
    """The note beside a directory, of its graph's files as they were when it was last known to be sound."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.path = directory.with_name(f"{directory.name}.seal")

    def is_whole(self) -> bool:
        """Whether the graph is as it was sealed, or there is none on disk that could be torn."""
        now = self._graph()
        if not any(name.endswith(".pickle") for name in now):
            return True  # without its list of ids Chroma does not read the graph but makes it anew
        try:
            return bool(json.loads(self.path.read_text(encoding="utf-8")) == now)
        except (OSError, ValueError):
            return False

    def set(self) -> None:
        """Note the graph as sound; what changed since the last seal is on disk before the note is."""
        if self.is_whole():
            return
        try:
            for name in self._graph():
                _to_disk(self._directory / name)
            self.path.write_text(json.dumps(self._graph()), encoding="utf-8")
        except OSError as error:
            log.warning("%s could not be written (%s); the next opening takes a second longer.", self.path, error)

    def _graph(self) -> dict[str, list[int]]:
        files = sorted(file for pattern in GRAPH for file in self._directory.glob(pattern))
        states = {file.relative_to(self._directory).as_posix(): file.stat() for file in files}
        return {name: [state.st_size, state.st_mtime_ns] for name, state in states.items()}


def look_into(directory: Path, collection: str, *, seconds: float = PROBE_SECONDS, shown: Path | None = None) -> Probed:
    """Have another process open, count and search the directory, which Chroma brings in step with its log thereby.

    Args:
        directory: Where the vectors lie.
        collection: Their name there.
        seconds: How long it may take.
        shown: The directory that errors name, if this one is a copy.

    Raises:
        IndexDamagedError: It died, raised, found vectors that are lost, or did not come back in time.
        OSError: It could not be started.
    """
    with tempfile.TemporaryDirectory(prefix="news-assistant-") as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-P", probe.__file__, str(directory), collection, str(result)]
        try:
            # Its output is Chroma's own; a dying process has nothing else to say.
            ended = subprocess.run(  # noqa: S603 - our own file
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise _damaged(shown or directory, f"nothing came back within {seconds:.0f} seconds") from None
        if ended.returncode != 0 or not result.exists():
            raise _damaged(shown or directory, f"a process that opened them died ({_how(ended.returncode)})")
        found = json.loads(result.read_text(encoding="utf-8"))
    if "error" in found:
        raise _damaged(shown or directory, found["error"])
    if found["lost"]:
        lost, looked = len(found["lost"]), len(found["looked"])
        raise _damaged(shown or directory, f"{lost} of {looked} looked at are not found by themselves")
    return Probed(found["count"], tuple(found["looked"]), tuple(found["lost"]))


def _damaged(directory: Path, why: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"The vectors in {directory} are damaged: {why}.",
        remedy="Run `news-assistant rebuild`; it makes the vectors anew from the catalog and embeds nothing.",
    )


def _how(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())

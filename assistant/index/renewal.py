"""A new generation of vectors, written by a process that never held the text of an article.

Chroma writes its buffers at their capacity without clearing them, so whatever a process freed before may get into the
files of the index. The process that runs this module as a program reads ids and vectors, and nothing else.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from assistant.catalog.compaction import empty_log
from assistant.catalog.writer import CatalogWriter
from assistant.errors import IndexBusyError, StoreError
from assistant.index.lock import writer_lock
from assistant.index.rebuild import copy_into
from assistant.index.stores import Stores

BUSY = IndexBusyError.exit_code + 1
"""Exit code by which the process says that somebody else writes, or reads for too long."""


def renew(data_dir: Path, chroma_url: str | None) -> None:
    """Have a fresh process write the next generation, switch to it, and drop all others once nobody needs them.

    The caller does not hold the writer's lock: the process takes it, and ends if this one dies.

    Raises:
        IndexBusyError: Somebody else writes, or a question in flight reads the old state for too long.
        StoreError: The process failed.
    """
    root = Path(__file__).parents[2]
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-P", "-m", __name__, str(data_dir), chroma_url or ""]
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        text=True,
        errors="replace",
    ) as process:
        try:
            complaint = _said_by(process)
        except BaseException:  # Ctrl-C must not leave it behind
            process.kill()
            raise
    if process.returncode == BUSY:
        raise IndexBusyError(complaint.splitlines()[-1])
    if process.returncode:
        reason = complaint.splitlines()[-1] if complaint else f"exit code {process.returncode}"
        raise StoreError(f"The vectors in {data_dir} could not be written anew: {reason}")


def _said_by(process: subprocess.Popen[str]) -> str:
    """Wait for the process to end and return what it wrote."""
    assert process.stderr is not None  # noqa: S101 - it is a pipe
    said = process.stderr.read().strip()
    process.wait()
    return said


def write_next_generation(data_dir: Path, stores: Stores) -> int:
    """Copy all vectors from the catalog into the next generation, switch, and drop the others; return its number.

    Raises:
        IndexBusyError: Somebody else writes, or a question in flight reads the old state for too long.
        StoreError: The catalog or the vectors cannot be written.
    """
    with writer_lock(data_dir):
        writer = CatalogWriter(data_dir)
        try:
            generation = int(writer.meta("generation", "1")) + 1
            archive = writer.meta("archive")
            stores.drop(generation, archive)  # of a run that was interrupted
            copy_into(generation, writer, stores, lambda _: None)
        finally:
            writer.close()
        # A question holds one state of the catalog from start to end. Once the log is empty all of them hold the new
        # one, which names the new generation.
        empty_log(data_dir)
        for old in stores.generations():
            if old != generation:
                stores.drop(old, archive)
    return generation


def main(arguments: list[str]) -> int:
    """Run as a program: `python -m assistant.index.renewal DATA_DIR CHROMA_URL`."""
    data_dir, url = arguments
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        write_next_generation(Path(data_dir), Stores(Path(data_dir), url or None))
    except IndexBusyError as error:
        _complain(error)
        return BUSY
    except StoreError as error:
        _complain(error)
        return StoreError.exit_code
    return 0


def _complain(error: StoreError) -> None:
    os.write(2, f"{error}\n".encode(errors="replace"))


def _end_with_parent() -> None:
    """End at once when the parent goes away: its end of the pipe closes, whatever it died of."""
    while os.read(0, 1):
        pass
    os._exit(StoreError.exit_code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Files opened with care: regular ones only, size known, gzip unpacked as it is read, each failure with a reason."""

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from assistant.articles.limits import Limits
from assistant.errors import InputError


def shown(path: Path) -> str:
    """Returns the path as text that any store or terminal takes, also where the name is not valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[BinaryIO]:
    """Opens a file for reading bytes, unpacked if its name ends in `.gz`.

    Raises:
        InputError: If it is no regular file, is empty, is over the limit, or is damaged.
        OSError: If the system refuses it.
    """
    status = path.stat()
    # Asked before opening: a named pipe would wait for a writer for ever.
    if not stat.S_ISREG(status.st_mode):
        raise InputError("This is not a regular file.", remedy="Give files or folders.")
    if status.st_size == 0:
        raise InputError("The file is empty.")
    if status.st_size > limits.file_bytes:
        raise InputError(
            f"The file is larger than {limits.file_megabytes} MB.", remedy="Split it, or raise file_megabytes."
        )
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
            # GzipFile is a BufferedIOBase, which lacks only the name BinaryIO.
            yield cast("BinaryIO", file)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"The compressed file is damaged ({error}).", remedy="Fetch or pack it again.") from error


def read_whole(path: Path, limits: Limits, *, most: int) -> bytes:
    """Returns all bytes of a file that holds one article.

    Args:
        path: The file.
        limits: The bounds of this run.
        most: Bytes that one article of this format can need at most.

    Raises:
        InputError: If the file is larger than that, or as for `opened`.
    """
    with opened(path, limits) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise InputError(f"The file holds more than the {most:,} bytes that one article may need.")
    if not data:
        raise InputError("The file is empty.")
    return data


def lines(file: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """Yields line after line, None for a line that is too long to be an article.

    Raises:
        InputError: If the unpacked file goes over the limit.
    """
    most = limits.line_bytes
    left = limits.file_bytes
    while line := file.readline(most + 1):
        left -= len(line)
        if len(line) > most:
            left -= _skip_line(file, left)
            yield None
        else:
            yield line
        if left < 0:
            raise InputError(
                f"The file unpacks to more than {limits.file_megabytes} MB; what came before was read.",
                remedy="Split it, or raise file_megabytes.",
            )


def _skip_line(file: BinaryIO, most: int) -> int:
    """Reads on to the end of a line without keeping it, and returns the bytes skipped."""
    skipped = 0
    while skipped <= most and (rest := file.readline(1 << 20)):
        skipped += len(rest)
        if rest.endswith(b"\n"):
            break
    return skipped

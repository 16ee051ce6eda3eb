"""Files opened with care: regular ones only, size known, gzip unpacked as it is read, each failure with a reason."""

import gzip
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.errors import InputError


@contextmanager
def opened(file: Input, limits: Limits) -> Iterator[BinaryIO]:
    """Opens an input for reading bytes, unpacked if its name ends in `.gz`.

    Raises:
        InputError: If it is no regular file, is empty, is over the limit, or is damaged.
        OSError: If the system refuses it.
    """
    path = file.path
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
        with gzip.open(path, "rb") if file.file_name.lower().endswith(".gz") else path.open("rb") as stream:
            # GzipFile is a BufferedIOBase, which lacks only the name BinaryIO.
            yield cast("BinaryIO", stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"The compressed file is damaged ({error}).", remedy="Fetch or pack it again.") from error


def read_whole(file: Input, limits: Limits, *, most: int) -> bytes:
    """Returns all bytes of an input that holds one article.

    Args:
        file: The input.
        limits: The bounds of this run.
        most: Bytes that one article of this format can need at most.

    Raises:
        InputError: If the file is larger than that, or as for `opened`.
    """
    with opened(file, limits) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(f"The file holds more than the {most:,} bytes that one article may need.")
    if not data:
        raise InputError("The file is empty.")
    return data


def lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """Yields line after line, None for a line that is too long to be an article.

    Raises:
        InputError: If the unpacked file goes over the limit.
    """
    most = limits.line_bytes
    left = limits.file_bytes
    while line := stream.readline(most + 1):
        left -= len(line)
        if len(line) > most:
            left -= _skip_line(stream, left)
            yield None
        else:
            yield line
        if left < 0:
            raise InputError(
                f"The file unpacks to more than {limits.file_megabytes} MB; what came before was read.",
                remedy="Split it, or raise file_megabytes.",
            )


def _skip_line(stream: BinaryIO, most: int) -> int:
    """Reads on to the end of a line without keeping it, and returns the bytes skipped."""
    skipped = 0
    while skipped <= most and (rest := stream.readline(1 << 20)):
        skipped += len(rest)
        if rest.endswith(b"\n"):
            break
    return skipped

"""Inputs opened with care: regular files only, size known, unpacked as they are read, each failure with a reason."""

import bz2
import gzip
import io
import lzma
import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from assistant.articles.input import Allowance, Input
from assistant.articles.limits import Limits
from assistant.errors import InputError

_CHUNK = 1 << 18
# Told by their first bytes, whatever the name says.
_PACKINGS: tuple[tuple[bytes, Callable[[BinaryIO], BinaryIO]], ...] = (
    (b"\x1f\x8b\x08", lambda raw: cast("BinaryIO", gzip.GzipFile(fileobj=raw))),
    (b"BZh", lambda raw: cast("BinaryIO", bz2.BZ2File(raw))),
    (b"\xfd7zXZ\x00", lambda raw: cast("BinaryIO", lzma.LZMAFile(raw))),  # noqa: SIM115 - closed with `raw`
)
_MOST_PACKINGS = 3


@contextmanager
def opened(file: Input, limits: Limits) -> Iterator[BinaryIO]:
    """Opens an input for reading bytes, unpacked if it is gzip, bzip2 or xz.

    Raises:
        InputError: If it is no regular file, is empty, is over the limit, or is damaged.
        OSError: If the system refuses it.
    """
    status = file.path.stat()
    # Asked before opening: a named pipe would wait for a writer for ever.
    if not stat.S_ISREG(status.st_mode):
        raise InputError("This is not a regular file.", remedy="Give files or folders.")
    if status.st_size == 0:
        raise InputError("The file is empty.")
    if status.st_size > limits.file_bytes:
        raise InputError(
            f"The file is larger than {limits.file_megabytes} MB.", remedy="Split it, or raise file_megabytes."
        )
    with file.path.open("rb") as raw:
        stream: io.BufferedReader = raw
        for _ in range(_MOST_PACKINGS):
            start = stream.peek(8)[:8]
            unpack = next((unpack for magic, unpack in _PACKINGS if start.startswith(magic)), None)
            if unpack is None:
                break
            stream = io.BufferedReader(_Unpacked(unpack(cast("BinaryIO", stream)), raw, file, limits), _CHUNK)
        yield cast("BinaryIO", stream)


class _Unpacked(io.RawIOBase):
    """What comes out of a compressed file, counted, its damages told as ours."""

    def __init__(self, stream: BinaryIO, packed: BinaryIO, file: Input, limits: Limits) -> None:
        self._stream = stream
        self.packed = packed
        self._allowance = file.allowance
        self._limits = limits
        self._unpacked = 0
        self._fault: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer))
        if self._fault:
            raise self._fault
        try:
            data = self._more(len(view))
        except InputError as error:
            self._fault = error
            raise
        view[: len(data)] = data
        return len(data)

    def _more(self, most: int) -> bytes:
        try:
            # One step at a time, so that what came before a damage is handed on.
            data = cast("io.BufferedReader", self._stream).read1(most)
        except (EOFError, zlib.error, lzma.LZMAError, MemoryError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise InputError(f"The compressed file is damaged ({error}).", remedy="Fetch or pack it again.") from error
        self._unpacked += len(data)
        if self._unpacked > self._limits.file_bytes:
            raise InputError(
                f"The file unpacks to more than {self._limits.file_megabytes} MB; what came before was read.",
                remedy="Split it, or raise file_megabytes.",
            )
        self._allowance.spend(len(data))
        return data


def packed_position(stream: BinaryIO) -> int:
    """Returns how many bytes of the file itself, packed as it is, were read for what an opened stream gave."""
    raw = stream.raw if isinstance(stream, io.BufferedReader) else None
    return raw.packed.tell() if isinstance(raw, _Unpacked) else stream.tell()


class Stepwise:
    """A stream that hands on what there is before it tells of a damage after it, for readers that ask for much."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedReader", stream)

    def read(self, size: int = _CHUNK) -> bytes:
        """Returns some of the next bytes, none only at the end."""
        return self._stream.read1(size)


def filled(stream: BinaryIO, size: int) -> bytes:
    """Returns so many bytes; fewer at the end, or before a damage, which the next reading tells.

    Raises:
        InputError: If the damage is at the very start.
    """
    head = bytearray()
    step = stream.read1 if isinstance(stream, io.BufferedReader) else stream.read
    try:
        while len(head) < size and (chunk := step(min(_CHUNK, size - len(head)))):
            head += chunk
    except InputError:
        if not head:
            raise
    return bytes(head)


@contextmanager
def on_disk(file: Input, limits: Limits) -> Iterator[Path]:
    """Gives the path of a file that holds the input unpacked, for readers that must jump about in it.

    Raises:
        InputError: As for `opened`.
    """
    with opened(file, limits) as stream:
        if isinstance(stream, io.BufferedReader) and not isinstance(stream.raw, _Unpacked):
            yield file.path
            return
        with spooled(stream, limits) as path:
            yield path


@contextmanager
def spooled(stream: BinaryIO, limits: Limits, allowance: Allowance | None = None) -> Iterator[Path]:
    """Writes a stream to a temporary file, which goes when the context ends.

    Args:
        stream: The bytes.
        limits: The bounds of this run.
        allowance: What pays for them, where they come out of a packing.

    Raises:
        InputError: If it is longer than a file may be, or than the allowance.
    """
    handle, name = tempfile.mkstemp(prefix="news-assistant-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            copy(stream, target, limits, allowance)
        yield path
    finally:
        path.unlink(missing_ok=True)


def copy(stream: BinaryIO, target: BinaryIO, limits: Limits, allowance: Allowance | None = None) -> None:
    """Copies a stream; for the rest see `spooled`."""
    left = limits.file_bytes
    while chunk := stream.read(_CHUNK):
        left -= len(chunk)
        if allowance:
            allowance.spend(len(chunk))
        if left < 0:
            raise InputError(f"It unpacks to more than {limits.file_megabytes} MB.", remedy="Raise file_megabytes.")
        target.write(chunk)


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
    """Yields line after line, None for a line that is too long to be an article."""
    most = limits.line_bytes
    while line := stream.readline(most + 1):
        if len(line) > most:
            while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
                pass
            yield None
        else:
            yield line

"""ZIP and TAR: each member is an input of its own; one that no honest archive holds is named and not read."""

import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Self, cast

from assistant.articles.article import Reading
from assistant.articles.counting import count_marks
from assistant.articles.detect import Format, Head
from assistant.articles.input import ASIDE, Input, printable
from assistant.articles.limits import Limits
from assistant.articles.opening import Stepwise, on_disk, opened, spooled
from assistant.errors import InputError

_DAMAGES = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)
_END = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")
_LONGEST_END = _END_RECORD.size + 0xFFFF + 76
# An entry of the directory has 46 bytes and a name; with more than this for each member there is no end of memory.
_ENTRY = 1000
_END64 = b"PK\x06\x06"
_LOCATOR64 = b"PK\x06\x07"
_END64_SIZE, _LOCATOR64_SIZE = 56, 20
_ENCRYPTED = 0x1
_BLOCK = 512
# The name of a member and its remarks; one of gigabytes would have to be held in memory.
_LONGEST_HEADER = 1 << 20
_HEADERS = (
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
)
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetype", b"META-INF/")
_NAME_AT = 30


def read_zip(file: Input, limits: Limits) -> Iterator[Reading | Input]:
    """Yields the members of a ZIP archive."""
    with on_disk(file, limits) as path:
        with path.open("rb") as stream:
            _check_directory(stream, path.stat().st_size, limits)
        try:
            with zipfile.ZipFile(path) as archive:
                yield from _some(_zip_members(archive, file, limits))
        except (*_DAMAGES, struct.error, UnicodeDecodeError) as error:
            raise InputError(f"The archive is damaged ({error}).", remedy="Fetch it again.") from error


def _zip_members(archive: zipfile.ZipFile, file: Input, limits: Limits) -> Iterator[Reading | Input]:
    names: set[str] = set()
    for info in archive.infolist():
        if info.is_dir() or _is_aside(info.filename):
            continue
        file.allowance.admit(limits.archive_members)
        if reason := _zip_fault(info) or _name_fault(info.filename, names):
            yield _refused(file, info.filename, reason)
            continue
        try:
            with archive.open(info) as stream, spooled(cast("BinaryIO", stream), limits, file.allowance) as path:
                yield file.member(info.filename, path)
        except (*_DAMAGES, struct.error, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # a full disk, say
            yield _refused(file, info.filename, f"It is damaged ({error}).")
        except InputError as error:
            yield _refused(file, info.filename, str(error))
            if file.allowance.spent:
                raise InputError("The rest of the archive was not read.") from error


def _zip_fault(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if info.flag_bits & _ENCRYPTED:
        return "It is encrypted. Unpack it with its password and give the folder."
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "It is a link or a device, not a file, and was not followed."
    return ""


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> None:
    """Refuses a directory that would not fit into memory, which is read whole before the first member.

    Raises:
        InputError: If it is larger than the directory of as many members as may be read.
    """
    stream.seek(max(0, size - _LONGEST_END))
    tail = stream.read(_LONGEST_END)
    at = len(tail) - _END_RECORD.size
    if at < 0 or not tail.startswith(_END, at) or not tail.endswith(b"\0\0"):
        at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        return  # opening it gives the reason
    directory = _END_RECORD.unpack_from(tail, at)[5]
    larger = at - _LOCATOR64_SIZE - _END64_SIZE
    if larger >= 0 and tail.startswith(_LOCATOR64, at - _LOCATOR64_SIZE) and tail.startswith(_END64, larger):
        directory = struct.unpack_from("<Q", tail, larger + 40)[0]
    if directory > limits.archive_members * _ENTRY:
        raise InputError(
            f"Its list of members is too long for {limits.archive_members:,} members.",
            remedy="Raise archive_members, or unpack it and give the folder.",
        )


class _Header(tarfile.TarInfo):
    """The header of a member, refused where tarfile would stop without a word or take all memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            info = super().frombuf(buf, encoding, errors)
        except (tarfile.EOFHeaderError, tarfile.EmptyHeaderError):  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise InputError(f"The archive is damaged ({error}); what came before was read.") from error
        if info.size < 0:
            raise InputError("The archive has a member of less than nothing; what came before was read.")
        return info

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _HEADERS and self.size > _LONGEST_HEADER:
            raise InputError("The archive has a name that is longer than any; what came before was read.")
        return cast("tarfile.TarInfo", super()._proc_member(archive))  # type: ignore[misc]


def read_tar(file: Input, limits: Limits) -> Iterator[Reading | Input]:
    """Yields the members of a TAR archive, in one pass, packed or not."""
    with opened(file, limits) as stream:
        steps = cast("BinaryIO", Stepwise(stream))
        try:
            with tarfile.open(fileobj=steps, mode="r|", tarinfo=_Header, errorlevel=1) as archive:
                yield from _some(_tar_members(archive, file, limits))
        except (tarfile.TarError, EOFError, ValueError) as error:
            raise InputError(f"The archive is damaged ({error}); what came before was read.") from error


def _tar_members(archive: tarfile.TarFile, file: Input, limits: Limits) -> Iterator[Reading | Input]:
    names: set[str] = set()
    while (info := archive.next()) is not None:
        # It would keep every header to the end of the archive.
        archive.members = []  # type: ignore[attr-defined]
        name = info.name.removeprefix("./")
        if info.isdir() or name.endswith("/") or _is_aside(name):
            continue
        file.allowance.admit(limits.archive_members)
        if reason := _tar_fault(info) or _name_fault(name, names):
            yield _refused(file, name, reason)
            continue
        content = archive.extractfile(info)
        if content is not None:
            try:
                with spooled(cast("BinaryIO", content), limits) as path:
                    yield file.member(name, path)
            except (tarfile.ReadError, InputError) as error:
                if file.allowance.spent:
                    raise
                yield _refused(file, name, f"It is damaged ({error}).")


def _tar_fault(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return "It is a link, not a file, and was not followed."
    if info.issparse():
        return "It is a file with holes, which no article needs."
    return "" if info.isreg() else "It is a device or a pipe, not a file."


def _name_fault(name: str, names: set[str]) -> str:
    """Returns why a name is refused, and takes note of it. Nothing is ever written under the name of a member."""
    parts = re.split(r"[/\\]", name)
    if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "Its name leads out of the archive, as an honest one does not."
    if not parts[-1].strip():
        return "It has no name."
    if name in names:
        return "There is another member of this name before it; that one was read."
    names.add(name)
    return ""


def _is_aside(name: str) -> bool:
    """Tells whether a member is hidden, as in a folder, or what macOS adds to each."""
    parts = re.split(r"[/\\]", name)
    hidden = any((part.startswith(".") and part != ".") or part == "__MACOSX" for part in parts)
    return ".." not in parts and (hidden or parts[-1].casefold() in ASIDE)


def _some(found: Iterator[Reading | Input]) -> Iterator[Reading | Input]:
    empty = True
    for item in found:
        empty = False
        yield item
    if empty:
        raise InputError("The archive holds no file to read.")


def _refused(file: Input, name: str, reason: str) -> Reading:
    return Reading(f"{file.name}!/{printable(name)}", None, reason)


def _is_zip(head: Head) -> bool:
    """Tells a ZIP from documents that are ZIPs by their own rules: the name of their first member is fixed."""
    return head.data.startswith((b"PK\x03\x04", _END)) and not head.data.startswith(_OFFICE, _NAME_AT)


def _is_tar(head: Head) -> bool:
    """Tells by the checksum of the first header; old archives have no other mark."""
    try:
        tarfile.TarInfo.frombuf(head.data[:_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def _zip_count(file: Input, limits: Limits) -> int:
    return count_marks(file, limits, b"PK\x01\x02")


ZIP = Format("a ZIP archive", (".zip",), read_zip, known_by=_is_zip, marked=True, counted_by=_zip_count)
TAR = Format(
    "a TAR archive",
    (".tar", ".tgz", ".tbz2", ".txz"),
    read_tar,
    known_by=_is_tar,
    marked=True,
    counted_by=lambda file, limits: count_marks(file, limits, b"ustar"),
)

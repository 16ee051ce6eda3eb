"""About how many readings an input will give, for the progress bar: counted at its start, the rest by proportion."""

from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import opened, packed_position
from assistant.errors import InputError

_COUNTED = 32_000_000
_CHUNK = 1 << 20


def count_lines(file: Input, limits: Limits) -> int:
    """Returns about how many lines an input has, 1 at least; the last may lack its end."""
    return _counted(file, limits, b"\n", ends=True)


def count_marks(file: Input, limits: Limits, mark: bytes) -> int:
    """Returns about how often a mark stands in an input that each article has once, 1 at least."""
    return _counted(file, limits, mark, ends=False)


def _counted(file: Input, limits: Limits, mark: bytes, *, ends: bool) -> int:
    try:
        with opened(file, limits) as stream:
            counted = read = 0
            last = b""
            while read < _COUNTED and (chunk := stream.read(_CHUNK)):
                read += len(chunk)
                # A mark may be cut in two by the end of the chunk before.
                counted += (last[1 - len(mark) :] + chunk if len(mark) > 1 else chunk).count(mark)
                last = chunk
            if read >= _COUNTED and stream.read(1):
                return max(1, round(counted * file.path.stat().st_size / max(1, packed_position(stream))))
            return max(1, counted + (ends and not last.endswith(mark)))
    except (OSError, InputError):
        # It is only a count; reading the file gives the reason.
        return 1

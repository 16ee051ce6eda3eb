"""Parquet tables of articles, read in small batches; needs the extra `parquet`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.articles.article import Reading
from assistant.articles.compose import compose
from assistant.articles.detect import Format
from assistant.articles.input import Input
from assistant.articles.limits import Limits
from assistant.articles.opening import on_disk
from assistant.articles.rows import Fields, known_fields, usual_names
from assistant.errors import InputError

_ROWS = 64
_BUFFER = 1 << 20
_MARK = b"PAR1"


def read_parquet(file: Input, limits: Limits) -> Iterator[Reading]:
    """Yields a reading for each row."""
    fields = Fields(limits.fields, always_told=True)
    number = 0
    with on_disk(file, limits) as path:
        for number, row in enumerate(_rows(path, limits), start=1):
            given_as = f"{file.name}#{number}"
            try:
                draft = fields.draft(row)
            except InputError as error:
                yield Reading(given_as, None, str(error))
                continue
            yield compose(draft, given_as=given_as, file=None, limits=limits)
    if not number:
        raise InputError("The table has no row.")


def _rows(path: Path, limits: Limits) -> Iterator[dict[str, object]]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            "Parquet is read only with pyarrow, which is not installed.",
            remedy="Run pip install 'news-assistant[parquet]'.",
        ) from None
    try:
        with parquet.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as table:
            for batch in table.iter_batches(batch_size=_ROWS, columns=_columns(table, limits), use_threads=False):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise InputError(f"The table is damaged ({str(error)[:200]}); what came before was read.") from error


def _columns(table: Any, limits: Limits) -> list[str]:  # noqa: ANN401 - pyarrow has no types
    """Returns the columns that may be ours; the others, pictures perhaps, need not be read.

    Raises:
        InputError: If none holds the text, or one that --map names is not there.
    """
    columns = tuple(table.schema_arrow.names)
    listed = ", ".join(columns)[:300] or "none"
    if missing := [name for name in limits.fields.values() if name.split(".")[0] not in columns]:
        raise InputError(f"There is no column {missing[0][:100]}, which --map names; the columns are {listed}.")
    if "text" not in known_fields(columns, limits.fields) and "text" not in limits.fields:
        raise InputError(
            f"No column is known to hold the text; the columns are {listed}.",
            remedy="Say which one does: --map text=COLUMN.",
        )
    return usual_names(columns, limits.fields)


def _count(file: Input, limits: Limits) -> int:
    """Returns how many rows there are, as the end of the file says."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        return 1
    try:
        with on_disk(file, limits) as path, parquet.ParquetFile(path) as table:
            return max(1, int(table.metadata.num_rows))
    except (ArrowException, InputError, OSError):
        # It is only a count; reading the file gives the reason.
        return 1


FORMAT = Format(
    "a Parquet table",
    (".parquet", ".pq"),
    read_parquet,
    known_by=lambda head: head.data.startswith(_MARK),
    marked=True,
    counted_by=_count,
)

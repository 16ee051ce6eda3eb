"""The machine around the archive: weights, runtime, libraries, disk, permissions and the cache folder."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import ModelError
from assistant.index.weights import (
    DEFAULT_MODEL,
    WEIGHTS_NAME,
    WEIGHTS_SHA256,
    cache_dir,
    packaged_model,
    verify,
)
from assistant.operations.finding import Finding
from assistant.settings import Settings
from assistant.status import bytes_under

SPARE = 200_000_000
"""Bytes that must be free beside room for a second copy of the index."""

FOR_DEVELOPERS = frozenset({"dev", "e2e", "bench"})

PACKAGE = "news-assistant"


def weight_health(settings: Settings) -> Iterator[Finding]:
    """Whether the packaged model is the one that was published, byte for byte."""
    if settings.embedding_model != DEFAULT_MODEL:
        yield Finding("weights", "info", f"{settings.embedding_model} is not ours; its weights are not checked.")
        return
    try:
        verify(packaged_model() / WEIGHTS_NAME, WEIGHTS_SHA256)
    except ModelError as error:
        yield Finding("weights", "error", error.message, error.remedy)
        return
    yield Finding("weights", "ok", f"The weights of {DEFAULT_MODEL} are those that were published.")


def library_health() -> Iterator[Finding]:
    """Libraries that are missing: of the extras, so that a format cannot be read, and of the product itself."""
    if importlib.util.find_spec("openvino") is None:
        yield Finding(
            "runtime",
            "warning",
            "OpenVINO is not installed; embedding takes four times as long.",
            "Run `pip install openvino==2026.4.1`.",
        )
    try:
        required = importlib.metadata.requires(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("libraries", "info", "The package is not installed, so its list of libraries cannot be read.")
        return
    missing = missing_by_extra(required)
    for extra, names in missing.items():
        what = ", ".join(names)
        if extra:
            words = f"The libraries of the extra {extra} are not all installed ({what})."
            yield Finding("libraries", "info", words, f"Run `pip install '{PACKAGE}[{extra}]'` if you need it.")
        else:
            words = f"Libraries that the product needs are missing: {what}."
            yield Finding("libraries", "error", words, f"Run `pip install {PACKAGE}`.")
    if not missing:
        yield Finding("libraries", "ok", "Every library is installed, those of the extras too.")


def missing_by_extra(required: list[str]) -> dict[str, list[str]]:
    """Return the names of distributions that are not installed, by the extra that asks for them, "" for none."""
    missing: dict[str, list[str]] = {}
    for line in required:
        name = re.split(r"[^\w.-]", line.strip(), maxsplit=1)[0]
        extra = re.search(r"""extra\s*==\s*['"]([\w-]+)""", line)
        group = extra[1] if extra else ""
        if group not in FOR_DEVELOPERS and not _installed(name):
            missing.setdefault(group, []).append(name)
    return missing


def disk_health(data_dir: Path) -> Iterator[Finding]:
    """Whether a rebuild, which writes beside what it replaces, would find room."""
    used, free = bytes_under(data_dir), shutil.disk_usage(data_dir).free
    words = f"{free / 1e9:,.1f} GB are free, the archive takes {used / 1e6:,.1f} MB."
    if free < used + SPARE:
        yield Finding(
            "disk",
            "warning",
            f"{words} A rebuild or a backup may not find room.",
            "Free some space, or move the folder and name it with --data-dir.",
        )
    else:
        yield Finding("disk", "ok", words)


def permission_health(data_dir: Path) -> Iterator[Finding]:
    """Whether we may read and write the folder, and whether everybody may write it."""
    paths = [data_dir, *data_dir.glob("*.sqlite"), *data_dir.glob("vectors"), *data_dir.glob("vectors/[0-9]*")]
    closed = [path for path in paths if not os.access(path, os.R_OK)]
    fixed = [path for path in paths if not os.access(path, os.W_OK)]
    open_ = [path for path in paths if path.stat().st_mode & stat.S_IWOTH]
    if closed:
        yield Finding("permissions", "error", f"{closed[0]} cannot be read.", f"Run `chmod -R u+rw {data_dir}`.")
    elif fixed:
        words = f"{fixed[0]} cannot be written; nothing can be taken in."
        yield Finding("permissions", "warning", words, f"Run `chmod -R u+rw {data_dir}`.")
    if open_:
        words = f"Every user of this machine may write to {open_[0]}."
        yield Finding("permissions", "warning", words, f"Run `chmod -R o-w {data_dir}`.")
    if not closed and not fixed and not open_:
        yield Finding("permissions", "ok", "The folder can be read and written, and not by everybody.")


def cache_health() -> Iterator[Finding]:
    """Whether the converted model can be kept; without that every start converts it."""
    folder = cache_dir()
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        yield Finding("cache", "ok", f"The converted model is kept in {folder}.")
        return
    yield Finding(
        "cache",
        "warning",
        f"{folder} cannot be written; the model is converted anew at every start, which takes a second.",
        "Set NEWS_ASSISTANT_CACHE_DIR to a folder that can be written.",
    )


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True

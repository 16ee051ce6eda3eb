"""Models in OpenVINO's form, kept on disk: converted once, sealed by sha256, and made again when torn or altered."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import openvino

from assistant.errors import ModelError
from assistant.index.weights import cache_dir, sha256_of

MODEL_FILES = ("model.xml", "model.bin")
SEALS = "sha256.json"


def kept(name: str, convert: Callable[[Path], None]) -> Path:
    """Return the folder of a converted model, converting it if the cache has none that is whole.

    Args:
        name: What the conversion is made from and how, in letters that a folder can be named by.
        convert: Writes the model to the .xml it is given, with a .bin beside it.

    Raises:
        ModelError: The cache cannot be written.
    """
    target = cache_dir() / f"openvino-{openvino.__version__.split('-')[0]}-{name}"
    if not _is_whole(target):
        try:
            _convert_into(convert, target)
        except OSError as error:
            raise ModelError(
                f"The converted model cannot be kept in {target} ({error}).",
                remedy="Set NEWS_ASSISTANT_CACHE_DIR to a folder that can be written, or embedding_runtime to torch.",
            ) from error
    return target


def _is_whole(folder: Path) -> bool:
    """Whether the cached files are those that were written: a torn or altered one is made again."""
    try:
        seals = json.loads((folder / SEALS).read_text())
        return all(sha256_of(folder / name) == seals[name] for name in MODEL_FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _convert_into(convert: Callable[[Path], None], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="converting-") as name:
        made = Path(name) / "made"
        made.mkdir()
        convert(made / MODEL_FILES[0])
        seals = {file: sha256_of(made / file) for file in MODEL_FILES}
        (made / SEALS).write_text(json.dumps(seals))
        _put_in_place(made, target)


def _put_in_place(made: Path, target: Path) -> None:
    """Move a finished folder to its name; another process may have done the same first."""
    if target.exists() and not _is_whole(target):
        target.rename(made.parent / "torn")
    try:
        made.rename(target)
    except OSError:
        if not _is_whole(target):
            raise

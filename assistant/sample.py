"""Where the sample archive lies: inside the installed package, or beside it in a source checkout."""

from pathlib import Path

from assistant.errors import InputError


def sample_archive() -> Path:
    """Return the folder of the sample archive.

    Raises:
        InputError: This installation came without it.
    """
    package = Path(__file__).parent
    for folder in (package / "sample_archive", package.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise InputError("This installation has no sample archive.", remedy="Name a folder of articles instead.")

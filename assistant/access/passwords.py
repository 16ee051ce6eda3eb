"""Passwords as they are kept: by scrypt, slow and hungry on purpose, so that a stolen file is no list of passwords."""

import base64
import hashlib
import hmac
import secrets
import threading

from assistant.errors import UsageError

SHORTEST, LONGEST = 10, 200
"""Characters of a password; length is what makes one hard to guess, and a limit keeps the hashing cheap."""

COST, BLOCK, LANES = 2**15, 8, 3
"""OWASP's parameters for scrypt with 32 MiB; a third of a second on one core."""

_MEMORY = 2 * 128 * COST * BLOCK

_one_at_a_time = threading.Semaphore(2)
"""Many guesses at once must not take the memory or every core."""


def hashed(password: str) -> str:
    """Return what is kept of a password: the parameters, a salt and the hash.

    Raises:
        UsageError: It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"The password has {len(password)} characters.", remedy=f"Choose one of {SHORTEST} to {LONGEST}."
        )
    salt = secrets.token_bytes(16)
    parts = (salt, _scrypt(password, salt, COST, BLOCK, LANES))
    return "$".join(("scrypt", f"{COST},{BLOCK},{LANES}", *(base64.b64encode(part).decode() for part in parts)))


def fits(password: str, kept: str | None) -> bool:
    """Say whether a password is the one that was kept; it takes as long where there is none, so time tells nothing."""
    name, parameters, salt, digest = (kept or _NOBODYS).split("$")
    assert name == "scrypt"  # noqa: S101 - the only one there ever was
    cost, block, lanes = (int(number) for number in parameters.split(","))
    found = _scrypt(password[: LONGEST + 1], base64.b64decode(salt), cost, block, lanes)
    return hmac.compare_digest(found, base64.b64decode(digest)) and kept is not None


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    with _one_at_a_time:
        words = password.encode(errors="surrogatepass")
        return hashlib.scrypt(words, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY, dklen=32)


_NOBODYS = (
    f"scrypt${COST},{BLOCK},{LANES}${base64.b64encode(bytes(16)).decode()}${base64.b64encode(bytes(32)).decode()}"
)

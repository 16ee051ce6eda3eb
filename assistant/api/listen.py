"""The address the page listens on: others reach it by login only, and it is free before the archive is opened."""

import errno
import ipaddress
import os
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from assistant.access.accounts import Accounts
from assistant.errors import UsageError
from assistant.settings import Settings

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names this machine goes by; a page elsewhere that points its own name at us is refused (DNS rebinding)."""

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - known, not used
"""Addresses that stand for all networks of this machine."""

WAITING = 128
"""Connections that may queue while the archive is being opened."""


def check_login(settings: Settings, accounts: Accounts) -> None:
    """Refuse to listen where nobody could log in but others could come.

    Raises:
        UsageError: Login is needed, by the address or by the setting, and there is no user.
    """
    is_private = is_loopback(settings.host) and settings.public_url is None
    if (is_private and settings.login == "auto") or accounts.exist():
        return
    why = (
        f"{settings.host} can be reached from elsewhere"
        if not is_loopback(settings.host)
        else "the setting login is always"
        if settings.login == "always"
        else f"it is served as {settings.public_url}"
    )
    raise UsageError(
        f"Readers must log in, since {why}, and there is no user yet.",
        remedy="Run `news-assistant users add NAME --role admin`, or serve it on 127.0.0.1 for this machine alone.",
    )


def served_names(settings: Settings) -> Callable[[str], bool]:
    """Return what says whether a name in a Host header is one of ours; a page elsewhere may point its own name at us.

    A number cannot be pointed anywhere, so on an address for all networks every number is ours, and this
    machine's name.
    """
    own = LOOPBACK_NAMES | {settings.host.lower()}
    if settings.public_url is not None:
        own |= {urlsplit(settings.public_url).hostname or ""}
    if settings.host not in EVERYWHERE:
        return own.__contains__
    own |= {socket.gethostname().lower()}
    return lambda name: name in own or _is_number(name)


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that holds the port, so that a taken one is known before the archive is opened.

    Raises:
        UsageError: The address is not of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    if os.name == "posix":  # elsewhere this option would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        why = "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
        raise UsageError(
            f"Port {port} on {host} {why}.", remedy=f"Choose another one with `--port`, such as `--port {port + 1}`."
        ) from error
    return listener


def is_loopback(host: str) -> bool:
    """Say whether an address can be reached from this machine only."""
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True

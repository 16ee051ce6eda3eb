"""The address the page listens on: of this machine only, and known to be free before the archive is opened."""

import errno
import ipaddress
import os
import socket

from assistant.errors import UsageError

WAITING = 128
"""Connections that may queue while the archive is being opened."""


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a socket that holds the port, so that a taken one is known before the archive is opened."""
    if not is_loopback(host):
        raise UsageError(
            f"The page has no login yet, so it is not served on {host}, where others could read the archive.",
            remedy="Use `--host 127.0.0.1`, and a tunnel such as `ssh -L` to read it from elsewhere.",
        )
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
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""Connections that lead only to the public network: an address is resolved once, checked, and connected to as it is.

The check stands where the connection is made, not where the URL is read. So every redirect passes it, and a name that
answers with a public address first and a private one later (DNS rebinding) gains nothing: what was checked is dialled.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from assistant.errors import PrivateAddressError

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host and port, as text."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not told by is_global of every Python we run on: protocol assignments, and the relays of 6to4.
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24")))


def is_public(address: str) -> bool:
    """Tells whether an address belongs to the public network, the address inside a translated one included."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        # With a zone (`fe80::1%eth0`) it is bound to one link and never public.
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local or ip.teredo is not None:
            return False
    elif any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def resolve(host: str, port: int) -> Sequence[str]:
    """Returns the addresses that the system's resolver gives for a host, each once.

    Raises:
        OSError: If the name has no address.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore.NetworkBackend):
    """Makes the connections of one fetch: public addresses only, and nothing after the deadline."""

    def __init__(self, dialler: httpcore.NetworkBackend, resolver: Resolve, deadline: float) -> None:
        self._dialler = dialler
        self._resolver = resolver
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connects to a host.

        Raises:
            PrivateAddressError: If any of its addresses is not public.
            httpcore.NetworkError: If it has none, or none answers.
        """
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} was not found") from error
        private = [address for address in addresses if not is_public(address)]
        if private or not addresses:
            raise PrivateAddressError(
                f"{host} leads to {private[0] if private else 'no address'}, which is not on the public network.",
                remedy="Save the page and give the file.",
            )
        for address in addresses[:-1]:
            try:
                return self._dial(address, port, timeout, local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException):
                continue
        return self._dial(addresses[-1], port, timeout, local_address, socket_options)

    def _dial(
        self,
        address: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[SocketOption] | None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        stream = self._dialler.connect_tcp(address, port, left, local_address, socket_options)
        return _TimedStream(stream, self._deadline)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the interface of httpcore
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuses: a socket of this machine is not on the public network.

        Raises:
            PrivateAddressError: Always.
        """
        raise PrivateAddressError(f"{path} is a socket of this machine, which is not on the public network.")


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends at the deadline, also where the other side sends a byte now and then to keep it open."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore declares it
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Returns the seconds that a step may take.

    Raises:
        httpcore.ReadTimeout: If there are none left.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it took too long")
    return left if timeout is None else min(left, timeout)

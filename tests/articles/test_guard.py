import time

import httpcore
import pytest

from assistant.articles.guard import Guard, is_public
from assistant.errors import PrivateAddressError


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::"]
)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8
    192.88.99.1 198.18.0.1 203.0.113.5 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1
    fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::
    2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 nonsense""".split(),
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


class Dialler(httpcore.NetworkBackend):
    def __init__(self, *, dead: tuple[str, ...] = ()) -> None:
        self.dialled: list[str] = []
        self.dead = dead

    def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.NetworkStream:
        self.dialled.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        return httpcore.MockStream([])


def guard(dialler: Dialler, addresses: list[str], seconds: float = 5.0) -> Guard:
    return Guard(dialler, lambda _host, _port: addresses, time.monotonic() + seconds)


def test_dials_the_address_that_was_checked_and_not_the_name() -> None:
    dialler = Dialler()
    guard(dialler, ["8.8.8.8"]).connect_tcp("news.example", 80)
    assert dialler.dialled == ["8.8.8.8"]


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    dialler = Dialler()
    with pytest.raises(PrivateAddressError, match=r"news\.example leads to 10\.0\.0\.1"):
        guard(dialler, ["8.8.8.8", "10.0.0.1"]).connect_tcp("news.example", 80)
    assert dialler.dialled == []


def test_tries_the_next_address_where_one_is_dead() -> None:
    dialler = Dialler(dead=("2606:4700::1111",))
    guard(dialler, ["2606:4700::1111", "8.8.8.8"]).connect_tcp("news.example", 80)
    assert dialler.dialled == ["2606:4700::1111", "8.8.8.8"]


def test_nothing_is_dialled_after_the_deadline() -> None:
    dialler = Dialler()
    with pytest.raises(httpcore.ReadTimeout):
        guard(dialler, ["8.8.8.8"], seconds=-1).connect_tcp("news.example", 80)
    assert dialler.dialled == []


def test_nothing_is_read_or_written_after_the_deadline() -> None:
    stream = guard(Dialler(), ["8.8.8.8"], seconds=0.05).connect_tcp("news.example", 80)
    time.sleep(0.06)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(1)
    with pytest.raises(httpcore.ReadTimeout):
        stream.write(b"x")


def test_sockets_of_this_machine_are_refused() -> None:
    with pytest.raises(PrivateAddressError):
        guard(Dialler(), []).connect_unix_socket("/run/secret.sock")

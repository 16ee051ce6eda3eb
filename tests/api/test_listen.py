import socket
from pathlib import Path

import pytest

from assistant.access.accounts import Accounts
from assistant.access.roles import Role
from assistant.api.app import serve
from assistant.api.listen import bound_socket, check_login, is_loopback, served_names
from assistant.errors import UsageError
from assistant.settings import Settings


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_addresses_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104 - must be refused
def test_other_addresses_are_refused_while_nobody_could_log_in(tmp_path: Path, host: str) -> None:
    settings, accounts = Settings(data_dir=tmp_path, host=host), Accounts(tmp_path)
    assert not is_loopback(host)
    with pytest.raises(UsageError, match=f"must log in, since {host} can be reached from elsewhere") as caught:
        check_login(settings, accounts)
    assert "`news-assistant users add NAME --role admin`" in caught.value.remedy
    assert caught.value.exit_code == 2
    accounts.add("ann", Role.READER)
    check_login(settings, accounts)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"login": "always"}, "the setting login is always"),
        ({"public_url": "https://news.example.org"}, "served as https://news.example.org"),
    ],
)
def test_so_is_this_machine_where_others_may_come(tmp_path: Path, values: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_login(Settings(data_dir=tmp_path, **values), Accounts(tmp_path))


def test_this_machine_alone_needs_no_login(tmp_path: Path) -> None:
    check_login(Settings(data_dir=tmp_path), Accounts(tmp_path))
    with pytest.raises(UsageError, match="must log in"):
        serve(Settings(data_dir=tmp_path, host="0.0.0.0"))  # noqa: S104 - must be refused


def test_names_that_are_served(tmp_path: Path) -> None:
    plain = served_names(Settings(data_dir=tmp_path))
    assert plain("localhost")
    assert not plain("192.168.1.5")
    assert not plain("evil.example")
    proxied = served_names(Settings(data_dir=tmp_path, public_url="https://news.example.org:8443/"))
    assert proxied("news.example.org")
    assert not proxied("example.org")
    everywhere = served_names(Settings(data_dir=tmp_path, host="0.0.0.0"))  # noqa: S104 - nothing listens
    assert everywhere("192.168.1.5")
    assert everywhere("fe80::1")
    assert everywhere(socket.gethostname().lower())
    assert not everywhere("evil.example")


def test_a_taken_port_is_named_with_the_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} on 127.0.0.1 is taken") as caught:
            bound_socket("127.0.0.1", port)
    assert f"--port {port + 1}" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_a_free_port_is_held() -> None:
    with bound_socket("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        pass

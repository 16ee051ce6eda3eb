import socket

import pytest

from assistant.api.listen import bound_socket, is_loopback
from assistant.errors import UsageError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_addresses_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])  # noqa: S104 - must be refused
def test_other_addresses_are_refused_until_there_is_a_login(host: str) -> None:
    with pytest.raises(UsageError, match="no login yet") as caught:
        bound_socket(host, 7860)
    assert "--host 127.0.0.1" in caught.value.remedy


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

"""One page or feed by its address: http(s) only, every redirect checked, size and time capped, robots respected."""

import contextlib
import functools
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from assistant.articles.guard import Guard, Resolve, resolve
from assistant.articles.robots import Robots, rules_of
from assistant.articles.visits import Validators
from assistant.errors import InputError, PrivateAddressError

MOST_REDIRECTS = 5
STEP_SECONDS = 10.0
"""Longest wait for one step of a fetch: the connection, or the next bytes."""

PAUSE_SECONDS = 1.0
"""Least time between two requests to one host; its robots.txt may ask for more."""

ROBOTS_BYTES = 500_000
"""RFC 9309 lets a crawler stop there."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_OK = 200
_ERROR, _SERVER_ERROR = 400, 500
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_LONGEST_ADDRESS = 2_048


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay at an address.

    Attributes:
        url: Where it was found in the end, after redirects.
        content: The bytes, unpacked; empty where nothing has changed.
        content_type: As the server says, with its parameters.
        validators: For the next time.
        changed: False if the server says that what we have is current.
    """

    url: str
    content: bytes
    content_type: str
    validators: Validators
    changed: bool = True


class Fetcher:
    """Fetches for one run. It remembers each host's rules and when it was last asked, and nothing else."""

    def __init__(
        self,
        *,
        megabytes: int,
        seconds: float,
        dialler: httpcore.NetworkBackend | None = None,
        resolver: Resolve = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._most = megabytes * 1_000_000
        self._seconds = seconds
        self._dialler = dialler or httpcore.SyncBackend()
        self._resolver = resolver
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._asked: dict[str, float] = {}

    def get(self, url: str, known: Validators | None = None) -> Fetched:
        """Fetches what lies at an address, unless it is still what `known` was given for.

        Raises:
            InputError: If the address is none, leads off the public network, is closed to robots, or does not answer
                with something of a size that is read, in time.
        """
        # Waiting for our turn at a host is not the host's fault and does not count.
        deadline = time.monotonic() + self._seconds
        for _ in range(MOST_REDIRECTS + 1):
            url = _checked(url)
            deadline += self._wait_for_turn(url, deadline)
            with _explained(url), self._asking(url, deadline, known) as response:
                if response.status_code not in _REDIRECTS:
                    return self._fetched(url, response, known)
                url = urljoin(url, response.headers.get("location", ""))
        raise InputError(f"{url} is the end of more than {MOST_REDIRECTS} redirects.", remedy="Give the last address.")

    def _fetched(self, url: str, response: httpx.Response, known: Validators | None) -> Fetched:
        if response.status_code == _NOT_MODIFIED:
            return Fetched(url, b"", "", known or Validators(), changed=False)
        if response.status_code != _OK:
            raise InputError(f"{url} answers with {response.status_code} {response.reason_phrase}".rstrip() + ".")
        headers = response.headers
        validators = Validators(headers.get("etag", "")[:1_000], headers.get("last-modified", "")[:100])
        return Fetched(url, _body(url, response, self._most), headers.get("content-type", "")[:200], validators)

    @contextlib.contextmanager
    def _asking(self, url: str, deadline: float, known: Validators | None = None) -> Iterator[httpx.Response]:
        """Sends one request, over a connection of its own; the pool of a client would outlive the deadline."""
        guard = Guard(self._dialler, self._resolver, deadline)
        with (
            httpx.Client(
                transport=_Transport(guard, _tls()), headers=_headers(known), timeout=STEP_SECONDS, trust_env=False
            ) as client,
            client.stream("GET", url) as response,
        ):
            yield response

    def _wait_for_turn(self, url: str, deadline: float) -> float:
        """Waits until the host may be asked again, and returns the seconds that took.

        Raises:
            InputError: If its robots.txt closes the address.
        """
        place = _place(url)
        if place not in self._robots:
            self._robots[place] = self._rules(place, deadline)
        robots = self._robots[place]
        if not robots.allows(url):
            raise InputError(
                f"{url} is closed to programs by the site's robots.txt{robots.why}.",
                remedy="Save the page in a browser and give the file.",
            )
        now = time.monotonic()
        pause = max(self._asked.get(place, now) - now, 0.0)
        if pause:
            self._sleep(pause)
        self._asked[place] = max(now + pause, now) + max(PAUSE_SECONDS, robots.delay)
        return pause

    def _rules(self, place: str, deadline: float) -> Robots:
        """Returns the rules of a host: all is open where it has none, and closed where it fails to say (RFC 9309)."""
        url = f"{place}/robots.txt"
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with _explained(url), self._asking(url, deadline) as response:
                    if response.status_code in _REDIRECTS:
                        url = _checked(urljoin(url, response.headers.get("location", "")))
                        continue
                    if response.status_code == _OK:
                        return rules_of(_beginning(response, ROBOTS_BYTES).decode("utf-8", "replace"))
                    closed = response.status_code >= _SERVER_ERROR
                    return Robots.closed(f", which answers with {response.status_code}") if closed else Robots.open()
        except PrivateAddressError:
            raise
        except InputError as error:
            return Robots.closed(f", which cannot be read: {error.message}")
        return Robots.open()


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool of our own: httpx offers no way to say who makes the connections."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=guard, max_connections=1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        response = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@functools.cache
def _tls() -> ssl.SSLContext:
    """Returns the system's certificates; loading them takes longer than a small page."""
    return httpx.create_ssl_context(trust_env=False)


def _headers(known: Validators | None) -> dict[str, str]:
    headers = {
        "User-Agent": f"news-assistant/{version('news-assistant')}",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        # Bombs in other encodings unpack to a million times their size before anyone can count.
        "Accept-Encoding": "gzip, deflate",
    }
    validators = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    # Some servers give what no header may hold; such a page is fetched whole each time.
    return headers | {name: value for name, value in validators.items() if value and value.isascii()}


def _body(url: str, response: httpx.Response, most: int) -> bytes:
    encoding = response.headers.get("content-encoding", "").strip().casefold()
    if encoding not in _ENCODINGS:
        raise InputError(f"{url} is packed as {encoding[:40]!r}, which we did not ask for.")
    content = _beginning(response, most + 1)
    if len(content) > most:
        raise InputError(
            f"{url} is larger than {most // 1_000_000} MB.", remedy="Raise fetch_megabytes, or save it as a file."
        )
    if not content:
        raise InputError(f"{url} answers with nothing.")
    return content


def _beginning(response: httpx.Response, most: int) -> bytes:
    """Returns at most the first `most` bytes of a body, and reads no further than it must."""
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece[: most - len(content)]
        if len(content) >= most:
            break
    return bytes(content)


def _checked(url: str) -> str:
    """Returns an address that may be asked, without its fragment.

    Raises:
        InputError: If it is none.
    """
    shown = url[:200]
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InputError(f"{shown!r} is no address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(f"{shown!r} is no http(s) address.")
    if len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        raise InputError(f"{shown!r} is no address that a page has.")
    if parts.username is not None or parts.password is not None:
        raise InputError(f"The address of {host} holds a name or a password.", remedy="Leave it out.")
    return parts._replace(fragment="").geturl()


def _place(url: str) -> str:
    """Returns scheme, host and port of an address, which share one robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.casefold()}"


@contextlib.contextmanager
def _explained(url: str) -> Iterator[None]:
    """Turns what goes wrong on the way into a sentence for the report."""
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise InputError(f"{url} did not answer in time.", remedy="Try later, or raise fetch_seconds.") from None
    # ValueError is what urllib, httpx and idna raise at a redirect to something that is no address.
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpx.HTTPError,
        httpx.InvalidURL,
        OSError,
        ValueError,
    ) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{url} cannot be fetched ({reason}).", remedy="Check the address and the network.") from None

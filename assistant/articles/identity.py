"""Who an article is: its canonical address, and an id that stays the same from one ingest to the next."""

import hashlib
import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from assistant.articles.input import Input
from assistant.errors import InputError

_LONGEST_ID = 512
_LONGEST_URL = 2_048
_SLUG = 48
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TRACKING = re.compile(
    r"(utm_\w*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|ttclid|yclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_ga|_gl"
    r"|vero_id|_hs\w+|ns_\w+|cmpid|wt_mc|xtor|at_(medium|campaign|format))",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
# Last segments that name the place of a page in its folder, not the article.
_NAMELESS = re.compile(r"(index|default|amp|story|article|\d+)?(\.\w{2,5})?", re.IGNORECASE)


def canonical_url(url: str | None) -> str | None:
    """Returns one spelling of an http(s) address, without fragment and tracking, or None for anything else."""
    if url is None:
        return None
    url = url.strip()
    if not url or len(url) > _LONGEST_URL or re.search(r"\s", url) or _UNSTORABLE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.split("=", 1)[0]))
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))


def derive_id(  # noqa: D417 - the metadata are named by themselves
    given: str | None,
    *,
    url: str | None,
    file: Input | None,
    source: str | None = None,
    title: str | None = None,
    published: str | None = None,
    text: str = "",
) -> str:
    """Returns the id of an article: the given one unchanged, or one derived from the first thing that is known.

    Args:
        given: The id that came with the article.
        url: Its canonical address.
        file: The input that holds this one article, None where it holds many.

    Raises:
        InputError: If the given id cannot be stored.
    """
    if given is not None and given.strip():
        return _checked(given.strip())
    if url:
        # The scheme is left out: the same page is met under http and https.
        return _named(url.split("://", 1)[1].encode(), _slug_of_url(url))
    if file is not None:
        return _named(file.place, file.file_name.split(".", 1)[0] or file.file_name)
    if title:
        return _named("\x1f".join((source or "", title, published or "")).encode(), title)
    return _named(" ".join(text.split()).encode(), text[:200])


def _checked(given: str) -> str:
    if len(given) > _LONGEST_ID:
        raise InputError(f"The id has {len(given):,} characters; {_LONGEST_ID} are the most.", remedy="Shorten it.")
    if _UNSTORABLE.search(given):
        raise InputError("The id holds control characters.", remedy="Remove them, or leave the id out.")
    return given


def _named(key: bytes, words: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower())
    slug = slug.strip("-")[:_SLUG].strip("-") or "article"
    return f"{slug}-{hashlib.blake2b(key, digest_size=5).hexdigest()}"


def _slug_of_url(url: str) -> str:
    """Returns the last segment of the path that names the article, or the host."""
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).split("/") if not _NAMELESS.fullmatch(segment)]
    return re.sub(r"\.\w{2,5}$", "", segments[-1]) if segments else parts.netloc


def _host(parts: SplitResult) -> str:
    """Returns host and port in lower case, without credentials and the default port.

    Raises:
        ValueError: If the port is none.
    """
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _PORTS.get(parts.scheme.lower())) else f"{host}:{port}"

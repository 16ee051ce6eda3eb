"""What is counted of the requests, in the form of Prometheus; nothing of what anybody asked."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.assistant import NewsAssistant
from assistant.errors import NewsAssistantError

KNOWN = (
    *("/api/v1/ask", "/api/v1/search", "/api/v1/articles", "/api/v1/article", "/api/v1/ingest", "/api/v1/status"),
    *("/mcp", "/gradio_api/queue/join", "/gradio_api", "/archive", "/article", "/conversations", "/login", "/logout"),
    *("/healthz", "/readyz", "/metrics"),
)
"""Beginnings of paths that are told apart, the first that fits; any path that somebody makes up is not one of them."""

OTHER = "other"

BUCKETS = (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 60)


class Metrics:
    """The counters of one application, in a registry of their own."""

    def __init__(self, desk: NewsAssistant) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "news_assistant_requests", "Requests, by path and status.", ("path", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "news_assistant_request_seconds",
            "From the request's beginning to the end of its response.",
            ("path",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge(
            "news_assistant_requests_running", "Requests that are being answered.", registry=self.registry
        )
        self.registry.register(_Archive(desk))

    def text(self) -> bytes:
        """Return all of them as Prometheus reads them."""
        return generate_latest(self.registry)


class _Archive(Collector):
    """What the archive holds, asked for when somebody looks."""

    def __init__(self, desk: NewsAssistant) -> None:
        self._desk = desk

    def describe(self) -> list[Metric]:
        return []  # nothing is asked when this is registered

    def collect(self) -> list[Metric]:
        try:
            status = self._desk.status()
        except NewsAssistantError:
            return [GaugeMetricFamily("news_assistant_archive_ready", "Whether the archive can be asked.", 0)]
        ready = int(status.vectors == "ok" and status.articles > 0)
        return [
            GaugeMetricFamily("news_assistant_archive_ready", "Whether the archive can be asked.", ready),
            GaugeMetricFamily("news_assistant_articles", "Articles in the archive.", status.articles),
            GaugeMetricFamily("news_assistant_passages", "Passages that are searched.", status.passages),
            GaugeMetricFamily("news_assistant_revision", "Changes committed so far.", status.revision),
            GaugeMetricFamily("news_assistant_passages_waiting", "Passages not in the store yet.", status.waiting),
            GaugeMetricFamily("news_assistant_bytes", "Bytes of the data directory.", status.bytes_on_disk),
        ]


class Counted:
    """ASGI middleware: counts each request and how long it took."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, status = known(scope["path"]), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        started = time.monotonic()
        with self.metrics.running.track_inprogress():
            try:
                await self.app(scope, receive, watched)
            finally:
                self.metrics.requests.labels(path, str(status)).inc()
                self.metrics.seconds.labels(path).observe(time.monotonic() - started)


def known(path: str) -> str:
    """Return the name under which a path is counted; made up paths must not make the list of names grow."""
    return next((name for name in KNOWN if path == name or path.startswith(f"{name}/")), OTHER)

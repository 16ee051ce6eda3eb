"""The archive's pages as answers to a browser, and the work that is begun by them."""

import contextlib
import shutil
from collections.abc import Callable

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from assistant.assistant import NewsAssistant
from assistant.errors import IndexBusyError, IndexMissingError
from assistant.status import Status
from assistant.web.archive import uploads, work
from assistant.web.archive.coverage import coverage
from assistant.web.archive.dossier import acts, dossier
from assistant.web.archive.jobs import Jobs, Tell
from assistant.web.archive.listing import listing
from assistant.web.archive.reports import report
from assistant.web.archive.story import asking, story
from assistant.web.archive.upkeep import confirm_rebuild, confirm_removal, upkeep
from assistant.web.archive.wanted import PER_PAGE, Removal, read_address
from assistant.web.frame import archive_places, framed
from assistant.web.pages import article_page

PAST_RUNS = 10

UPKEEP = "/archive/upkeep"

_BUSY = IndexBusyError(
    "The archive is being worked on already.", remedy="Wait until that is done; this page shows how far it is."
)


class ArchivePages:
    """What the routes do; holds the assistant and the work under way, nothing of a reader."""

    def __init__(self, desk: NewsAssistant) -> None:
        self.desk = desk
        self.jobs = Jobs()
        uploads.sweep(desk.settings.data_dir)

    def articles(self, query: str) -> HTMLResponse:
        """Return a page of the list of articles."""
        wanted = read_address(query)
        found = self.desk.browse(
            wanted.words, filters=wanted.filters, sort=wanted.sort, limit=PER_PAGE, offset=wanted.offset
        )
        return self._page("Archive", listing(wanted, found), "/archive")

    def article(self, article_id: str, version: int | None, start: int | None, end: int | None) -> HTMLResponse:
        """Return the page of an article with its versions, copies and passages."""
        piece = self.desk.article(article_id, version)
        versions, group = self.desk.versions(article_id), self.desk.copies(article_id)
        beside = dossier(article_id, piece.version, versions, group, self.desk.passages(article_id))
        return HTMLResponse(article_page(piece, start, end, acts(piece) + beside))

    def timeline(self, question: str) -> HTMLResponse:
        """Return a matter as it went on."""
        asked = question.strip()
        content = story(self.desk.timeline(asked)) if asked else f'<article class="why">{asking()}</article>'
        return HTMLResponse(framed("Timeline", content, here="/archive"))

    def coverage(self) -> HTMLResponse:
        """Return the plots."""
        return self._page("Coverage", coverage(self.desk.browse(limit=0)), "/archive/coverage")

    def upkeep(self) -> HTMLResponse:
        """Return the page of whoever looks after the archive; there may be none yet."""
        status: Status | None = None
        with contextlib.suppress(IndexMissingError):
            status = self.desk.status()
        past = self.desk.runs(PAST_RUNS) if status else []
        return self._page("Upkeep", upkeep(status, past, self.jobs.last), UPKEEP)

    def run(self, number: int) -> HTMLResponse:
        """Return the report of a past ingest."""
        found = report(self.desk.run(number))
        return self._page(f"Run {number}", f'<div class="upkeep"><h1>Run {number}</h1>{found}</div>', UPKEEP)

    @property
    def doing(self) -> str:
        """What is being done, or was last."""
        return self.jobs.last.name if self.jobs.last else ""

    async def take_in(self, request: Request) -> Response:
        """Begin to ingest what was uploaded."""
        if self.jobs.is_running:
            raise _BUSY
        async with request.form(max_files=uploads.MOST_FILES) as form:
            files = [item for item in form.getlist("files") if isinstance(item, UploadFile)]
            folder, paths = await run_in_threadpool(uploads.lay_down, files, self.desk.settings.data_dir)
        name = f"Taking in {len(paths)} file{'s' * (len(paths) != 1)}"
        try:
            return self._begin(name, lambda tell: work.take_in(self.desk, *uploads.settled(folder, paths), tell))
        except IndexBusyError:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def ask_removal(self, meant: Removal) -> HTMLResponse:
        """Show what would be taken out."""
        found = work.removed(self.desk, meant, agree=lambda _: False)
        return self._page("Take out", confirm_removal(found, meant), UPKEEP)

    def remove(self, meant: Removal) -> Response:
        """Begin to take articles out."""
        return self._begin("Taking articles out", lambda tell: work.remove(self.desk, meant, tell))

    def ask_rebuild(self) -> HTMLResponse:
        """Ask whether the vectors shall be made anew."""
        return self._page("Rebuild", confirm_rebuild(self.desk.status()), UPKEEP)

    def rebuild(self) -> Response:
        """Begin to make the vectors anew."""
        return self._begin("Making the vectors anew", lambda tell: work.rebuild(self.desk, tell))

    def health(self) -> Response:
        """Begin to look at the archive's health."""
        return self._begin("Looking at the archive's health", lambda tell: work.health(self.desk, tell))

    def _begin(self, name: str, doing: Callable[[Tell], str]) -> Response:
        if not self.jobs.begin(name, doing):
            raise _BUSY
        return RedirectResponse(UPKEEP, 303)

    def _page(self, title: str, content: str, here: str) -> HTMLResponse:
        return HTMLResponse(framed(title, archive_places(here) + content, here="/archive", wide=True))

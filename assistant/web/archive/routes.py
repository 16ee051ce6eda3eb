"""The addresses of the archive's pages."""

import dataclasses
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from assistant.api.caller import editor, note
from assistant.assistant import NewsAssistant
from assistant.web.archive.house import ArchivePages
from assistant.web.archive.upkeep import job_card
from assistant.web.archive.wanted import Removal
from assistant.web.words import InWords


def archive_routes(desk: NewsAssistant) -> APIRouter:
    """Return the routes over one open assistant."""
    pages = ArchivePages(desk)
    router = APIRouter(route_class=InWords)
    router.include_router(_reading(pages))
    router.include_router(_looking_after(pages))
    return router


def _reading(pages: ArchivePages) -> APIRouter:
    router = APIRouter(route_class=InWords)

    @router.get("/archive")
    def articles(request: Request) -> HTMLResponse:
        return pages.articles(request.url.query)

    @router.get("/archive/coverage")
    def coverage() -> HTMLResponse:
        return pages.coverage()

    @router.get("/timeline")
    def timeline(q: Annotated[str, Query(max_length=20_000)] = "") -> HTMLResponse:
        return pages.timeline(q)

    @router.get("/article")
    def article(
        id: Annotated[str, Query(max_length=2000)],  # noqa: A002 - the name in the address
        version: Annotated[int | None, Query(ge=1)] = None,
        start: Annotated[int | None, Query(ge=0)] = None,
        end: Annotated[int | None, Query(ge=0)] = None,
    ) -> HTMLResponse:
        return pages.article(id, version, start, end)

    return router


def _looking_after(pages: ArchivePages) -> APIRouter:
    router = APIRouter(prefix="/archive", route_class=InWords, dependencies=[Depends(editor)])

    @router.get("/upkeep")
    def upkeep() -> HTMLResponse:
        return pages.upkeep()

    @router.get("/job")
    def job() -> HTMLResponse:
        return HTMLResponse(job_card(pages.jobs.last), headers={"Cache-Control": "no-store"})

    @router.get("/runs/{number}")
    def run(number: int) -> HTMLResponse:
        return pages.run(number)

    @router.get("/remove")
    def ask_removal(request: Request) -> HTMLResponse:
        return pages.ask_removal(_meant(request.query_params))

    @router.get("/rebuild")
    def ask_rebuild() -> HTMLResponse:
        return pages.ask_rebuild()

    @router.post("/upload")
    async def upload(request: Request) -> Response:
        reply = await pages.take_in(request)
        note(request, "upload", pages.doing)
        return reply

    @router.post("/remove")
    async def remove(request: Request) -> Response:
        async with request.form() as form:
            reply = pages.remove(_meant(form))
            # No values: an id is often made from a headline, and the line outlives the article.
            note(request, "remove", "by " + ", ".join(name for name, value in form.items() if value))
            return reply

    @router.post("/rebuild")
    def rebuild(request: Request) -> Response:
        reply = pages.rebuild()
        note(request, "rebuild")
        return reply

    @router.post("/health")
    def health() -> Response:
        return pages.health()

    return router


def _meant(fields: Mapping[str, object]) -> Removal:
    return Removal(*(str(fields.get(field.name, "")).strip() for field in dataclasses.fields(Removal)))

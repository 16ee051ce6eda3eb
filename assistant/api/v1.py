"""The typed API under /api/v1: what the page can do, programs can do."""

from importlib.metadata import version
from typing import Annotated, Any

import anyio
from fastapi import Depends, FastAPI, Query, Request, Response, UploadFile
from fastapi.security import HTTPBearer

from assistant.access.roles import Role
from assistant.answering.answer import Answer
from assistant.api.caller import Editor, Reader, note
from assistant.api.models import (
    AnswerOut,
    ArticleOut,
    AskIn,
    BrowsedOut,
    BrowseIn,
    RemovedOut,
    ReportOut,
    SearchIn,
    SearchOut,
    StatusOut,
    VersionsOut,
    article_out,
)
from assistant.api.problems import MEDIA_TYPE, Problem, add_handlers, not_found
from assistant.api.replies import Reply
from assistant.api.streaming import streamed
from assistant.api.uploads import as_sent, kept_for_reading
from assistant.assistant import NewsAssistant
from assistant.errors import InputError
from assistant.jsonable import as_json

PREFIX = "/api/v1"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words, "content": {MEDIA_TYPE: {}}}
    for status, words in (
        (401, "Nobody is known by what came with the request."),
        (403, "The user's role is too small, or the request came from a page of another site."),
        (422, "What was sent cannot be read or asked."),
        (429, "Too many questions within a minute."),
        (503, "The archive is missing, busy or damaged."),
    )
}
MISSING: dict[int | str, dict[str, Any]] = {
    404: {**PROBLEMS[422], "description": "There is no such article or version."}
}

EVENTS = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "description": "Steps and pieces of text, then the answer; or an error, which is a Problem.",
            "required": ["event", "data"],
            "properties": {
                "event": {"enum": ["step", "text", "answer", "error"]},
                "data": {"type": "string", "contentMediaType": "application/json"},
            },
        },
        "example": 'event: text\\ndata: {"text": "More than 360 ships"}\\n\\nevent: answer\\ndata: {"question": …}',
    }
}

ArticleId = Annotated[str, Query(alias="id", min_length=1, max_length=512, examples=["suez-2"])]
Version = Annotated[int | None, Query(ge=1, le=2**31)]

bearer = HTTPBearer(auto_error=False, description="A token, made by `news-assistant users token NAME`.")


def api(desk: NewsAssistant, turns: anyio.CapacityLimiter) -> FastAPI:
    """Return the application under /api/v1.

    Args:
        desk: The assistant.
        turns: How many questions are worked on at once; the rest wait in their order.
    """
    app = FastAPI(
        title="News assistant",
        version=version("news-assistant"),
        summary="Questions and cited answers over a news archive.",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
        dependencies=[Depends(bearer)],
        servers=[{"url": PREFIX}],
    )
    add_handlers(app)
    _add_reading(app, desk, turns)
    _add_articles(app, desk)
    _add_keeping(app, desk)
    return app


def _add_reading(app: FastAPI, desk: NewsAssistant, turns: anyio.CapacityLimiter) -> None:
    @app.post("/ask", response_model=AnswerOut, responses={200: {"content": EVENTS}})
    async def ask(wish: AskIn, request: Request, who: Reader) -> Response:
        """Answer a question from the archive, or refuse; as JSON, or step by step as server-sent events."""
        events = desk.stream(
            wish.question,
            filters=wish.filters.filters(),
            today=wish.today,
            conversation=wish.conversation,
            owner=who.owner,
        )
        if wish.stream or "text/event-stream" in request.headers.get("accept", ""):
            return await streamed(events, turns, request.url.path)
        *_, answer = await anyio.to_thread.run_sync(list, events, limiter=turns)
        assert isinstance(answer, Answer)  # noqa: S101 - the stream's own promise
        return Reply(as_json(answer))

    @app.post("/search", response_model=SearchOut)
    async def search(wish: SearchIn, who: Reader) -> Response:
        """Return the passages that bear on a question, best first."""

        def found() -> dict[str, Any]:
            filters, k = wish.filters.filters(), wish.k
            passages = desk.search(wish.question, k, filters=filters, today=wish.today)
            query = desk.understand(wish.question, filters=filters, today=wish.today)
            rows = [as_json(item) | ({"why": as_json(item.why)} if wish.explain else {}) for item in passages]
            return {"query": as_json(query), "passages": rows}

        assert who  # noqa: S101 - that there is somebody is the check
        return Reply(await anyio.to_thread.run_sync(found, limiter=turns))


def _add_articles(app: FastAPI, desk: NewsAssistant) -> None:
    @app.get("/articles", response_model=BrowsedOut)
    def articles(wish: Annotated[BrowseIn, Query()], _: Reader) -> Response:
        """Leaf through the articles that hold some words, under filters, page by page."""
        found = desk.browse(wish.words, filters=wish.filters(), sort=wish.sort, limit=wish.limit, offset=wish.offset)
        return Reply(as_json(found))

    @app.get("/article", response_model=ArticleOut, responses=MISSING)
    def article(request: Request, _: Reader, article_id: ArticleId, version: Version = None) -> Response:
        """Return one version of an article, the current one by default."""
        try:
            return Reply(article_out(desk.article(article_id, version)).model_dump())
        except InputError as error:
            return not_found(error, request.url.path)

    @app.get("/article/versions", response_model=VersionsOut, responses=MISSING)
    def versions(request: Request, _: Reader, article_id: ArticleId) -> Response:
        """Return the versions of an article, each with what its outlet changed."""
        try:
            return Reply({"article_id": article_id, "versions": as_json(desk.versions(article_id))})
        except InputError as error:
            return not_found(error, request.url.path)


def _add_keeping(app: FastAPI, desk: NewsAssistant) -> None:
    @app.get("/status", response_model=StatusOut)
    def status(who: Reader) -> Response:
        """Return what the archive holds and in which state it is; where it lies is told to admins only."""
        told = as_json(desk.status())
        return Reply(told if who.can(Role.ADMIN) else told | {"data_dir": ""})

    @app.post("/ingest", response_model=ReportOut)
    def ingest(files: list[UploadFile], request: Request, _: Editor) -> Response:
        """Take articles in: files of any kind that is read, at most 20. For editors."""
        sent = [(file.filename or "", file.file) for file in files]
        with kept_for_reading(desk.settings.data_dir, sent) as paths:
            report = as_sent(desk.ingest(paths), paths)
        note(request, "ingest", f"run {report.run}: {report.new} new, {report.updated} updated")
        return Reply(as_json(report))

    @app.delete("/article", response_model=RemovedOut)
    def remove(request: Request, _: Editor, article_id: ArticleId) -> Response:
        """Remove an article with all its versions. For editors."""
        report = desk.remove(ids=[article_id])
        note(request, "remove", f"{report.removed} articles")
        return Reply(as_json(report))

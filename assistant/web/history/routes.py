"""The addresses of kept conversations and answers."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse

from assistant.api.caller import Reader
from assistant.assistant import NewsAssistant
from assistant.desk.feedback import Feedback
from assistant.web.history.house import History
from assistant.web.words import InWords

Words = Annotated[str, Query(max_length=500)]


def history_routes(desk: NewsAssistant) -> APIRouter:
    """Return the routes over one open assistant."""
    pages = History(desk)
    router = APIRouter(route_class=InWords)
    router.include_router(_conversations(pages))
    router.include_router(_answers(pages))
    return router


def _conversations(pages: History) -> APIRouter:
    router = APIRouter(prefix="/conversations", route_class=InWords)

    @router.get("")
    def listed(who: Reader, q: Words = "") -> HTMLResponse:
        return pages.conversations(who.owner, q)

    @router.get("/{name}")
    def one(who: Reader, name: str, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
        return pages.conversation(who.owner, name, page)

    @router.get("/{name}/export")
    def export(who: Reader, name: str, form: str = "md") -> Response:
        return pages.export(who.owner, name, form)

    @router.post("/{name}/rename")
    def rename(who: Reader, name: str, title: Annotated[str, Form(max_length=200)]) -> Response:
        return pages.rename(who.owner, name, title)

    @router.get("/{name}/delete")
    def ask_deletion(who: Reader, name: str) -> HTMLResponse:
        return pages.ask_deletion(who.owner, name)

    @router.post("/{name}/delete")
    def delete(who: Reader, name: str) -> Response:
        return pages.delete(who.owner, name)

    return router


def _answers(pages: History) -> APIRouter:
    router = APIRouter(prefix="/answer", route_class=InWords)

    @router.get("/{answer_id}")
    def answer(who: Reader, answer_id: str, *, again: bool = False) -> HTMLResponse:
        return pages.answer(who.owner, answer_id, again=again)

    @router.get("/{answer_id}/why")
    def why(who: Reader, answer_id: str) -> HTMLResponse:
        return pages.why(who.owner, answer_id)

    @router.post("/{answer_id}/feedback")
    def judge(
        who: Reader,
        answer_id: str,
        vote: Annotated[str, Form()],
        reason: Annotated[str, Form()] = "",
        comment: Annotated[str, Form()] = "",
    ) -> Response:
        return pages.judge(who.owner, answer_id, Feedback(vote, reason, comment))

    return router

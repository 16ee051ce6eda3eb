"""The pages of kept conversations; each reader sees their own, and nobody learns whether another's is there."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.assistant import NewsAssistant
from assistant.desk.conversations import Summary
from assistant.desk.exporting import export
from assistant.desk.feedback import Feedback
from assistant.desk.turns import Turn
from assistant.errors import InputError
from assistant.web.frame import framed
from assistant.web.history.listing import confirm_deletion, listing, one
from assistant.web.history.why import replayed, why
from assistant.web.markup import label, text
from assistant.web.pager import pager
from assistant.web.turns import past_turn

PER_PAGE = 20
"""Turns of a conversation on a page."""

TYPES = {"md": "text/markdown", "html": "text/html", "json": "application/json"}


class History:
    """What the routes do; `owner` is whoever asks."""

    def __init__(self, desk: NewsAssistant) -> None:
        self.desk = desk

    def conversations(self, owner: str, words: str) -> HTMLResponse:
        """Return the list."""
        found = self.desk.conversations.listed(owner=owner, words=words)
        return self._page("Conversations", listing(found, words))

    def conversation(self, owner: str, name: str, page: int) -> HTMLResponse:
        """Return one page of a conversation."""
        turns, title = self._turns(owner, name)
        shown = "".join(map(past_turn, turns[(page - 1) * PER_PAGE : page * PER_PAGE]))
        pages = pager(page, -(-len(turns) // PER_PAGE), lambda number: f"?page={number}")
        return self._page(label(title), one(name, title, shown, pages))

    def export(self, owner: str, name: str, form: str) -> Response:
        """Return a conversation as a file."""
        turns, title = self._turns(owner, name)
        day = dt.datetime.fromtimestamp(turns[0].asked_at, dt.UTC).date().isoformat()
        return Response(
            export(turns, title, form),
            media_type=TYPES.get(form, "text/plain"),
            headers={"Content-Disposition": f'attachment; filename="conversation-{day}.{form}"'},
        )

    def rename(self, owner: str, name: str, title: str) -> Response:
        """Call a conversation otherwise."""
        self.desk.conversations.rename(name, title.strip(), owner=owner)
        return RedirectResponse(f"/conversations/{quote(name, safe='')}", 303)

    def ask_deletion(self, owner: str, name: str) -> HTMLResponse:
        """Ask whether a conversation shall go."""
        turns, title = self._turns(owner, name)
        return self._page("Delete", confirm_deletion(name, title, len(turns)))

    def delete(self, owner: str, name: str) -> Response:
        """Delete a conversation."""
        self.desk.conversations.delete(name, owner=owner)
        return RedirectResponse("/conversations", 303)

    def answer(self, owner: str, answer_id: str, *, again: bool) -> HTMLResponse:
        """Return a kept answer as it was given, and with `again` what asking again gives."""
        turn = self.desk.conversations.turn(answer_id, owner=owner)
        beside = replayed(self.desk.replay(answer_id, owner=owner)) if again else self._ask_again(answer_id)
        return self._page(label(turn.question, "Answer"), f'<div class="kept">{past_turn(turn)}{beside}</div>')

    def why(self, owner: str, answer_id: str) -> HTMLResponse:
        """Return what an answer rests on."""
        found = self.desk.why(answer_id, owner=owner)
        articles = {key: told for key in set(found.articles()) if (told := self._told(*key))}
        return self._page("Why this answer", why(found, articles))

    def judge(self, owner: str, answer_id: str, feedback: Feedback) -> Response:
        """Keep what a reader thinks of an answer."""
        self.desk.conversations.give_feedback(answer_id, feedback, owner=owner)
        return RedirectResponse(f"/answer/{quote(answer_id, safe='')}", 303)

    def _turns(self, owner: str, name: str) -> tuple[Sequence[Turn], str]:
        """Return a conversation's turns and its title.

        Raises:
            InputError: There is no such conversation of this owner.
        """
        turns = self.desk.conversations.turns(name, owner=owner)
        if not turns:
            raise InputError("There is no such conversation.", remedy="The list of conversations has yours.")
        found: list[Summary] = [
            item for item in self.desk.conversations.listed(owner=owner, limit=10_000) if item.conversation == name
        ]
        return turns, found[0].title if found else turns[0].question

    def _told(self, article_id: str, version: int) -> tuple[str, str] | None:
        try:
            article = self.desk.article(article_id, version)
        except InputError:
            return None
        return article.title or "", article.text

    def _ask_again(self, answer_id: str) -> str:
        return (
            f'<p class="article-acts"><a href="/answer/{text(answer_id)}?again=1">Ask again and compare</a>'
            f'<a href="/answer/{text(answer_id)}/why">Why this answer</a></p>'
        )

    def _page(self, title: str, content: str) -> HTMLResponse:
        page = framed(title, content, here="/conversations", wide=False)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

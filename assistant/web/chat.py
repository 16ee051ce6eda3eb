"""The chat page: a question box, the conversation above it, and the events between them."""

import contextlib
import datetime as dt
import functools
import logging
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read by Gradio when it is imported

import gradio as gr

from assistant.access.roles import Visitor
from assistant.answering.answer import Answer
from assistant.api.caller import visitor
from assistant.catalog.browsing import by_month
from assistant.errors import InputError, NewsAssistantError
from assistant.index.background import in_background
from assistant.retrieval.query import Filters
from assistant.web import cards, examples
from assistant.web.archive import plots
from assistant.web.conversation import MOST_ABOVE, Conversation, Draft, frames
from assistant.web.desk import Desk
from assistant.web.markup import text
from assistant.web.turns import past_turn

logger = logging.getLogger(__name__)

PARALLEL_ANSWERS = 8
"""Questions of different readers answered at once; Gradio's own default is one."""

EVENTS_AHEAD = 64
"""Pieces of an answer that may wait until the page has taken those before."""

Update = dict[str, Any]

Shown = tuple[Update | str, Update | str, Update | str, Conversation]
"""The box, the turns before, the last turn, and the conversation."""

_ON_STORY = """
element.addEventListener('click', (event) => {
  const story = event.target.closest('[data-question]');
  if (story) trigger('select', { value: story.dataset.question });
});
"""
_ON_LIVE = """
element.addEventListener('click', (event) => {
  const part = event.target.closest('[data-chip], [data-act]');
  if (!part) return;
  const { chip, act, question } = part.dataset;
  trigger('select', { value: chip ? `chip:${chip}` : act === 'follow' ? `follow:${question}` : act });
});
"""
_DATE_INPUT = '<label class="date">{words}<input type="date" value="${{value}}"></label>'
_ON_DATE = """
element.addEventListener('change', (event) => { props.value = event.target.value; });
"""


class Chat:
    """The handlers of the page. Holds the assistant, and how to stop what is being answered; the rest travels."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._stops: dict[str, threading.Event] = {}
        self._held = functools.lru_cache(maxsize=1)(self._read_held)

    def opened(self, request: gr.Request) -> tuple[Any, ...]:
        """Return the masthead, the turns before or the welcome, the box, the filters' choices, and the conversation."""
        asked_for = dict(request.query_params) if request else {}
        talk = self._restored(asked_for.get("conversation", ""), request)
        who = visitor(request)
        reader = "" if who == Visitor.local() else who.name
        none = gr.update(choices=[])
        empty = ("", none, none, none, none, "", talk)
        try:
            status = self.desk.status()
            if not status.articles:
                return (cards.masthead(None, reader), cards.EMPTY, *empty)
            stories, histogram = self._held(status.revision)
            found = self.desk.facets()
        except NewsAssistantError as error:
            return (cards.masthead(None, reader), cards.failure(error), *empty)
        names = ([name for name in status.sources if name], found.sections, found.kinds, found.languages)
        choices = [gr.update(choices=list(values)) for values in names]
        above = talk.above if talk.past else cards.welcome(stories)
        return (cards.masthead(status, reader), above, asked_for.get("q", ""), *choices, histogram, talk)

    def _read_held(self, _revision: int) -> tuple[tuple[examples.Example, ...], str]:
        drawn = plots.bars(by_month(self.desk.browse(limit=0).calendar))
        histogram = f'<figure class="period">{plots.histogram(drawn)}{plots.axis(drawn)}</figure>' if drawn else ""
        return examples.from_archive(self.desk), histogram

    def _restored(self, name: str, request: gr.Request | None) -> Conversation:
        """Return a kept conversation as its reader left it; a new one where there is none of theirs."""
        owner = visitor(request).owner
        try:
            turns = self.desk.conversations.last_turns(name, MOST_ABOVE, owner=owner) if name else []
        except NewsAssistantError:  # the page opens all the same, and asking says what is wrong
            logger.warning("a kept conversation could not be read", exc_info=True)
            turns = []
        if not turns:
            return Conversation(name=secrets.token_hex(8))
        # They come with the very last first.
        return Conversation(tuple(map(past_turn, turns[::-1])), asked=turns[0].number, name=name)

    def asked(
        self,
        question: str,
        sources: list[str] | None,
        sections: list[str] | None,
        kinds: list[str] | None,
        languages: list[str] | None,
        since: str | None,
        until: str | None,
        as_of: str | None,
        conversation: Conversation,
        request: gr.Request,
    ) -> Iterator[Shown]:
        """Yield the box, the turns before, the turn that is being answered, and the conversation."""
        filters = Filters(
            sources=tuple(sources or ()),
            since=since or None,
            until=until or None,
            as_of=as_of or None,
            sections=tuple(sections or ()),
            kinds=tuple(kinds or ()),
            languages=tuple(languages or ()),
        )
        replaced = conversation.live if conversation.is_changing else None
        begun = conversation.begin((question or "").strip(), today(), filters)
        yield from self._shown(begun, request, replaced)

    def picked(
        self,
        sources: list[str] | None,
        sections: list[str] | None,
        kinds: list[str] | None,
        languages: list[str] | None,
        since: str | None,
        until: str | None,
        as_of: str | None,
        conversation: Conversation,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Shown]:
        """Yield the same as `asked` for a story that was clicked."""
        words = chosen(event)
        yield from self.asked(words, sources, sections, kinds, languages, since, until, as_of, conversation, request)

    def touched(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Yield the same as `acted`."""
        yield from self.acted(chosen(event), conversation, request)

    def acted(self, act: str, conversation: Conversation, request: gr.Request) -> Iterator[Shown]:
        """Yield the same as `asked` for what was clicked in the last turn: a chip, or one of the buttons below it."""
        kind, _, what = act.partition(":")
        if conversation.live is None:
            return
        if kind == "edit":
            words = conversation.live.question
            yield gr.update(value=words), gr.skip(), gr.skip(), replace(conversation, is_changing=True)
        elif kind == "retry":
            yield from self._shown(conversation.retried(), request, conversation.live)
        elif kind == "follow":
            yield from self._shown(conversation.begin(what, today(), conversation.live.reader_filters), request)
        elif kind == "chip":
            yield from self._shown(conversation.again(what), request, conversation.live)

    def _shown(
        self, conversation: Conversation, request: gr.Request | None, replaced: Draft | None = None
    ) -> Iterator[Shown]:
        owner = visitor(request).owner
        if replaced is not None and replaced.answer_id:  # before its question is understood, which must not lean on it
            with contextlib.suppress(InputError):  # it was deleted elsewhere meanwhile
                self.desk.conversations.forget(replaced.answer_id, owner=owner)
        first = self._understood(_live(conversation), conversation.name, owner)
        first = replace(first, ticket=secrets.token_hex(8))
        conversation = conversation.showing(first)
        # Before the button to stop it is there.
        stop = self._stops[first.ticket] = threading.Event()
        try:
            box = gr.update(value="", submit_btn=False, stop_btn="Stop")
            yield box, conversation.above, _framed(first, conversation), conversation
            for live in self._answer(first, conversation.name, owner, stop):
                done = live.state != "answering"
                box = gr.update(submit_btn="Ask", stop_btn=False) if done else gr.skip()
                yield box, gr.skip(), _framed(live, conversation), conversation.showing(live)
        finally:
            del self._stops[first.ticket]

    def _understood(self, live: Draft, name: str, owner: str) -> Draft:
        """Return the turn with what is understood of its question, so that it does not push the answer down later."""
        try:
            query = self.desk.understand(
                live.question, filters=live.filters, today=live.asked_on, conversation=name or None, owner=owner
            )
        except NewsAssistantError:  # the answer says what is wrong
            return live
        return replace(live, understood=query.chips)

    def _answer(self, live: Draft, name: str, owner: str, stop: threading.Event) -> Iterator[Draft]:
        shown = live
        try:
            events = self.desk.stream(
                live.question, filters=live.filters, today=live.asked_on, conversation=name or None, owner=owner
            )
            with contextlib.closing(in_background(events, ahead=EVENTS_AHEAD, until=stop)) as wanted:
                for shown in frames(live, wanted, also_of=self._also):
                    yield shown
            if shown.state == "answering":
                yield shown.stopped()
        except NewsAssistantError as error:
            yield live.failed(cards.failure(error))
        except Exception:  # the reader gets words instead of a page that waits forever, the log gets all of it
            logger.exception("answering failed")
            yield live.failed(cards.UNEXPECTED)

    def _also(self, answer: Answer) -> dict[str, tuple[str, ...]]:
        """Return the other outlets that have the text of each cited article."""
        found: dict[str, tuple[str, ...]] = {}
        for citation in answer.citations:
            with contextlib.suppress(InputError):  # removed between the answer and now
                group = self.desk.copies(citation.article_id)
                names = (copy.source for copy in (group.head, *group.copies))
                found[citation.article_id] = tuple(dict.fromkeys(n for n in names if n and n != citation.source))
        return found

    def stopped(self, conversation: Conversation) -> None:
        """Let the answer that is being made end as it stands.

        The last picture comes from where the others came from. From here it could be overtaken: Gradio keeps
        the order of one event's pictures, not that of two events', on the server and in the page.
        """
        if stop := self._stops.get(_live(conversation).ticket):
            stop.set()


def chosen(event: gr.EventData) -> str:
    """Return what was clicked: the question of a story, or what of the last turn."""
    return str(event._data.get("value", ""))  # noqa: SLF001 - Gradio's only way to the payload of an HTML event


def build_chat(desk: Desk) -> gr.Blocks:
    """Return the page; what it shows is read from the assistant each time it is opened."""
    chat = Chat(desk)
    page: gr.Blocks = gr.Blocks(title="News assistant", analytics_enabled=False)
    with page:
        conversation = gr.State(Conversation())
        masthead = _html(cards.masthead(None), elem_id="masthead")
        with gr.Column(elem_id="conversation"):
            past = _html(elem_id="past", js_on_load=_ON_STORY)
            live = _html(elem_id="live", js_on_load=_ON_LIVE)
        with gr.Column(elem_id="composer"):
            box = _question_box()
            filters, histogram = _filter_panel()
        outputs = [box, past, live, conversation]
        # All of them by the queue: Gradio's other way to run an event is closed.
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        opened = [masthead, past, box, *filters[:4], histogram, conversation]
        page.load(chat.opened, None, opened, **quiet)
        box.submit(chat.asked, [box, *filters, conversation], outputs, **quiet)
        past.select(chat.picked, [*filters, conversation], outputs, **quiet)
        live.select(chat.touched, conversation, outputs, **quiet)
        box.stop(chat.stopped, conversation, None, **quiet)
    page.queue(default_concurrency_limit=PARALLEL_ANSWERS, api_open=False)
    return page


def _framed(live: Draft, conversation: Conversation) -> str:
    """Return the last turn with the name under which its conversation is kept, for the page's address."""
    return f'<div class="talk" data-conversation="{text(conversation.name)}">{live.html}</div>'


def _live(conversation: Conversation) -> Draft:
    return conversation.live or Draft(0, "", today())


def today() -> dt.date:
    """Return the day of asking, by the clock of this machine."""
    return dt.datetime.now().astimezone().date()


def _html(value: str | None = None, *, elem_id: str, js_on_load: str | None = None, **more: Any) -> gr.HTML:  # noqa: ANN401
    """An HTML component in our own style; every value given to it is made of escaped parts."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False, **more)


def _question_box() -> gr.Textbox:
    # No max_length: it would cut a pasted question without a word.
    return gr.Textbox(
        label="Question",
        placeholder="Ask about the news",
        lines=1,
        max_lines=6,
        autofocus=True,
        submit_btn="Ask",
        elem_id="question",
    )


def _filter_panel() -> tuple[list[gr.components.Component], gr.HTML]:
    with gr.Accordion("Filters", open=False, elem_id="filters"):
        histogram = _html("", elem_id="histogram")
        with gr.Row():
            days = [
                _html("", html_template=_DATE_INPUT.format(words=words), js_on_load=_ON_DATE, elem_id=name)
                for name, words in (("since", "From"), ("until", "To"), ("as_of", "As of"))
            ]
        with gr.Row():
            names = [
                gr.Dropdown([], label=words, multiselect=True, elem_id=words.lower(), elem_classes="choice")
                for words in ("Outlets", "Sections", "Kinds", "Languages")
            ]
    return [*names, *days], histogram

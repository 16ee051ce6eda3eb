"""The chat page: a question box, the conversation above it, and the events between them."""

import datetime as dt
import functools
import logging
import os
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read by Gradio when it is imported

import gradio as gr

from assistant.errors import NewsAssistantError
from assistant.retrieval.query import Filters
from assistant.web import cards, examples
from assistant.web.conversation import Conversation, Draft, frames
from assistant.web.desk import Desk

logger = logging.getLogger(__name__)

PARALLEL_ANSWERS = 8
"""Questions of different readers answered at once; Gradio's own default is one."""

Update = dict[str, Any]

Shown = tuple[Update | str, Update | str, str, Conversation]
"""The box, the turns before, the last turn, and the conversation."""

_ON_STORY = """
element.addEventListener('click', (event) => {
  const story = event.target.closest('[data-question]');
  if (story) trigger('select', { value: story.dataset.question });
});
"""
_ON_CHIP = """
element.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-chip]');
  if (chip) trigger('select', { value: chip.dataset.chip });
});
"""
_DATE_INPUT = '<label class="date">{words}<input type="date" value="${{value}}"></label>'
_ON_DATE = """
element.addEventListener('change', (event) => { props.value = event.target.value; });
"""


class Chat:
    """The handlers of the page. Holds the assistant only; everything about a reader travels in arguments."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._examples = functools.lru_cache(maxsize=1)(self._examples_of)

    def opened(self) -> tuple[str, str, Update, Update, Update, Update]:
        """Return the masthead, the welcome, and the outlets, sections, kinds and languages to choose from."""
        none = gr.update(choices=[])
        try:
            status = self.desk.status()
            if not status.articles:
                return cards.masthead(None), cards.EMPTY, none, none, none, none
            greeting = cards.welcome(self._examples(status.revision))
            found = self.desk.facets()
        except NewsAssistantError as error:
            return cards.masthead(None), cards.failure(error), none, none, none, none
        names = ([name for name in status.sources if name], found.sections, found.kinds, found.languages)
        outlets, sections, kinds, languages = (gr.update(choices=list(values)) for values in names)
        return cards.masthead(status), greeting, outlets, sections, kinds, languages

    def _examples_of(self, _revision: int) -> tuple[examples.Example, ...]:
        return examples.from_archive(self.desk)

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
        yield from self._shown(conversation.begin((question or "").strip(), today(), filters))

    def toggled(self, chip_id: str, conversation: Conversation) -> Iterator[Shown]:
        """Yield the same as `asked` while the last question is asked anew without, or again with, a chip."""
        if conversation.live is None or not chip_id:
            return
        yield from self._shown(conversation.again(chip_id))

    def _shown(self, conversation: Conversation) -> Iterator[Shown]:
        first = _live(conversation)
        yield gr.update(value="", submit_btn=False, stop_btn="Stop"), conversation.past, first.html, conversation
        for live in self._answer(first):
            done = live.state != "answering"
            box = gr.update(submit_btn="Ask", stop_btn=False) if done else gr.skip()
            yield box, gr.skip(), live.html, conversation.showing(live)

    def _answer(self, live: Draft) -> Iterator[Draft]:
        try:
            yield from frames(live, self.desk.stream(live.question, filters=live.filters, today=live.asked_on))
        except NewsAssistantError as error:
            yield live.failed(cards.failure(error))
        except Exception:  # the reader gets words instead of a page that waits forever, the log gets all of it
            logger.exception("answering failed")
            yield live.failed(cards.UNEXPECTED)

    def stopped(self, conversation: Conversation) -> tuple[Update, str, Conversation]:
        """Return the page as it is when the reader has had enough."""
        live = _live(conversation).stopped()
        return gr.update(submit_btn="Ask", stop_btn=False), live.html, conversation.showing(live)


def chosen(event: gr.EventData) -> str:
    """Return what was clicked: the question of a story, or the id of a chip."""
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
            live = _html(elem_id="live", js_on_load=_ON_CHIP)
        with gr.Column(elem_id="composer"):
            box = _question_box()
            filters = _filter_panel()
        outputs = [box, past, live, conversation]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(chat.opened, None, [masthead, past, *filters[:4]], **quiet)
        typed = box.submit(chat.asked, [box, *filters, conversation], outputs, **quiet)
        picked = past.select(chosen, None, box, queue=False, **quiet)
        clicked = picked.then(chat.asked, [box, *filters, conversation], outputs, **quiet)
        chip = gr.State("")
        flipped = live.select(chosen, None, chip, queue=False, **quiet)
        toggled = flipped.then(chat.toggled, [chip, conversation], outputs, **quiet)
        running = [typed, clicked, toggled]
        box.stop(chat.stopped, conversation, [box, live, conversation], cancels=running, queue=False, **quiet)
    page.queue(default_concurrency_limit=PARALLEL_ANSWERS, api_open=False)
    return page


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


def _filter_panel() -> list[gr.components.Component]:
    with gr.Accordion("Filters", open=False, elem_id="filters"):
        with gr.Row():
            names = [
                gr.Dropdown([], label=words, multiselect=True, elem_id=words.lower(), elem_classes="choice")
                for words in ("Outlets", "Sections", "Kinds", "Languages")
            ]
        with gr.Row():
            days = [
                _html("", html_template=_DATE_INPUT.format(words=words), js_on_load=_ON_DATE, elem_id=name)
                for name, words in (("since", "From"), ("until", "To"), ("as_of", "As of"))
            ]
    return [*names, *days]

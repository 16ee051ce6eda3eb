"""What a reader can do with an answer: ask why, keep its address, judge it, ask on, ask again."""

from urllib.parse import urlencode

from assistant.answering.answer import Answer, ArticleCard
from assistant.desk.feedback import DOWN, REASONS, UP, Feedback
from assistant.retrieval.passages import ScoredPassage
from assistant.web.markup import isolated, label, shortened, text

MOST_FOLLOWING = 3
_LONGEST_TITLE = 110


def actions(answer: Answer, given: Feedback | None = None) -> str:
    """Return the line below a kept answer; empty for one that is not kept, since nothing could be said of it."""
    if not answer.answer_id:
        return ""
    name = text(answer.answer_id)
    matter = urlencode({"q": answer.rewritten or answer.question})
    return (
        f'<div class="acts"><a class="pane-link" href="/answer/{name}/why">Why this answer</a>'
        f'<a class="pane-link" href="/timeline?{text(matter)}">As a timeline</a>'
        f'<a href="/answer/{name}">Its own page</a>{feedback(answer.answer_id, given)}</div>'
    )


def feedback(answer_id: str, given: Feedback | None = None) -> str:
    """Return the form by which an answer is judged, with the judgement given before."""
    vote = given.vote if given else ""
    buttons = "".join(
        f'<button type="submit" name="vote" value="{value}" aria-pressed="{"true" if vote == value else "false"}">'
        f"{words}</button>"
        for value, words in ((UP, "Good answer"), (DOWN, "Not good"))
    )
    reasons = "".join(
        f"<option{' selected' if given and given.reason == reason else ''}>{reason}</option>" for reason in REASONS
    )
    hidden = "" if vote == DOWN else " hidden"
    comment = text(given.comment) if given else ""
    return (
        f'<form class="feedback" method="post" action="/answer/{text(answer_id)}/feedback">{buttons}'
        f'<span class="reason"{hidden}><label>Why? <select name="reason"><option value="">choose …</option>{reasons}'
        f'</select></label> <label>In your words <input type="text" name="comment" maxlength="2000" value="{comment}">'
        f'</label> <button type="submit" name="vote" value="{DOWN}">Send</button></span>'
        f'<span class="thanks" role="status">{"Noted." if given else ""}</span></form>'
    )


def again() -> str:
    """Return the buttons that ask the last question again, as it is or changed."""
    return (
        '<p class="again"><button type="button" data-act="retry">Ask again</button>'
        '<button type="button" data-act="edit">Change the question</button></p>'
    )


def following(answer: Answer) -> str:
    """Return questions that the evidence raises: of its articles, those that the answer does not cite."""
    cited = {citation.article_id for citation in answer.citations}
    titles: dict[str, str] = {}
    items: list[ArticleCard | ScoredPassage] = [*answer.coverage.nearest, *answer.passages]
    for item in items:
        title = " ".join((item.title or "").split())
        if item.article_id not in cited and title and len(title) <= _LONGEST_TITLE:
            titles.setdefault(title.casefold(), title)
    buttons = "".join(
        f'<li><button type="button" data-act="follow" data-question="{text(question_of(title))}">'
        f"{isolated(shortened(title, _LONGEST_TITLE))}</button></li>"
        for title in list(titles.values())[:MOST_FOLLOWING]
    )
    return f'<h3 class="small-heading">Ask on</h3><ul class="following">{buttons}</ul>' if buttons else ""


def question_of(title: str) -> str:
    """Return the question that asks for a story by its headline."""
    return f"What happened: {title.rstrip('.?!')}?"


def support(answer: Answer) -> str:
    """Return who tells what is cited; empty where one outlet does, which the sources show already."""
    told = answer.support
    if told is None or told.articles < 2:  # noqa: PLR2004
        return ""
    outlets = f"{told.outlets} outlet{'s' * (told.outlets != 1)}"
    origins = f"{told.origins} independent origin{'s' * (told.origins != 1)}"
    return f'<p class="receipt">{label(f"Told by {told.articles} articles of {outlets}; {origins}.")}</p>'

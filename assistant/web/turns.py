"""A kept turn as HTML: above others in the chat, and on pages of its own."""

import datetime as dt
from dataclasses import replace

from assistant.desk.turns import Turn
from assistant.web import cards
from assistant.web.conversation import Draft
from assistant.web.kept import answer_of


def past_turn(turn: Turn) -> str:
    """Return a turn as it stands above others; of one that was taken out, that it was."""
    asked_on = dt.datetime.fromtimestamp(turn.asked_at, dt.UTC).date()
    draft = Draft(turn.number, turn.question, asked_on)
    answer = answer_of(turn.answer)
    if answer is None:
        return replace(draft, state="answered", body=cards.remark(str(turn.answer.get("answer", "")))).past
    return draft.finished(answer, given=turn.feedback).past

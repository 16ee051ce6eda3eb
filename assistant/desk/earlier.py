"""The turns of a conversation as a follow-up is completed from them."""

from assistant.answering.completing import MOST_TURNS, Completed, Earlier, complete
from assistant.answering.followups import leans
from assistant.desk.conversations import Conversations, Turn
from assistant.retrieval.query import FOLLOWUP, Query


def followup(conversations: Conversations, query: Query, conversation: str, owner: str) -> Completed | None:
    """Return a question completed from its conversation; None if it stands alone, or the reader wants it as it is."""
    if FOLLOWUP in query.filters.ignored or not leans(query):
        return None
    turns = conversations.last_turns(conversation, MOST_TURNS, owner=owner)
    return complete(query, [_earlier(turn) for turn in turns if not turn.redacted])


def _earlier(turn: Turn) -> Earlier:
    answer = turn.answer
    told = "" if answer.get("refused") else f"{answer.get('short_answer', '')}\n{answer.get('answer', '')}".strip()
    return Earlier(answer.get("rewritten") or turn.question, told, turn.quotes)

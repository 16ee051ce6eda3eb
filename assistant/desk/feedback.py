"""What a reader thinks of an answer."""

from dataclasses import dataclass

from assistant.errors import UsageError

UP, DOWN = "up", "down"

REASONS = ("wrong", "incomplete", "outdated", "wrong source", "no answer to this", "should be known", "other")
"""What may be wrong with an answer; "should be known" is for a refusal."""

LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's judgement of one answer.

    Attributes:
        vote: up or down.
        reason: One of `REASONS`; may be empty.
        comment: In the reader's words; may be empty.
    """

    vote: str
    reason: str = ""
    comment: str = ""

    def check(self) -> None:
        """Refuse what cannot be kept.

        Raises:
            UsageError: The vote or the reason is no such, or the comment is too long.
        """
        if self.vote not in (UP, DOWN):
            raise UsageError(f"The vote is {self.vote!r}.", remedy="Use up or down.")
        if self.reason and self.reason not in REASONS:
            raise UsageError(f"The reason is {self.reason!r}.", remedy=f"Use one of {', '.join(REASONS)}.")
        if len(self.comment) > LONGEST_COMMENT:
            raise UsageError(
                f"The comment has {len(self.comment):,} characters, at most {LONGEST_COMMENT:,} are kept.",
                remedy="Shorten it.",
            )

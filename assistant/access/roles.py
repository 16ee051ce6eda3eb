"""What somebody may do, and who somebody is."""

from dataclasses import dataclass
from enum import IntEnum

from assistant.errors import ForbiddenError


class Role(IntEnum):
    """What a user may do; each may do what those before it may."""

    READER = 1
    EDITOR = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """The role as it is written: reader, editor or admin."""
        return self.name.lower()


WORDS = tuple(role.word for role in Role)

LOCAL = "local"
"""Name of whoever sits at this machine while nobody needs to log in; no user can be called that."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who asks for something.

    Attributes:
        owner: Names the user for ever, also in what is kept: it is never used again for another one. Empty for whoever
            runs the program on this machine, as for what the command line keeps.
        name: As it is shown.
        via: How they are known: local, session or token.
    """

    owner: str
    name: str
    role: Role
    via: str

    @classmethod
    def local(cls) -> "Visitor":
        """Return whoever sits at this machine: they can do all of it on the command line too."""
        return cls("", LOCAL, Role.ADMIN, LOCAL)

    def can(self, role: Role) -> bool:
        """Whether they may do what `role` may."""
        return self.role >= role

    def require(self, role: Role) -> None:
        """Let them pass, or not.

        Raises:
            ForbiddenError: Their role is too small.
        """
        if not self.can(role):
            raise ForbiddenError(
                f"This needs the role {role.word}; {self.name} has the role {self.role.word}.",
                remedy=f"An admin can run `news-assistant users role {self.name} {role.word}`.",
            )


def parse_role(word: str) -> Role | None:
    """Return the role of that name, or None."""
    return Role[word.upper()] if word.lower() in WORDS else None

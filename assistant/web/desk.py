"""What stands behind the page: the assistant itself; tests put a small archive in memory in its place."""

from assistant.assistant import NewsAssistant as Desk
from assistant.status import Status as ArchiveStatus

__all__ = ["ArchiveStatus", "Desk"]

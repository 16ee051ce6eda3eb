"""Whose open page it is: Gradio names each by a random word, and whoever knew another's could read along."""

import threading
from collections import OrderedDict

MOST_KNOWN = 20_000
"""Pages that are remembered; the one that was longest unused is forgotten first."""


class Tabs:
    """Remembers who came first with the name of an open page. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, str] = OrderedDict()

    def belongs(self, name: str | None, owner: str) -> bool:
        """Whether a page is this owner's; nobody's becomes theirs."""
        if not name:
            return True
        with self._lock:
            found = self._owners.setdefault(name, owner)
            self._owners.move_to_end(name)
            if len(self._owners) > MOST_KNOWN:
                self._owners.popitem(last=False)
        return found == owner

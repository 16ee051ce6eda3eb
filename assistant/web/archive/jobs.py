"""Work on the archive that takes longer than a reader waits: one at a time, seen by all who may."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.errors import NewsAssistantError
from assistant.web.cards import UNEXPECTED, failure

logger = logging.getLogger(__name__)

Tell = Callable[[str, float | None], None]
"""Takes what is being done, in words, and the share that is done, where it is known."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Attributes:
        number: Counted from 1.
        name: What it does, such as `Taking in 3 files`.
        state: running, done or failed.
        words: How far it is.
        share: From 0 to 1; None where nobody knows.
        outcome: What came of it, as HTML.
    """

    number: int
    name: str
    state: Literal["running", "done", "failed"] = "running"
    words: str = "starting"
    share: float | None = None
    outcome: str = ""


class Jobs:
    """The last piece of work, and the thread that does it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._job: Job | None = None

    @property
    def last(self) -> Job | None:
        """The piece of work that was begun last."""
        return self._job

    @property
    def is_running(self) -> bool:
        """Whether something is being done."""
        return self._job is not None and self._job.state == "running"

    def begin(self, name: str, work: Callable[[Tell], str]) -> bool:
        """Begin a piece of work; return False, and begin nothing, while another one is under way.

        Args:
            name: What it does.
            work: Does it, tells how far it is, and returns its outcome as HTML.
        """
        with self._lock:
            if self.is_running:
                return False
            self._job = Job((self._job.number if self._job else 0) + 1, name)
        # A server that is stopped does not wait: whatever is stopped half-way, the next ingest completes.
        threading.Thread(target=self._run, args=(work,), daemon=True, name="archive work").start()
        return True

    def _run(self, work: Callable[[Tell], str]) -> None:
        try:
            outcome = work(self._tell)
        except NewsAssistantError as error:
            self._end("failed", failure(error))
        except Exception:  # whoever started it reads the page, not the log; the log gets all of it
            logger.exception("work on the archive failed")
            self._end("failed", UNEXPECTED)
        else:
            self._end("done", outcome)

    def _tell(self, words: str, share: float | None) -> None:
        assert self._job is not None  # noqa: S101 - begun before
        self._job = replace(self._job, words=words, share=share)

    def _end(self, state: Literal["done", "failed"], outcome: str) -> None:
        assert self._job is not None  # noqa: S101 - begun before
        self._job = replace(self._job, state=state, outcome=outcome, share=None)

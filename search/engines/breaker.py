"""Who answers now: Elasticsearch while it does, the embedded engine when it does not."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from search.engines.base import Engine, EngineDown, NotBuilt, RequestRefused

logger = logging.getLogger(__name__)
T = TypeVar("T")
FAILURES: Final = 3
PAUSE: Final = 5.0  # seconds between probes


class Breaker:
    """After a few failures in a row the first engine is left alone; a probe brings it back. One per process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._next_probe = 0.0
        self._lock = threading.Lock()
        self.reason = ""

    @property
    def open(self) -> bool:
        """Whether the first engine is left alone."""
        return self._failures >= FAILURES

    def ask(self, first: Engine, second: Engine, question: Callable[[Engine], T], healthy: Callable[[], bool]) -> T:
        """The answer of the first engine, or of the second if the first is down. A wrong request of ours is logged."""
        if self._may_try(healthy):
            try:
                found = question(first)
            except NotBuilt as error:
                self.reason = f"{first.name}: no index ({error})"
            except EngineDown as error:
                self._failed(str(error))
            except RequestRefused:
                logger.exception("search request refused by %s", first.name)
                self.reason = f"{first.name}: request refused"
            else:
                self._worked()
                return found
        return question(second)

    def _may_try(self, healthy: Callable[[], bool]) -> bool:
        if not self.open:
            return True
        with self._lock:
            if self._clock() < self._next_probe:
                return False
            self._next_probe = self._clock() + PAUSE
        if healthy():
            self._worked()
            return True
        return False

    def _failed(self, reason: str) -> None:
        with self._lock:
            self._failures += 1
            self.reason = reason
            self._next_probe = self._clock() + PAUSE
        logger.warning("search engine down (%s): %s", self._failures, reason)

    def _worked(self) -> None:
        if self._failures or self.reason:
            with self._lock:
                self._failures, self.reason = 0, ""

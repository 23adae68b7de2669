"""Where the steps of one exchange come from: a reply of ours, or what arrives live, through a pipeline."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable

from fakeai_proxy.core.steps import Abort, Data, End, Reply, Step
from fakeai_proxy.core.transform import Pipeline

logger = logging.getLogger(__name__)

END = End()


class Source:
    """Pulled by the stream; a live one is fed as well, and may have nothing for the moment."""

    def __init__(self, reply: Reply | None = None, pipeline: Pipeline | None = None) -> None:
        self.reply, self.pipeline = reply, pipeline
        self.queue: deque[Step] = deque()
        self.queued = 0
        """Bytes of body in `queue`."""

    @property
    def live(self) -> bool:
        """Its steps arrive; they are not made here."""
        return self.reply is None

    def feed(self, step: Step) -> None:
        """Queue what the pipeline makes of `step`. A transform that fails cuts the reply."""
        for after in self._through(step):
            self.queue.append(after)
            self.queued += size(after)

    def pull(self) -> Step | None:
        """The next step, or None while nothing has arrived. Raises what the reply raises."""
        if self.reply is not None:
            return next(self.reply, END)
        if not self.queue:
            return None
        step = self.queue.popleft()
        self.queued -= size(step)
        return step

    def close(self) -> None:
        """Free what it holds, at once."""
        self.queue.clear()
        for close in (getattr(self.reply, "close", None), getattr(self.pipeline, "close", None)):
            try:
                if close:
                    close()
            except Exception:
                logger.exception("A reply failed as it was closed.")

    def _through(self, step: Step) -> Iterable[Step]:
        try:
            return list(self.pipeline.feed(step)) if self.pipeline else (step,)
        except Exception:
            logger.exception("A transform failed; the reply is cut.")
            return (Abort(),)


def size(step: Step) -> int:
    return len(step.body) if isinstance(step, Data) else 0

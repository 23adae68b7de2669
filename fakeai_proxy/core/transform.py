"""Steps in, steps out: the one seam of mutations, faults, telemetry and the recorder.

    source ─ step ─► Transform ─ steps ─► Transform ─ steps ─► driver

Push style, so that one transform serves replies we make, replies we replay and replies that arrive.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Protocol

from .steps import Abort, End, Reply, Step


class Transform(Protocol):
    """Turns each step of one reply into any number of steps."""

    def feed(self, step: Step) -> Iterable[Step]:
        """The steps that take the place of `step`."""

    def close(self) -> None:
        """The reply is over, whether it ended or the client left; called once, always."""


class Pipeline:
    """Transforms, in order. Without any it is the identity, and false."""

    def __init__(self, *transforms: Transform) -> None:
        self.transforms = transforms

    def __bool__(self) -> bool:
        return bool(self.transforms)

    def feed(self, step: Step) -> Iterable[Step]:
        """`step` after all transforms."""
        steps: Iterable[Step] = (step,)
        for transform in self.transforms:
            if type(steps) is tuple and len(steps) == 1:  # as those leave it that only look on
                made = transform.feed(steps[0])
                steps = made if type(made) is tuple else [*made]
            else:
                steps = [after for before in steps for after in transform.feed(before)]
        return steps

    def close(self) -> None:
        """Close every transform, even when one fails; the first failure is raised at the end."""
        failures = []
        for transform in self.transforms:
            try:
                transform.close()
            except Exception as failure:
                failures.append(failure)
        if failures:
            raise failures[0]


def through(reply: Reply, pipeline: Pipeline) -> Reply:
    """`reply` as `pipeline` leaves it; both are closed with it, also where the pipeline ends it early.

    Also when not one step was pulled.
    """
    steps = _passing(reply, pipeline)
    next(steps)  # from here on, closing it runs its last lines
    return steps  # type: ignore[return-value]  # what is not a step was just taken


def _passing(reply: Reply, pipeline: Pipeline) -> Generator[Step | None, None, None]:
    try:
        yield None
        for step in reply:
            for after in pipeline.feed(step):
                yield after
                if isinstance(after, End | Abort):
                    return
    finally:
        pipeline.close()
        close = getattr(reply, "close", None)
        if close:
            close()

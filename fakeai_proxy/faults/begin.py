"""A fault of the reply at work: on replies it means something for, from its moment on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from fakeai_proxy.core.steps import Head, Step, Wait

from .base import Hit, ReplyFault
from .held import Held, held
from .pieces import is_json, is_stream, without
from .when import When

FITS = {"stream": is_stream, "json": is_json}
OTHER = {"stream": "not a stream of events", "json": "not JSON"}
NO_REPLY, NO_MOMENT = "no reply", "its moment did not come"
NOTHING_MEANT = "nothing in the reply that it means"
"""Of a transform that says so by an attribute `idle`; one with an attribute `skipped` says it itself."""


def begun(fault: ReplyFault, hit: Hit, when: When | None = None) -> Begun:
    """The transform of `fault`, at `when` (its own default where None) if it is timed.

    Wants `plain()` in front of it where `reads_content` says so.
    """
    return Begun(fault, hit, when)


def reads_content(fault: ReplyFault, when: When | None = None) -> bool:
    """Whether a content-encoding has to be taken off in front of it."""
    moment = when or fault.default_when
    return fault.reads_content or (fault.timed and moment.reads_content)


class Begun:
    """A Transform that knows whether it did anything."""

    def __init__(self, fault: ReplyFault, hit: Hit, when: When | None) -> None:
        start = partial(fault.start, hit)
        self._fault, self._misfit = fault, NO_REPLY
        self._inner = held(when or fault.default_when, start, hit) if fault.timed else start()

    @property
    def skipped(self) -> str | None:
        """Why the reply so far is as it was; None where the fault is at work."""
        inner = self._inner
        if self._misfit:
            return self._misfit
        if isinstance(inner, Held):
            if not inner.struck:
                return NO_MOMENT
            inner = inner.inner
        if getattr(inner, "idle", False):
            return NOTHING_MEANT
        why: str | None = getattr(inner, "skipped", None)
        return why

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            return self._begin(step)
        if self._misfit and not (self._misfit == NO_REPLY and isinstance(step, Wait)):
            return (step,)
        return self._inner.feed(step)  # also the time before the head

    def close(self) -> None:
        self._inner.close()

    def _begin(self, head: Head) -> Iterable[Step]:
        needs = self._fault.needs
        self._misfit = OTHER[needs] if needs and not FITS[needs](head) else ""
        if self._misfit:
            return (head,)
        made = self._inner.feed(head)
        return map(self._unsized, made) if self._fault.resizes else made

    @staticmethod
    def _unsized(step: Step) -> Step:
        return without(step, "content-length") if isinstance(step, Head) else step

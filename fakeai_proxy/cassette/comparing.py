"""Holds a live reply against the recorded one, while it passes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request

from .diff.compare import compare
from .diff.difference import Difference
from .drift.again import answered
from .interaction import Capture
from .recorder import Recorder
from .recording import Answered
from .redaction.rules import Rules

logger = logging.getLogger(__name__)

COMPARED = 4 * 2**20
"""Bytes of a reply; of a longer one only these are compared, since that holds up everything else."""
Report = Callable[[tuple[Difference, ...]], None]


def comparing(recorded: Answered, request: Request, rules: Rules, clock: Clock, report: Report) -> Recorder:
    """A transform that changes nothing; `report` is told what differs, once the reply is over.

    Nothing is told of a reply that the client did not await the end of, and nothing of how long it took.
    """

    def submit(capture: Capture) -> None:
        try:
            live = answered(capture, rules)
        except ValueError as failure:
            logger.warning("A reply to %s could not be compared: %s", request.path, failure)
            return
        if live.end != "client_abort":
            report(tuple(one for one in compare(recorded, live) if one.area != "latency"))

    return Recorder(request, order=0, replace=None, clock=clock, submit=submit, cap=COMPARED)

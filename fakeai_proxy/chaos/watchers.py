"""What looks on while a reply of an armed chaos goes out: for the verdict, for limits, for attempts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.guard import FAILED

from .attempts import Attempts
from .journal import Journal
from .mark import Mark
from .metrics import Outcome
from .outcomes import OutcomeLog, Track
from .plan import Plan
from .verdict import Injected, Ledger
from .verdict.watch import Watch
from .weave import Met, Threads

logger = logging.getLogger(__name__)

Count = Callable[[Request, Reply], Reply]


class Watchers:
    """One for all exchanges. Safe for threads."""

    def __init__(self, clock: Clock, salt: bytes, journal: Journal, mark: bool, count: Count) -> None:
        """mark: replies with a fault in them say so, where an experiment does not say otherwise.

        count: the answer of a fault to a request, as telemetry sees it.
        """
        self.clock, self.journal, self.mark, self.count = clock, journal, mark, count
        self.log, self.attempts, self.ledger = OutcomeLog(), Attempts(clock), Ledger(clock, salt)

    def threads(self, plan: Plan, request: Request) -> Threads:
        """Those of one exchange. A WebSocket is not watched."""
        if request.websocket:
            self.release(plan)
            return Threads(
                failed=partial(self.failed, plan),
                skipped=partial(self.skipped, plan, None),
                struck=partial(self.struck, plan),
                counted=partial(self.count, request),
            )
        if plan.touched:
            self.attempts.failed(plan.meeting.subject)  # it may be given up before it is over
        watch = self._watch(plan, request)
        after: list[Transform] = [watch.client] if watch else []
        if plan.touched and plan.source and plan.ruling and self._marks(plan):
            after.insert(0, Mark(plan.name, plan.ruling.rule))
        return Threads(
            before=(watch.upstream,) if watch and plan.touched else (),
            after=[*after, self._track(plan)],
            failed=partial(self.failed, plan),
            skipped=partial(self.skipped, plan, watch),
            struck=partial(self.struck, plan),
            counted=partial(self.count, request),
        )

    def struck(self, plan: Plan, met: Met) -> None:
        """A fault of `plan` does something."""
        self.journal.strike(plan.name, met.rule, met.fault.type)

    def skipped(self, plan: Plan, watch: Watch | None, met: Met, why: str) -> None:
        """A fault of `plan` came to nothing: it counts nowhere."""
        plan.skipped.append(met.fault.type)
        self.journal.skip(plan.name, why, plan.number, met.fault.type)
        if watch:
            watch.spare(Injected(met.fault.type, plan.name, met.rule))

    def failed(self, plan: Plan | None, failure: Exception) -> None:
        """A fault raised, or what decides on faults. Raises `failure` where an experiment wants that."""
        logger.error("A fault failed; all goes on without it.", exc_info=failure)
        if plan is None:
            self.journal.skip("", FAILED)
        if plan and plan.source and not plan.source.fails_open:
            raise failure

    def release(self, plan: Plan) -> None:
        if plan.touched and plan.source:
            plan.source.release()

    def _watch(self, plan: Plan, request: Request) -> Watch | None:
        """For the verdict. Nothing that goes wrong there is to be felt by a client."""
        try:
            return self.ledger.watch(request, blamed(plan))
        except Exception:
            logger.exception("An exchange could not be watched; the verdict does not know of it.")
            return None

    def _track(self, plan: Plan) -> Track:
        subject, live = plan.meeting.subject, plan.meeting.destination is not None
        return Track(self.clock, subject, plan.touched, live, partial(self._over, plan))

    def _over(self, plan: Plan, outcome: Outcome) -> None:
        self.release(plan)
        outcome = outcome._replace(touched=outcome.touched and not plan.spared)
        self.log.add(outcome)
        if outcome.touched:
            return  # counted as it began
        if outcome.ok:
            self.attempts.succeeded(outcome.subject)
        elif not plan.touched:
            self.attempts.failed(outcome.subject)

    def _marks(self, plan: Plan) -> bool:
        wanted = plan.source.mark if plan.source else None
        return self.mark if wanted is None else wanted


def blamed(plan: Plan) -> tuple[Injected, ...]:
    """The faults of `plan`, for the verdict."""
    if plan.ruling is None or not plan.touched:
        return ()
    return tuple(
        Injected(part.fault.type, plan.name, hit.rule) for hit in plan.ruling.hits for part in hit.parts
    )

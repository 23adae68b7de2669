"""What was decided, the most recent decisions, and how many there were of each kind."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from itertools import count
from threading import Lock

from fakeai_proxy.telemetry.names import OTHER, plain

from .armed import Ruling
from .decision import Decision
from .meeting import Meeting
from .plan import Plan

Labels = tuple[str, ...]
ASKED = 500
"""Characters of a header that are kept."""


class Journal:
    """Bounded, but for its counts: those have as many keys as experiments have rules."""

    def __init__(self, limit: int) -> None:
        self._numbers = count(1)
        self._kept: deque[Decision] = deque(maxlen=limit)
        self._lock = Lock()
        self.injected: Counter[Labels] = Counter()
        """By experiment, rule and fault."""
        self.skipped: Counter[Labels] = Counter()
        """By experiment and why."""
        self.results: Counter[Labels] = Counter()
        """By experiment and result."""

    def note(self, plan: Plan, wall: float, asked: str = "") -> int:
        """Remember what `plan` decides at second `wall` of the epoch; asked: the header, if there is one.

        The number of the decision, 0 where there was nothing to decide.
        """
        if plan.ruling is None:
            return 0
        number = next(self._numbers)
        self.add(decision_of(number, plan.name, plan.ruling, plan.meeting, wall, asked))
        return number

    def add(self, decision: Decision) -> None:
        with self._lock:
            self._kept.append(decision)
            self.results[decision.experiment, decision.result] += 1
            if decision.result == "skipped":
                self.skipped[decision.experiment, decision.why] += 1

    def strike(self, experiment: str, rule: str, fault: str) -> None:
        """A fault that was decided on does something."""
        with self._lock:
            self.injected[experiment, rule, fault] += 1

    def skip(self, experiment: str, why: str, number: int = 0, fault: str = "") -> None:
        """A fault that was decided on had nothing to do, or failed; number: of its decision."""
        with self._lock:
            self.skipped[experiment, why] += 1
            for place in range(len(self._kept) - 1, -1, -1) if number else ():
                if self._kept[place].number == number:
                    self._kept[place] = spared(self._kept[place], fault, why)
                    break

    def last(self, limit: int | None = None) -> list[Decision]:
        """The last `limit`, oldest first."""
        with self._lock:
            kept = list(self._kept)
        return kept if limit is None else kept[-limit:]


def spared(decision: Decision, fault: str, why: str) -> Decision:
    """`decision` without `fault`, which came to nothing."""
    left = list(decision.faults)
    if fault in left:
        left.remove(fault)
    if left:
        return replace(decision, faults=tuple(left))
    return replace(decision, result="skipped", why=why)


def decision_of(
    number: int, experiment: str, ruling: Ruling, meeting: Meeting, wall: float, asked: str
) -> Decision:
    """What `experiment` decided on `meeting`, without what may be a secret."""
    request, model = meeting.request, meeting.model
    return Decision(
        number=number,
        at=wall,
        experiment=experiment,
        rule=ruling.rule,
        result=ruling.result,
        why=ruling.why,
        faults=ruling.faults,
        draw=ruling.draw,
        ordinal=ruling.ordinal,
        attempt=meeting.attempt,
        method=request.method,
        host=request.host,
        path=request.path,
        model=model if not model or plain(model) else OTHER,
        stream=meeting.stream,
        fingerprint=meeting.fingerprint.hex(),
        client=meeting.client.hex(),
        scope=request.scope,
        asked=asked[:ASKED],
    )

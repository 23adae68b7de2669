"""How the faults of one hit meet the request, the mode and the reply.

request ─ request faults ─► answer fault, or mode ─ watch ─► [plain] ─ reply faults ─ watch ─► client
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.core.transform import Pipeline, Transform, through
from fakeai_proxy.faults import AnswerFault, Fault, Hit, ReplyFault, RequestFault
from fakeai_proxy.faults.begin import begun, reads_content
from fakeai_proxy.faults.plain import plain
from fakeai_proxy.faults.when import When

from .guard import Guard

Decide = Callable[[Request], Answer]
Failed = Callable[[Exception], None]
Skipped = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One fault of a rule."""

    fault: Fault
    when: When | None = None
    """None: the moment that the fault names itself, if it is timed."""
    memory: MutableMapping[str, Any] = field(default_factory=dict)
    """What it keeps between requests."""

    def hit(self, hit: Hit) -> Hit:
        return replace(hit, memory=self.memory)


@dataclass(frozen=True, slots=True)
class Threads:
    """What is woven in beside the faults, and who is told where a fault does not do its part."""

    before: Sequence[Transform] = ()
    """Of the reply as its source sends it; not where a fault answers."""
    after: Sequence[Transform] = ()
    """Of the reply as the client gets it."""
    failed: Failed = lambda failure: None
    """A fault raised; all goes on without it."""
    skipped: Skipped = lambda why: None
    """A fault had nothing to do with this reply."""


def woven(parts: Sequence[Part], hit: Hit, decide: Decide, threads: Threads) -> Answer:
    """The answer to `hit.request` with the faults of `parts` in it; a WebSocket is left as it is.

    `decide` is called once, or not at all. What it raises is raised.
    """
    meant = hit.request
    hit = replace(hit, request=changed(parts, hit, threads.failed))
    refusing, reply = answered(parts, hit, threads.failed)
    before = threads.before if reply is None else ()
    answer = decide(hit.request) if reply is None else reply
    if isinstance(answer, Forward):
        hit = replace(hit, live=True)
        answer = replace(answer, request=None if hit.request is meant else hit.request)
    rest = [part for part in parts if part is not refusing]
    return passed(answer, *before, *transforms(rest, hit, threads), *threads.after)


def changed(parts: Sequence[Part], hit: Hit, failed: Failed) -> Request:
    """What is asked after all request faults."""
    for part in parts:
        if isinstance(part.fault, RequestFault):
            try:
                hit = replace(hit, request=part.fault.change(part.hit(hit)))
            except Exception as failure:
                failed(failure)
    return hit.request


def answered(parts: Sequence[Part], hit: Hit, failed: Failed) -> tuple[Part | None, Reply | None]:
    """The first part that answers, and its reply."""
    for part in parts:
        try:
            if (
                isinstance(part.fault, AnswerFault)
                and (reply := part.fault.answer(part.hit(hit))) is not None
            ):
                return part, reply
        except Exception as failure:
            failed(failure)
    return None, None


def transforms(parts: Sequence[Part], hit: Hit, threads: Threads) -> list[Transform]:
    """Those of the reply faults, each on its guard; before them a content-encoding is taken off if any reads."""
    made: list[Transform] = []
    reads = False
    for part in parts:
        if isinstance(part.fault, ReplyFault):
            try:
                fault = begun(part.fault, part.hit(hit), part.when)
                made.append(Guard(fault, threads.failed, threads.skipped))
                reads = reads or reads_content(part.fault, part.when)
            except Exception as failure:
                threads.failed(failure)
    return [Guard(plain(), threads.failed), *made] if reads else made


def passed(answer: Answer, *transforms: Transform) -> Answer:
    """`answer` through `transforms`, which are closed with it, even where no step of it was ever pulled."""
    match answer:
        case Upgrade():
            Pipeline(*transforms).close()
            return answer
        case Forward():
            return replace(answer, pipeline=Pipeline(*answer.pipeline.transforms, *transforms))
        case reply:
            return through(reply, Pipeline(*transforms)) if transforms else reply

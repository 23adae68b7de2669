"""How the faults of one hit meet the request, the mode and the reply.

request ─ request faults ─► answer fault, or mode ─ watch ─► [plain] ─ reply faults ─ watch ─► client
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from fakeai_proxy.core.exchange import Answer, Forward, Request, passed
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults import AnswerFault, Fault, Hit, ReplyFault, RequestFault
from fakeai_proxy.faults.begin import begun, reads_content
from fakeai_proxy.faults.guard import FAILED, Guard
from fakeai_proxy.faults.plain import plain
from fakeai_proxy.faults.when import When

Decide = Callable[[Request], Answer]
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One fault of a rule."""

    fault: Fault
    when: When | None = None
    """None: the moment that the fault names itself, if it is timed."""
    memory: MutableMapping[str, Any] = field(default_factory=dict)
    """What it keeps between requests."""


@dataclass(frozen=True, slots=True)
class Met:
    """A fault and the request that it has met."""

    fault: Fault
    when: When | None
    hit: Hit
    rule: str = ""


LET_THROUGH = "it let the request through"


@dataclass(frozen=True, slots=True)
class Threads:
    """What is woven in beside the faults, and who is told where a fault does not do its part."""

    before: Sequence[Transform] = ()
    """Of the reply as its source sends it; not where a fault answers."""
    after: Sequence[Transform] = ()
    """Of the reply as the client gets it."""
    failed: Failed = lambda failure: None
    """A fault raised; all goes on without it, unless this raises too."""
    skipped: Callable[[Met, str], None] = lambda met, why: None
    """A fault had nothing to do with this reply."""
    struck: Callable[[Met], None] = lambda met: None
    """A fault does something, from now on; told once of each."""
    counted: Callable[[Reply], Reply] = lambda reply: reply
    """The answer of a fault, as telemetry sees it: no mode has counted it."""


def woven(request: Request, faults: Sequence[Met], decide: Decide, threads: Threads) -> Answer:
    """The answer to `request` with `faults` in it; a WebSocket is left as it is.

    `decide` is called once, or not at all. What it raises is raised.
    """
    asked = changed(request, faults, threads)
    faults = [replace(met, hit=replace(met.hit, request=asked)) for met in faults]
    broken = list[Met]()
    refusing, reply = answered(faults, threads.failed, broken)
    judge(faults, refusing, broken, threads)
    if reply is not None:
        rest = [met for met in faults if met is not refusing]
        return passed(threads.counted(reply), *transforms(rest, threads), *threads.after)
    answer = decide(asked)
    if isinstance(answer, Forward):
        faults = [replace(met, hit=replace(met.hit, live=True)) for met in faults]
        answer = replace(answer, request=answer.request or (None if asked is request else asked))
    return passed(answer, *threads.before, *transforms(faults, threads), *threads.after)


def changed(request: Request, faults: Sequence[Met], threads: Threads) -> Request:
    """What is asked after all request faults."""
    for met in faults:
        if isinstance(met.fault, RequestFault):
            try:
                request = met.fault.change(replace(met.hit, request=request))
                threads.struck(met)
            except Exception as failure:
                came_to_nothing(met, failure, threads)
    return request


def answered(faults: Sequence[Met], failed: Failed, broken: list[Met]) -> tuple[Met | None, Reply | None]:
    """The first fault that answers, and its reply; those that raised are added to `broken`."""
    for met in faults:
        try:
            reply = met.fault.answer(met.hit) if isinstance(met.fault, AnswerFault) else None
            if reply is not None:
                return met, reply
        except Exception as failure:
            broken.append(met)
            failed(failure)
    return None, None


def came_to_nothing(met: Met, failure: Exception, threads: Threads) -> None:
    """`met` raised before it did anything. Raises `failure` where the experiment wants that."""
    threads.skipped(met, FAILED)
    threads.failed(failure)


def judge(faults: Sequence[Met], refusing: Met | None, broken: Sequence[Met], threads: Threads) -> None:
    """Tell which faults that answer did. One that is of the reply too is judged by that."""
    for met in faults:
        if met is refusing:
            threads.struck(met)
        elif isinstance(met.fault, AnswerFault) and not isinstance(met.fault, ReplyFault):
            threads.skipped(met, FAILED if any(one is met for one in broken) else LET_THROUGH)


def transforms(faults: Sequence[Met], threads: Threads) -> list[Transform]:
    """Those of the reply faults, each on its guard; if any reads, a content-encoding is taken off first."""
    made: list[Transform] = []
    reads = False
    for met in faults:
        if isinstance(met.fault, ReplyFault):
            try:
                inner, skipped = begun(met.fault, met.hit, met.when), partial(threads.skipped, met)
                made.append(Guard(inner, threads.failed, skipped, partial(threads.struck, met)))
                reads = reads or reads_content(met.fault, met.when)
            except Exception as failure:
                came_to_nothing(met, failure, threads)
    return [Guard(plain(), threads.failed), *made] if reads else made

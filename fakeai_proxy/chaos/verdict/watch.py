"""Watches one exchange: in front of the faults what upstream sends, behind them what the client gets.

reply ─► Watch.upstream ─► faults ─► Watch.client ─► driver
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isfinite

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, Head, Raw, Step, Wait

from .asked import asked_of
from .attempt import Attempt, Injected, Told
from .delivery import Delivery
from .hearing import Hearing
from .told import hopeless, told_by


class Upstream:
    """A Transform that changes nothing. Not fed where a fault answers in place of upstream."""

    def __init__(self, hearing: Hearing) -> None:
        self.hearing, self.status, self.waited = hearing, 0, 0.0

    def feed(self, step: Step) -> tuple[Step]:
        """`step`, untouched."""
        match step:
            case Head(status):
                self.status = status
                self.hearing.begin(step)
            case Data(body):
                self.hearing.feed(body)
            case Wait(seconds) if isfinite(seconds):
                self.waited += seconds
        return (step,)

    def close(self) -> None:
        return None


class Client:
    """A Transform that changes nothing; `over` is called when the reply is."""

    def __init__(self, delivery: Delivery, over: Callable[[], None]) -> None:
        self._delivery, self._over = delivery, over

    def feed(self, step: Step) -> tuple[Step]:
        """`step`, untouched."""
        self._delivery.feed(step)
        return (step,)

    def close(self) -> None:
        self._delivery.close()
        self._over()


class Watch:
    """One exchange. `done` gets it once, when it is over."""

    def __init__(
        self,
        number: int,
        request: Request,
        injected: tuple[Injected, ...],
        *,
        clock: Clock,
        salt: bytes,
        done: Callable[[Watch], None],
    ) -> None:
        self.number, self.injected, self._clock = number, injected, clock
        self.asked = asked_of(request, salt)
        self._hearing = Hearing.of(request, self.asked)
        self._delivery = Delivery(clock, self._see)
        self._told, self._raw = Told(), False
        self.upstream = Upstream(Hearing.of(request, self.asked))
        """To be put in front of all faults, where there is any."""
        self.client = Client(self._delivery, lambda: done(self))
        """To be put behind them."""

    def spare(self, injected: Injected) -> None:
        """A fault came to nothing."""
        left = list(self.injected)
        if injected in left:
            left.remove(injected)
        self.injected = tuple(left)

    def _see(self, step: Step) -> None:
        match step:
            case Head():
                self._told = told_by(step, self._clock.wall(), self.asked.host)
                self._hearing.begin(step)
            case Data(body):
                self._hearing.feed(body)
            case Raw():
                self._raw = True

    def attempt(self) -> Attempt:
        """What is known by now."""
        delivery = self._delivery
        ended_at, ended = delivery.ended()
        over = ended != "open"
        heard = self._hearing.heard(over=over)
        if ended == "complete" and 200 <= delivery.status < 300 and (heard.flaw or not heard.finished):
            ended = "unfinished"
        if ended in ("complete", "unfinished") and self._raw:
            ended = "cut"
        source = self.upstream if self.injected else None
        return Attempt(
            number=self.number,
            asked=self.asked,
            at=delivery.at,
            head_at=delivery.head_at,
            last_at=delivery.last_at,
            silence=max(delivery.silence, ended_at - delivery.last_at),
            ended_at=ended_at,
            ended=ended,
            status=delivery.status,
            size=delivery.size,
            told=replace(self._told, hopeless=hopeless(delivery.status, heard.error, self._told)),
            heard=heard,
            injected=self.injected,
            upstream=source.status if source else delivery.status,
            upstream_tokens=source.hearing.heard(over=over).tokens if source else heard.tokens,
            delay=max(0.0, delivery.waited - source.waited) if source else 0.0,
        )

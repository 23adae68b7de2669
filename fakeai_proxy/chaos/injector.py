"""Where faults meet requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Answer, Injected, Request
from fakeai_proxy.core.steps import Hold
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.faults import ConnectionFault, Phase

from .error_injection import ErrorInjectionSettings
from .experiments import Experiments
from .implicit import experiment_of as implicit
from .journal import Journal
from .meeting import Meeting
from .optin import OptIn, without_header
from .plan import Plan
from .reading import timely
from .settings import HEADER, ChaosSettings
from .watchers import Count, Watchers
from .weave import Decide, woven


class Chaos:
    """All experiments of one simulator. Thread-safe."""

    def __init__(
        self,
        settings: ChaosSettings,
        seed: int,
        clock: Clock,
        destination: Callable[[Request], str | None] = lambda request: None,
        errors: ErrorInjectionSettings | None = None,
        count: Count = lambda request, reply: reply,
    ) -> None:
        """destination: the host that a request may be forwarded to; None where it is answered here.
        count: the answer of a fault to a request, as telemetry sees it.

        Raises SettingsError where the experiment of `settings` cannot be run.
        """
        self.settings, self.clock, self.destination = settings, clock, destination
        self.journal = Journal(settings.journal)
        salt = seed.to_bytes(8, "little", signed=True)
        self.watchers = Watchers(clock, salt, self.journal, settings.mark, count)
        self.experiments = Experiments(settings, seed, clock, self.watchers.log)
        self.optin = OptIn(settings, seed) if settings.allow_header else None
        if settings.experiment is not None:
            self.experiments.add(timely(settings.experiment, clock.wall()))
        if errors is not None and errors.enabled:
            self.experiments.add(implicit(errors, settings))

    @property
    def armed(self) -> bool:
        """Whether any request or connection can be touched."""
        return self.optin is not None or self.experiments.under_way

    def stop(self, why: str = "kill switch") -> None:
        """Touch nothing from now on, and hold nothing up, until an experiment is added."""
        optin, self.optin = self.optin, None
        if optin is not None:
            optin.hold.release()
        self.experiments.stop(why)

    def look(self) -> None:
        """End what is to end by now: for who holds something up, and hears of no request meanwhile."""
        self.experiments.look()

    def handle(self, request: Request, decide: Decide) -> Answer | Injected:
        """The answer of `decide` to `request`, with whatever faults are decided on.

        Raises ApiError for a header that cannot be understood, and what `decide` raises.
        """
        text, request = request.header(HEADER), without_header(request)
        if not (self.armed or self.experiments.looked_after):
            return decide(request)
        try:
            plan = self._plan(request, text)
        except ApiError:
            raise
        except Exception as failure:
            self._failed(failure)
            return decide(request)
        threads = self.watchers.threads(plan, request)
        try:
            answer = woven(request, plan.met(request, self.clock), decide, threads)
        except BaseException:
            Pipeline(*threads.after).close()
            raise
        if plan.ruling and plan.touched and not plan.spared:
            return Injected(answer, plan.ruling.faults, plan.skipped)
        return answer

    def connection(
        self, phase: Phase, host: str, peer: str, scope: str = ""
    ) -> tuple[ConnectionFault, Hold] | None:
        """The fault that meets a connection to `host` from `peer` in `phase`, if any, and what it holds."""
        if not self.experiments.under_way:
            return None
        request = Request("CONNECT", f"{phase} {host}", host=host, peer=peer, scope=scope)
        try:
            plan = self._by_experiments(self._meeting(request), phase)
        except Exception as failure:
            self.watchers.failed(None, failure)
            return None
        fault = plan.ruling.parts[0].fault if plan and plan.ruling and plan.touched else None
        if not isinstance(fault, ConnectionFault) or not (plan and plan.ruling and plan.source):
            return None
        self.journal.strike(plan.name, plan.ruling.rule, fault.type)
        return fault, plan.source.hold

    def _plan(self, request: Request, text: str) -> Plan:
        meeting, optin = self._meeting(request), self.optin
        if text and optin is not None:
            plan = Plan(meeting, optin, optin.rule(meeting, text))
            number = self.journal.note(plan, self.clock.wall(), text)
            if plan.touched:
                return replace(plan, number=number)
        return self._by_experiments(meeting, None, text) or Plan(meeting)

    def _by_experiments(self, meeting: Meeting, phase: Phase | None, text: str = "") -> Plan | None:
        """By the first that touches it; those after it do not hear of it."""
        for running in self.experiments.running:
            if ruling := running.rule(meeting, phase):
                plan = Plan(meeting, running, ruling)
                number = self.journal.note(plan, self.clock.wall(), text)
                if plan.touched:
                    return replace(plan, number=number)
        return None

    def _meeting(self, request: Request) -> Meeting:
        return Meeting(request, self.destination, self.watchers.attempts.get)

    def _failed(self, failure: Exception) -> None:
        """What decides on faults failed: nothing is touched, unless an experiment wants an error then."""
        self.watchers.failed(None, failure)
        if any(not one.ended and not one.fails_open for one in self.experiments.running):
            raise failure

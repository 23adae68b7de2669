"""One experiment under way: its rules in order, within its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.seeding import Ordinals
from fakeai_proxy.core.steps import Hold
from fakeai_proxy.faults import Phase

from .armed import Armed, RuleHit, Ruling
from .experiment import Experiment
from .hypothesis import Hypothesis
from .limits import Limits
from .meeting import Meeting
from .outcomes import OutcomeLog
from .settings import ChaosSettings
from .shots import SUBJECTS, Draws, Now, subject_of
from .stop_conditions import StopConditions


class Running:
    """Safe for threads."""

    def __init__(
        self, experiment: Experiment, settings: ChaosSettings, seed: int, clock: Clock, log: OutcomeLog
    ) -> None:
        """seed: where the experiment names none."""
        self.experiment, self.settings, self.clock = experiment, settings, clock
        self.seed = seed if experiment.seed is None else experiment.seed
        self.ended, self.ended_at = "", 0.0
        """ended: why it is over; "" where it is not."""
        self.hold = Hold()
        """Of all that its faults hold up: over with the experiment, but for the end that max_injections is,
        since the last of them would be none."""
        self.limits = Limits(experiment.safety, settings.allow_hosts)
        self._stop = StopConditions(experiment, log, clock.now())
        self.armed = [Armed.of(rule) for rule in experiment.rules]
        self._ordinals, self._lock = Ordinals(SUBJECTS), Lock()

    @property
    def name(self) -> str:
        return self.experiment.experiment

    @property
    def written(self) -> Mapping[str, Any]:
        """The experiment as its file could say it, without what is left to defaults."""
        return self.experiment.model_dump(
            mode="json", by_alias=True, exclude_unset=True, serialize_as_any=True
        )

    @property
    def mark(self) -> bool | None:
        """Whether replies with a fault say so; None: as the settings have it."""
        return self.experiment.mark

    @property
    def fails_open(self) -> bool:
        """All goes on without a fault that fails."""
        return self.experiment.safety.fail_open

    @property
    def hypothesis(self) -> Hypothesis:
        return self._stop.hypothesis

    @property
    def observes(self) -> bool:
        """It injects nothing."""
        return self.settings.observe or self.experiment.mode == "observe"

    @property
    def elapsed(self) -> float:
        """Seconds since the first fault might come, up to its end; negative before."""
        return (self.ended_at if self.ended else self.clock.now()) - self._stop.started

    def stop(self, why: str) -> None:
        """From now on nothing is touched, and nothing held up."""
        with self._lock:
            self._let_go(why)

    def change(self, experiment: Experiment) -> None:
        """Go on as `experiment`; rules keep what they counted where they count the same."""
        with self._lock:
            former = {armed.rule.id: armed for armed in self.armed}
            self.armed = [Armed.of(rule, former.get(rule.id)) for rule in experiment.rules]
            self.experiment = self._stop.experiment = experiment
            self.limits.safety = experiment.safety

    def rule(self, meeting: Meeting, phase: Phase | None = None) -> Ruling | None:
        """What happens to `meeting`, a request or (phase) a connection.

        None where it matches no rule, or nothing is to be touched now.
        """
        if not self.under_way():
            return None
        fitting = [armed for armed in self.armed if armed.fits(meeting, phase)]
        if not fitting:
            return None
        subjects = meeting.drawn_for, meeting.destination  # takes a while: not below the lock
        with self._lock:
            if self.ended:
                return None
            self.limits.matched += 1
            ordinal = self._ordinals.next(subjects[0])
            draws = Draws(self.name.encode(), self.seed, meeting, ordinal)
            hits = list(self._hits(fitting, meeting, draws))
            ruling = Ruling("injected" if hits else "missed", "", hits, draws.last, ordinal)
            return self._limited(ruling, meeting, lasting=phase is None) if hits else ruling

    def under_way(self) -> bool:
        """Whether anything may be touched now: looks at clock, files and metrics."""
        if self.hold.over:
            return False
        with self._lock:
            now = self.clock.now()
            if why := self._stop.met(now):
                self._let_go(why)
            return not self.ended and now >= self._stop.started

    def release(self) -> None:
        """A reply with a fault of this experiment is over."""
        with self._lock:
            self.limits.active -= 1

    def look_after(self) -> None:
        """See whether the steady state is back, once it is over."""
        if self.ended:
            with self._lock:
                self.hypothesis.look("after", self.clock.now(), self.ended_at)

    def _hits(self, fitting: Sequence[Armed], meeting: Meeting, draws: Draws) -> Iterator[RuleHit]:
        now = Now(self.elapsed, self.clock.wall())
        for armed in fitting:
            armed.matched += 1
        for armed in fitting:
            rule, shots = armed.rule, armed.shots
            alone = rule.id.encode() if rule.compose else None
            if not shots.hit(meeting, now, partial(draws.hit, alone=alone)):
                continue
            faults = rule.fault or rule.of_hit(armed.steps.next(subject_of(meeting, rule.per)))
            if faults is not None:
                yield RuleHit(rule.id, shots.hits, armed.parts(faults), shots)
                if not rule.compose:
                    return

    def _limited(self, ruling: Ruling, meeting: Meeting, *, lasting: bool) -> Ruling:
        """`ruling`, or why nothing comes of it; lasting: it is active until it is released."""
        if why := self.limits.forbid(ruling, meeting):
            return replace(ruling, result="skipped", why=why)
        ruling.count()
        self.limits.injected += 1
        if self.limits.used_up:
            self._end("max_injections")
        if self.observes:
            return replace(ruling, result="observed")
        self.limits.active += lasting
        return ruling

    def _let_go(self, why: str) -> None:
        self._end(why)
        self.hold.release()

    def _end(self, why: str) -> None:
        if not self.ended:
            self.ended, self.ended_at = why, self.clock.now()

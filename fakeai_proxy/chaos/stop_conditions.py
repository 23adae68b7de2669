"""What ends an experiment by itself: a file, its time, what the proxy sees of its clients."""

from __future__ import annotations

from math import isnan

from .experiment import Experiment
from .hypothesis import Hypothesis
from .metrics import METRICS
from .outcomes import OutcomeLog
from .safety import Condition

LOOK = 0.05
"""Seconds between two looks at metrics, if anything ended in between."""


class StopConditions:
    """Looked at before every decision. Not safe for threads."""

    def __init__(self, experiment: Experiment, log: OutcomeLog, begun: float) -> None:
        """begun: when looking on began; the first fault comes after the baseline."""
        self.experiment, self.begun, self.started = experiment, begun, begun + experiment.baseline
        self.hypothesis = Hypothesis(experiment.steady_state, log)
        self._log, self._looked, self._looked_at, self._before = log, -1, begun - LOOK, False

    def met(self, now: float) -> str:
        """Why the experiment is over; "" where it is not."""
        safety = self.experiment.safety
        if any(path.exists() for path in safety.files):
            return "kill switch: a file"
        if safety.max_duration is not None and now - self.started >= safety.max_duration:
            return "max_duration"
        if now < self.started:
            return ""
        if not self._before:
            self._before = True
            if not self.hypothesis.look("before", self.started, self.begun):
                return "steady_state does not hold before the first fault"
        if now - self._looked_at < LOOK or self._log.count == self._looked:
            return ""
        self._looked, self._looked_at = self._log.count, now
        self.hypothesis.look("during", now, self.started)
        return next((why for one in safety.abort_if if (why := self._broken(one, now))), "")

    def _broken(self, condition: Condition, now: float) -> str:
        _, read = METRICS[condition.metric]
        value, count = read(self._log.since(max(self.begun, now - condition.window)))
        if count < condition.at_least or isnan(value):
            return ""
        greater = condition.gt is not None and value > condition.gt
        less = condition.lt is not None and value < condition.lt
        return f"abort_if: {condition}, it is {value:.3g}" if greater or less else ""

"""The experiments of one simulator, by name, in the order in which they were added."""

from __future__ import annotations

import logging
from threading import Lock

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import SettingsError, nearest

from .experiment import Experiment
from .outcomes import OutcomeLog
from .running import Running
from .settings import ChaosSettings

logger = logging.getLogger(__name__)


class Experiments:
    """Safe for threads: who reads takes `running` as it is at that moment."""

    def __init__(self, settings: ChaosSettings, seed: int, clock: Clock, log: OutcomeLog) -> None:
        self._settings, self._seed, self._clock, self._log = settings, seed, clock, log
        self.running: tuple[Running, ...] = ()
        """Those that are over too, until they are removed."""
        self._lock = Lock()

    @property
    def under_way(self) -> bool:
        """One of them may touch something."""
        return any(not one.ended for one in self.running)

    @property
    def looked_after(self) -> bool:
        """One that is over wants to know whether the steady state is back."""
        return any(one.ended and one.experiment.steady_state for one in self.running)

    def add(self, experiment: Experiment) -> Running:
        """Start `experiment`. Raises SettingsError where one of that name runs, or a moment of it is over."""
        past(experiment, self._clock)
        with self._lock:
            name = experiment.experiment
            if any(one.name == name and not one.ended for one in self.running):
                raise SettingsError(f"experiment: '{name}' is under way already")
            fresh = Running(experiment, self._settings, self._seed, self._clock, self._log)
            self.running = (*(one for one in self.running if one.name != name), fresh)
        return fresh

    def find(self, name: str) -> Running:
        """Raises SettingsError where there is none."""
        found = next((one for one in self.running if one.name == name), None)
        if found is None:
            names = [one.name for one in self.running]
            raise SettingsError(f"experiment: there is no '{name}'{nearest(name, names)}")
        return found

    def change(self, name: str, experiment: Experiment) -> Running:
        """Let the one called `name` go on as `experiment`."""
        past(experiment, self._clock)
        running = self.find(name)
        if experiment.experiment != name:
            raise SettingsError(f"experiment: the name '{name}' cannot be changed")
        running.change(experiment)
        return running

    def remove(self, name: str) -> None:
        """End and forget the one called `name`."""
        running = self.find(name)
        running.stop("removed")
        with self._lock:
            self.running = tuple(one for one in self.running if one is not running)

    def look(self) -> None:
        """End those that are to end by now; also one that cannot be told of any more."""
        for one in self.running:
            try:
                one.under_way()
            except Exception as failure:
                logger.error("An experiment is ended: what would stop it cannot be told.", exc_info=failure)
                one.stop("its stop conditions cannot be looked at")

    def stop(self, why: str) -> None:
        """End all."""
        for one in self.running:
            one.stop(why)


def past(experiment: Experiment, clock: Clock) -> None:
    """Raises SettingsError where a moment of `experiment` is over."""
    if why := experiment.over_by(clock.wall()):
        raise SettingsError(why)

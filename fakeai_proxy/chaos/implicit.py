"""The experiment that `[error_injection]` stands for."""

from __future__ import annotations

from .error_injection import ErrorInjectionSettings
from .experiment import Experiment
from .settings import ChaosSettings

NAME = "error_injection"


def experiment_of(given: ErrorInjectionSettings, chaos: ChaosSettings) -> Experiment:
    """One rule for each type, which share the rate; it has no end."""
    share = 100 * given.rate / len(given.faults)
    rules = [
        {"id": f"{number}-{fault['name']}", "trigger": {"percent": share}, "fault": fault}
        for number, fault in enumerate(given.faults, 1)
    ]
    safety = {"max_active": chaos.max_active, "max_duration": None}
    return Experiment.model_validate({"experiment": NAME, "safety": safety, "rules": rules})

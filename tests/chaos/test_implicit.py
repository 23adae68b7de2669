from __future__ import annotations

from fakeai_proxy.chaos import ChaosSettings
from fakeai_proxy.chaos.error_injection import ErrorInjectionSettings
from fakeai_proxy.chaos.implicit import experiment_of


def test_the_types_share_the_rate_and_there_is_no_end() -> None:
    errors = ErrorInjectionSettings(enabled=True, rate=0.3, types=("500", "429", "rate_limit"))
    experiment = experiment_of(errors, ChaosSettings(max_active=7))
    assert [rule.id for rule in experiment.rules] == ["1-internal_error", "2-rate_limit", "3-rate_limit"]
    assert [rule.trigger.percent for rule in experiment.rules] == [10, 10, 10]
    assert (experiment.safety.max_duration, experiment.safety.max_active) == (None, 7)


def test_all_of_all_requests() -> None:
    every = ErrorInjectionSettings(enabled=True, rate=1, types=("500", "503", "429"))
    shares = [rule.trigger.percent for rule in experiment_of(every, ChaosSettings()).rules]
    assert sum(shares) > 99.999  # type: ignore[arg-type]

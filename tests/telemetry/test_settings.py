import pytest
from pydantic import ValidationError

from fakeai_proxy.telemetry import TelemetrySettings


def test_it_is_on_and_in_memory_by_default():
    settings = TelemetrySettings()
    assert settings.enabled
    assert settings.path is None


@pytest.mark.parametrize(
    "wrong",
    [{"capacity": 10}, {"window_seconds": 0}, {"retention_hours": -1}, {"window_seconds": float("inf")}],
)
def test_what_cannot_be_meant_is_refused(wrong):
    with pytest.raises(ValidationError):
        TelemetrySettings(**wrong)

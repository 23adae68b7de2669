from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.error_injection import TYPES, ErrorInjectionSettings
from fakeai_proxy.faults import fault_of
from fakeai_proxy.faults.http.error import HttpError


def test_it_is_off() -> None:
    settings = ErrorInjectionSettings()
    assert (settings.enabled, settings.rate, settings.types) == (False, 0.01, ("500", "503", "429"))


@pytest.mark.parametrize("name", TYPES)
def test_every_type_is_a_fault(name: str) -> None:
    (given,) = ErrorInjectionSettings(types=(name,)).faults
    assert isinstance(fault_of(given), HttpError)


@pytest.mark.parametrize(
    ("given", "taken"),
    [(429, "429"), ("Rate Limit", "rate_limit"), ("invalid-request", "invalid_request"), (" 500 ", "500")],
)
def test_spellings(given: object, taken: str) -> None:
    assert ErrorInjectionSettings.model_validate({"types": [given]}).types == (taken,)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"types": ["internal_eror"]}, "did you mean 'internal_error'?"),
        ({"types": ["418"]}, "unknown error type '418'"),
        ({"types": []}, "at least 1 item"),
        ({"types": [True]}, "valid string"),
        ({"rate": 1.01}, "less than or equal to 1"),
        ({"rate": -0.1}, "greater than or equal to 0"),
        ({"rate": float("nan")}, "finite number"),
        ({"rates": 0.1}, "Extra inputs"),
    ],
)
def test_what_is_refused(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ErrorInjectionSettings.model_validate(given)
    assert why in str(refused.value)

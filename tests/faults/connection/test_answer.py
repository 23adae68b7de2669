from __future__ import annotations

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.steps import Abort, Wait
from fakeai_proxy.faults import fault_of
from tests.faults.hits import answered


@pytest.mark.parametrize("how", ["close", "reset"])
def test_there_is_no_answer(how: str) -> None:
    assert answered({"type": f"connection.{how}"}) == [Wait(0), Abort(how)]  # type: ignore[arg-type]
    assert answered({"type": f"connection.{how}", "delay": 1.5}) == [Wait(1.5), Abort(how)]  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [{"delay": -1}, {"delay": 86_401}, {"dealy": 1}])
def test_what_is_wrong_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        fault_of({"type": "connection.close", **given})

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from fakeai_proxy.chaos.given import Faults, fault_given
from fakeai_proxy.faults.connection.answer import Reset
from fakeai_proxy.faults.stream.cut import Cut

FAULTS = TypeAdapter(Faults)


def test_a_fault_is_a_name_a_table_or_itself() -> None:
    assert fault_given("stream.cut") == fault_given({"type": "stream.cut"}) == fault_given(Cut()) == Cut()


def test_one_may_stand_for_a_list_of_one() -> None:
    assert FAULTS.validate_python("stream.cut") == (Cut(),)
    assert FAULTS.validate_python(["stream.cut", {"type": "connection.reset"}]) == (Cut(), Reset())


def test_a_mistake_is_told_with_its_place() -> None:
    with pytest.raises(ValidationError) as wrong:
        FAULTS.validate_python(["stream.cut", {"type": "stream.cut", "x": 1}])
    assert wrong.value.errors()[0]["loc"] == (1, "x")
    with pytest.raises(ValidationError, match=r"did you mean 'stream.cut'"):
        FAULTS.validate_python("stream.cutt")
    with pytest.raises(ValidationError, match="a fault is a name, or a table"):
        FAULTS.validate_python([{"name": "stream.cut"}])

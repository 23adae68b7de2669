from __future__ import annotations

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.faults import FAULTS, fault_named, fault_of
from fakeai_proxy.faults.stream.cut import Cut

SHORT = 110


def test_every_fault_is_what_the_table_says() -> None:
    for name in FAULTS:
        fault = fault_named(name)
        assert fault.model_fields["type"].default == name
        assert fault.model_config["extra"] == "forbid", name
        assert fault.model_config["frozen"], name


def test_every_fault_is_documented() -> None:
    for name in FAULTS:
        fault = fault_named(name)
        first = (fault.__doc__ or "").partition("\n")[0]
        assert 0 < len(first) <= SHORT, name
        assert first.endswith("."), name
        fields = fault.model_fields.items()
        assert [key for key, field in fields if key != "type" and not field.description] == [], name


def test_names_tell_the_family_by_the_first_word() -> None:
    assert {name.partition(".")[0] for name in FAULTS} == {
        where.partition(".")[0].removesuffix("s") for where in FAULTS.values()
    }


def test_a_fault_by_its_parameters() -> None:
    assert fault_of({"type": "stream.cut"}) == Cut()


def test_what_is_no_fault_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"unknown fault 'stream.cutt' \(did you mean 'stream.cut'\?\)"):
        fault_of({"type": "stream.cutt"})
    with pytest.raises(SettingsError, match="unknown fault ''"):
        fault_of({})
    with pytest.raises(ValidationError):
        fault_of({"type": "stream.cut", "after": 3})

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.telemetry import telemetry
from fakeai_proxy.telemetry.columns import FINISHES, OUTCOMES, ROW, SOURCES
from fakeai_proxy.telemetry.keys import BITS, Exchanges, Group, Served, group_of, pack, unpack


@pytest.mark.parametrize("key", [Exchanges, Served, Group])
@given(data=st.data())
def test_what_is_packed_comes_back(key, data):
    values = {name: data.draw(st.integers(0, 2 ** BITS[name] - 2)) for name in key._fields}
    rows = np.zeros(1, ROW)
    for name, value in values.items():
        rows[name] = value - (name == "worker")
    assert unpack(int(pack(rows, key)[0]), key) == tuple(int(rows[name][0]) for name in key._fields)


def test_one_group_is_packed_as_many_are():
    rows = np.zeros(1, ROW)
    rows["model"], rows["worker"], rows["source"] = 7, -1, 2
    assert group_of(7, -1, 2) == pack(rows, Group)[0]


@pytest.mark.parametrize(
    ("name", "largest"),
    [
        ("model", telemetry.MODELS + 1),
        ("endpoint", telemetry.ENDPOINTS + 1),
        ("error", telemetry.ERRORS + 1),
        ("source", len(SOURCES) - 1),
        ("outcome", len(OUTCOMES) - 1),
        ("finish", len(FINISHES) - 1),
        ("status", 999),
    ],
)
def test_each_number_fits_its_bits(name, largest):
    assert largest < 2 ** BITS[name]

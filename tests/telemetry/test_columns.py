import numpy as np

from fakeai_proxy.telemetry.columns import COLUMNS, NAMED, PACKED, ROW, within
from tests.markdown import ROOT


def test_struct_and_numpy_read_the_same_bytes():
    values = [*map(float, range(7)), *range(7, len(COLUMNS))]
    row = np.frombuffer(PACKED.pack(*values), ROW)[0]
    assert row.tolist() == tuple(values)


def test_a_row_is_about_140_bytes():
    assert ROW.itemsize == PACKED.size == 144


def test_values_are_cut_to_their_columns():
    least = dict(zip(ROW.names, PACKED.unpack(PACKED.pack(*within([-5] * len(COLUMNS)))), strict=True))
    most = dict(zip(ROW.names, PACKED.unpack(PACKED.pack(*within([2**70] * len(COLUMNS)))), strict=True))
    assert (least["at"], least["prompt_tokens"], least["worker"], least["source"]) == (-5, 0, -1, 0)
    assert (most["prompt_tokens"], most["worker"], most["source"]) == (2**32 - 1, 2**15 - 1, 255)


def test_what_is_named_is_a_column():
    assert set(NAMED) <= {name for name, _, _ in COLUMNS}


def test_every_column_has_its_line():
    lines = (ROOT / "docs" / "telemetry.md").read_text().splitlines()
    assert [name for name, _, meaning in COLUMNS if f"| `{name}` | {meaning} |" not in lines] == []

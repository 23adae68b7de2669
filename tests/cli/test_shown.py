from __future__ import annotations

import pytest
from rich.table import Table

from fakeai_proxy.cli.shown import console, milliseconds, number, percent


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "-"),
        (0, "0"),
        (7.0, "7"),
        (0.12345, "0.123"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (1e6, "1,000,000"),
    ],
)
def test_numbers(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_shares_and_times() -> None:
    assert (percent(0.475), milliseconds(1.2345), milliseconds(None)) == ("47.5%", "1,234.5", "-")


def test_a_table_that_is_piped_cuts_no_name(capsys: pytest.CaptureFixture[str]) -> None:
    name = "nvidia/llama-3.3-nemotron-super-49b-v1.5"
    console().print(Table(*["a column of figures"] * 6, name))
    assert name in capsys.readouterr().out

from __future__ import annotations

import pytest

from fakeai_proxy.cassette.chosen import Chosen
from tests.cassette.test_conversation import EMPTY, of


@pytest.mark.parametrize(
    ("chosen", "is_in"),
    [
        (Chosen(), True),
        (Chosen(path="/", host="?", state="active", status=200), True),
        (Chosen(model="gpt*"), False),
        (Chosen(status=404), False),
        (Chosen(state="disabled"), False),
    ],
)
def test_what_is_chosen(chosen: Chosen, is_in: bool) -> None:
    assert (of({}) in chosen) == (EMPTY in chosen) == is_in
    assert "something else" not in chosen

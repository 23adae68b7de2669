from typing import Any

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.synth import Length
from fakeai_proxy.synth.text.lengths import length


def test_a_mean_or_a_table() -> None:
    assert length(200) == length("200") == length({"mean": 200})
    assert length(200).length == Length.of(200, 0.5)
    assert length(length({"mean": 20, "sigma": 1})).length == Length.of(20, 1)


@pytest.mark.parametrize("wrong", [0, "long", {"sigma": 1}, {"mean": 5, "sigma": 9}, {"mean": 5, "m": 9}, []])
def test_what_is_no_length(wrong: Any) -> None:
    with pytest.raises(SettingsError, match="a length is a mean"):
        length(wrong)

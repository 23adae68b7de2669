from __future__ import annotations

import pytest

from fakeai_proxy.core.jmes import compiled


def test_searches() -> None:
    assert compiled("choices[].index").search({"choices": [{"index": 0}, {"index": 1}]}) == [0, 1]


def test_what_is_none_is_told() -> None:
    with pytest.raises(ValueError, match=r"'choices\[' is not a JMESPath expression"):
        compiled("choices[")

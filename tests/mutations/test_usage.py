from __future__ import annotations

import pytest

from tests.faults.payload.answers import APIS, Answer, Api

from .played import both


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    ("part", "prompt", "completion"), [("all", 22, 65), ("prompt", 22, 26), ("completion", 9, 65)]
)
def test_the_total_is_the_sum(api: Api, part: str, prompt: int, completion: int) -> None:
    usage = both({"type": "usage", "factor": 2.5, "part": part}, Answer(), api).usage or {}
    told = [count for name, count in usage.items() if name in ("prompt_tokens", "input_tokens")]
    said = [count for name, count in usage.items() if name in ("completion_tokens", "output_tokens")]
    assert (told, said) == ([prompt], [completion])
    assert usage.get("total_tokens", prompt + completion) == prompt + completion

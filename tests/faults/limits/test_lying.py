from __future__ import annotations

import pytest

from tests.faults.hits import headers_of, hit_of, passed, streamed, whole

OPENAI = [
    f"x-ratelimit-{what}-{unit}"
    for unit in ("requests", "tokens")
    for what in ("limit", "remaining", "reset")
]


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("negative", ["500", "-1", "0s", "30000", "-1", "0s"]),
        ("zero_reset", ["500", "0", "0s", "30000", "0", "0s"]),
        ("past_reset", ["500", "0", "-1h0m0s", "30000", "0", "-1h0m0s"]),
        ("exhausted", ["500", "0", "24h0m0s", "30000", "0", "24h0m0s"]),
        ("nonsense", ["unlimited"] * 6),
    ],
)
@pytest.mark.parametrize("reply", [whole(), streamed(b"data: 1\n\n")], ids=["whole", "stream"])
def test_what_is_told(mode: str, told: list[str], reply: list[object]) -> None:
    steps = passed({"type": "limit.headers", "mode": mode}, reply)  # type: ignore[arg-type]
    assert [headers_of(steps)[name] for name in OPENAI] == told
    assert steps[1:] == reply[1:]


def test_in_the_form_of_anthropic() -> None:
    steps = passed({"type": "limit.headers", "mode": "past_reset"}, whole(), hit_of(dialect="anthropic"))
    assert headers_of(steps)["anthropic-ratelimit-tokens-reset"] == "2023-11-14T21:13:20Z"


def test_what_the_provider_told_is_replaced() -> None:
    steps = passed({"type": "limit.headers"}, whole(b"{}", ("x-ratelimit-remaining-tokens", "77")))
    assert headers_of(steps)["x-ratelimit-remaining-tokens"] == "-1"

import pytest

from fakeai_proxy.endpoints.messages.caching import Cached, asked_of, cached, least_of
from fakeai_proxy.wire.anthropic import MessagesRequest

from .claude import WEATHER

HOUR = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
SOON = {"cache_control": {"type": "ephemeral"}}
TEXT = {"type": "text", "text": "x"}


def body(*contents, **fields) -> MessagesRequest:
    messages = [{"role": "user", "content": content} for content in contents]
    return MessagesRequest.model_validate({"model": "m", "max_tokens": 9, "messages": messages, **fields})


def test_the_last_breakpoint_counts() -> None:
    asked = asked_of(body([TEXT | SOON, TEXT], [TEXT | HOUR, TEXT], "y", system=[TEXT | SOON]))
    assert asked
    assert asked.ttl == "1h"
    assert [len(message["content"]) for message in asked.prefix.messages] == [2, 1]


def test_breakpoints_of_the_system_prompt_and_of_tools() -> None:
    whole = body("y", system=[TEXT | SOON, TEXT], tools=[WEATHER | SOON, WEATHER])
    asked = asked_of(whole)
    assert asked
    assert (asked.prefix.messages, asked.prefix.system) == ([], [TEXT | SOON])
    only = asked_of(whole.model_copy(update={"system": "x"}))
    assert only
    assert (only.prefix.system, len(only.prefix.tools or ())) == (None, 1)
    assert asked_of(body("y", system="x", tools=[WEATHER])) is None
    everything = body("y", **HOUR)
    assert asked_of(everything) == (everything, "1h")


@pytest.mark.parametrize(
    ("found", "expected"),
    [(0, Cached(0, 2000)), (1984, Cached(1984, 16)), (1985, Cached(2000, 0)), (2000, Cached(2000, 0))],
)
def test_the_rest_of_a_block_is_found_with_it(found: int, expected: Cached) -> None:
    assert cached(found, 2000, "5m") == expected


def test_short_prompts_are_not_cached() -> None:
    assert [least_of(f"claude-{name}") for name in ("sonnet-4-6", "haiku-4-5", "opus-4-7", "3-haiku")] == [
        1024,
        4096,
        2048,
        2048,
    ]

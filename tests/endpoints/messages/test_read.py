from fakeai_proxy.endpoints.messages.read import read_of
from fakeai_proxy.wire.anthropic import MessagesRequest
from tests.endpoints.asking import context, services

from .claude import HELLO, MODEL


def read(**fields):
    asked = context(services(), "api.anthropic.com")
    return read_of(MessagesRequest.model_validate(HELLO | fields), asked.model(MODEL), asked)


def test_a_prefix_is_cacheable_up_to_its_last_breakpoint() -> None:
    long = [{"type": "text", "text": "word " * 2000, "cache_control": {"type": "ephemeral"}}]
    with_it, without = read(system=long), read(system=long[0]["text"])
    assert with_it.tokens == without.tokens
    assert 2000 < len(with_it.cacheable) < with_it.tokens
    assert len(without.cacheable) == len(read(cache_control={"type": "ephemeral"}).cacheable) == 0

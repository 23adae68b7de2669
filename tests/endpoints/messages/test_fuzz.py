"""No request to `/messages` raises, or is answered with a 500."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from tests.endpoints.test_fuzz import check, schemas, text, values

from .claude import HELLO, VERSION

KINDS = ["text", "image", "document", "tool_use", "tool_result", "thinking", "search_result", "x_tool_result"]
sources = st.fixed_dictionaries(
    {"type": st.sampled_from(["base64", "url", "file", "text", "content"])},
    optional={
        "media_type": st.sampled_from(["image/png", "application/pdf", "text/plain"]),
        "data": text,
        "url": text,
        "file_id": text,
        "content": text | values,
    },
)
blocks = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS)},
    optional={
        "text": text,
        "source": sources,
        "id": text,
        "name": text,
        "input": values,
        "tool_use_id": text,
        "content": text | values,
        "thinking": text,
        "signature": text,
        "title": text,
        "cache_control": st.just({"type": "ephemeral"}) | values,
    },
)
messages = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["user", "assistant", "system"]),
        "content": text | st.lists(blocks, max_size=3),
    }
)
tools = st.fixed_dictionaries(
    {"name": st.sampled_from(["f", "g"]), "input_schema": schemas.map(lambda one: one | {"type": "object"})},
    optional={
        "type": st.sampled_from(["custom", "bash_20250124", "web_search_20250305"]),
        "description": text,
    },
)
bodies = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["claude-opus-4-1", "claude-3-haiku", "gpt-4o", "mine"]),
        "max_tokens": st.integers(0, 40),
    },
    optional={
        "messages": st.lists(messages, max_size=3),
        "system": text | st.lists(blocks, max_size=2),
        "tools": st.lists(tools, max_size=2),
        "tool_choice": st.sampled_from([{"type": "any"}, {"type": "none"}, {"type": "tool", "name": "f"}])
        | values,
        "stop_sequences": st.lists(text, max_size=3),
        "stream": st.booleans(),
        "thinking": st.sampled_from([{"type": "adaptive"}, {"type": "disabled"}]) | values,
        "output_config": values,
        "cache_control": st.just({"type": "ephemeral"}),
        "metadata": values,
        "top_k": st.integers(-1, 5),
    },
)


@given(bodies | st.fixed_dictionaries({}, optional=dict.fromkeys(HELLO, values)))
@settings(deadline=None, max_examples=30)
def test_messages(content) -> None:
    for path in ("/v1/messages", "/v1/messages/count_tokens"):
        check(Request("POST", path, headers=VERSION, body=json.dumps(HELLO | content).encode()))

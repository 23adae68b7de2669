"""No request of any kind raises; every answer is one that a client can read."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request, Upgrade
from fakeai_proxy.core.steps import End, Head
from fakeai_proxy.endpoints import ROUTES, dispatch
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.completions import CompletionRequest
from fakeai_proxy.wire.conversations import ConversationRequest
from fakeai_proxy.wire.embeddings import EmbeddingRequest
from fakeai_proxy.wire.responses import ResponseRequest
from tests.playbook import body

from .asking import NIM, services, steps

STATUSES = {200, 204, 400, 403, 404, 405, 409, 413, 426, 501}
TO = services()

text = st.sampled_from(
    ["json", "Hi", "", "gpt-4o", "é\n\0", "auto", "text", "user", "f", "object", "<|im_end|>"]
)
numbers = st.integers(-2, 40) | st.sampled_from([0.0, 0.5, 2, 1e300, 2**70]) | st.floats()
scalars = st.none() | st.booleans() | numbers | text
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
parts = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "image_url", "input_audio", "file", "refusal"])},
    optional={
        "text": text,
        "refusal": text,
        "image_url": st.fixed_dictionaries({"url": text}, optional={"detail": text}),
        "input_audio": st.just({"data": "", "format": "wav"}),
        "file": st.dictionaries(st.sampled_from(["file_id", "filename"]), text),
    },
)
calls = st.fixed_dictionaries(
    {"id": text, "type": st.sampled_from(["function", "custom"])},
    optional={
        "function": st.fixed_dictionaries({"name": text, "arguments": text}),
        "custom": st.fixed_dictionaries({"name": text, "input": text}),
    },
)
roles = st.sampled_from(["system", "developer", "user", "assistant", "tool", "function"])
messages = st.fixed_dictionaries(
    {"role": roles, "content": text | st.lists(parts, max_size=2) | st.none()},
    optional={"name": text, "tool_call_id": text, "tool_calls": st.lists(calls, max_size=3), "refusal": text},
)
schemas = st.recursive(
    st.dictionaries(text, scalars, max_size=2),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": text | st.lists(text, max_size=2),
            "properties": st.dictionaries(text, inner, max_size=2) | values,
            "items": inner | values,
            "enum": st.lists(scalars, max_size=2) | values,
            "anyOf": st.lists(inner, max_size=2) | values,
            "required": st.lists(text, max_size=2) | values,
            "description": values,
        },
    ),
    max_leaves=5,
)
functions = st.fixed_dictionaries(
    {"name": st.sampled_from(["f", "get_weather", "a b"])},
    optional={"parameters": schemas, "description": text},
)
tools = st.fixed_dictionaries({"type": st.just("function"), "function": functions}) | st.fixed_dictionaries(
    {"type": st.just("custom"), "custom": st.just({"name": "f"})}
)
tokens = st.lists(st.integers(0, 200_100), min_size=1, max_size=4)
prompts = text | st.lists(text, max_size=3) | tokens | st.lists(tokens, max_size=2)
models = st.sampled_from(
    [
        "gpt-4o",
        "o3-mini",
        "gpt-3.5-turbo-instruct",
        "text-embedding-3-small",
        "mine",
        "meta/llama-3.1-8b-instruct",
    ]
)
bounded = st.integers(0, 30)
sampling = {
    "n": st.integers(1, 3),
    "max_tokens": bounded,
    "min_tokens": bounded,
    "ignore_eos": st.booleans(),
    "seed": st.integers(),
    "temperature": st.sampled_from([0, 1, 0.5]),
    "stop": text | st.lists(text, max_size=4),
    "stream": st.booleans(),
    "stream_options": st.dictionaries(
        st.sampled_from(["include_usage", "include_obfuscation"]), st.booleans()
    ),
}
chats = st.fixed_dictionaries(
    {
        "model": models,
        "messages": st.lists(messages, min_size=1, max_size=3),
        "max_completion_tokens": bounded,
    },
    optional=sampling
    | {
        "tools": st.lists(tools, max_size=2),
        "functions": st.lists(functions, max_size=2),
        "logprobs": st.booleans(),
        "top_logprobs": st.integers(0, 20),
        "response_format": st.sampled_from([{"type": "json_object"}, {"type": "text"}]),
        "service_tier": text,
    },
)
completions = st.fixed_dictionaries(
    {"model": models, "prompt": prompts, "max_tokens": bounded},
    optional={name: value for name, value in sampling.items() if name != "max_tokens"}
    | {
        "echo": st.booleans(),
        "best_of": st.integers(0, 4),
        "logprobs": st.integers(0, 5),
        "suffix": text,
    },
)
embeddings = st.fixed_dictionaries(
    {"model": models, "input": prompts},
    optional={"dimensions": st.integers(0, 2000), "encoding_format": st.sampled_from(["float", "base64"])},
)
hosts = st.sampled_from(["api.openai.com", NIM, "x.openai.azure.com", "api.anthropic.com"])


def check(request):
    answer = dispatch(request, TO)
    if isinstance(answer, Upgrade):
        return
    played = list(steps(answer))
    head = next(step for step in played if isinstance(step, Head))
    assert head.status in STATUSES
    assert played[-1] == End()
    if head.status >= 400 and request.method != "HEAD":
        assert {"error", "title"} & json.loads(body(played)).keys()


def post(path, content, host="api.openai.com"):
    check(Request("POST", path, host, body=json.dumps(content).encode()))


@given(chats, hosts)
@settings(deadline=None)
def test_chats(content, host):
    post("/v1/chat/completions", content, host)


@given(completions, hosts)
@settings(deadline=None)
def test_completions(content, host):
    post("/v1/completions", content, host)


@given(embeddings, hosts)
@settings(deadline=None)
def test_embeddings(content, host):
    post("/v1/embeddings", content, host)


responses = st.fixed_dictionaries(
    {"model": models},
    optional={
        "input": text
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "type": st.sampled_from(
                        [
                            *("message", "function_call", "function_call_output", "reasoning"),
                            *("item_reference", "custom_tool_call", "mcp_list_tools", "compaction"),
                            "mcp_approval_response",
                        ]
                    ),
                    "role": roles,
                    "content": text
                    | st.lists(
                        st.fixed_dictionaries(
                            {
                                "type": st.sampled_from(
                                    ["input_text", "output_text", "input_image", "input_file"]
                                )
                            },
                            optional={"text": text, "image_url": text, "annotations": values},
                        )
                    )
                    | values,
                    "call_id": text,
                    "name": text,
                    "arguments": text,
                    "input": text,
                    "output": text | values,
                    "id": text,
                },
            ),
            max_size=3,
        ),
        "tools": st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(["function", "custom", "mcp", "web_search", "code_interpreter"]),
                    "name": text,
                },
                optional={
                    "parameters": schemas,
                    "container": text | values,
                    "server_label": text,
                    "server_url": text,
                    "allowed_tools": values,
                    "require_approval": values,
                },
            ),
            max_size=2,
        ),
        "tool_choice": values
        | st.fixed_dictionaries(
            {"type": st.sampled_from(["allowed_tools", "function", "mcp", "web_search"])},
            optional={"name": text, "mode": text, "tools": values},
        ),
        "stream": st.booleans(),
        "background": st.booleans(),
        "max_output_tokens": st.integers(16, 40),
        "top_logprobs": st.integers(0, 20),
        "truncation": st.sampled_from(["auto", "disabled"]),
        "text": st.fixed_dictionaries(
            {
                "format": st.sampled_from([{"type": "json_object"}, {"type": "text"}])
                | st.fixed_dictionaries(
                    {"type": st.just("json_schema"), "name": st.just("f"), "schema": schemas}
                )
            }
        ),
        "reasoning": st.fixed_dictionaries({}, optional={"effort": text, "summary": st.just("auto")}),
        "previous_response_id": text,
        "conversation": text | values,
        "metadata": values,
    },
)


@given(responses, hosts)
@settings(deadline=None, max_examples=50)
def test_responses(content, host):
    post("/v1/responses", content, host)
    post("/v1/responses/input_tokens", content, host)
    post("/v1/responses/compact", content, host)


VALID = (
    ("/v1/responses", ResponseRequest, {"model": "gpt-4o", "input": "json"}),
    ("/v1/conversations", ConversationRequest, {}),
    (
        "/v1/chat/completions",
        ChatRequest,
        {"model": "gpt-4o", "messages": [{"role": "user", "content": "json"}]},
    ),
    ("/v1/completions", CompletionRequest, {"model": "mine", "prompt": "Hi"}),
    ("/v1/embeddings", EmbeddingRequest, {"model": "text-embedding-3-small", "input": "Hi"}),
)


@given(st.sampled_from(VALID), st.data())
@settings(deadline=None)
def test_any_value_of_any_parameter(route, data):
    path, model, content = route
    field = data.draw(st.sampled_from(sorted(model.known - {"n", "max_tokens", "max_completion_tokens"})))
    limit = {} if "max_tokens" not in model.known else {"max_tokens": 20}
    post(path, content | limit | {field: data.draw(values)})


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "PÖST"]),
    path=st.sampled_from([route.path for route in ROUTES]) | st.text(max_size=20).map("/v1/".__add__),
    raw=st.binary(max_size=30) | values.map(lambda value: json.dumps(value).encode()),
    host=hosts,
    upgrade=st.booleans(),
)
def test_any_bytes_at_any_place(method, path, raw, host, upgrade):
    headers = (("upgrade", "websocket"),) if upgrade else ()
    check(Request(method, path, host, headers=headers, body=raw))

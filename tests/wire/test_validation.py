import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.completions import CompletionRequest
from fakeai_proxy.wire.embeddings import EmbeddingRequest
from fakeai_proxy.wire.validation import validate

CHAT = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}


def refused(model, body, strict=True):
    with pytest.raises(ApiError) as caught:
        validate(model, body, strict=strict)
    assert caught.value.status == 400
    assert caught.value.type == "invalid_request_error"
    return caught.value.code, caught.value.param, caught.value.message


def message(**fields):
    return {"messages": [{"role": "user", **fields}]}


@pytest.mark.parametrize(
    ("change", "code", "param", "text"),
    [
        (
            {"messages": None},
            "invalid_type",
            "messages",
            "Invalid type for 'messages': expected an array of objects, but got null instead.",
        ),
        (
            {"messages": "Hi"},
            "invalid_type",
            "messages",
            "Invalid type for 'messages': expected an array of objects, but got a string instead.",
        ),
        (
            {"messages": []},
            "empty_array",
            "messages",
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty "
            "array instead.",
        ),
        (
            {"messages": ["Hi"]},
            "invalid_type",
            "messages[0]",
            "Invalid type for 'messages[0]': expected an object, but got a string instead.",
        ),
        (
            {"messages": [{"content": "Hi"}]},
            "missing_required_parameter",
            "messages[0].role",
            "Missing required parameter: 'messages[0].role'.",
        ),
        (
            {"messages": [{"role": "robot", "content": "Hi"}]},
            "invalid_value",
            "messages[0].role",
            "Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', 'function', "
            "'tool', and 'developer'.",
        ),
        (
            message(),
            "missing_required_parameter",
            "messages[0].content",
            "Missing required parameter: 'messages[0].content'.",
        ),
        (
            message(content=5),
            "invalid_type",
            "messages[0].content",
            "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got "
            "an integer instead.",
        ),
        (
            message(content=[{"type": "smell", "smell": "rose"}]),
            "invalid_value",
            "messages[0].content[0].type",
            "Invalid value: 'smell'. Supported values are: 'text', 'image_url', 'input_audio', 'file', and "
            "'video_url'.",
        ),
        (
            message(content=[{"type": "text", "text": "a"}, {"type": "text"}]),
            "missing_required_parameter",
            "messages[0].content[1].text",
            "Missing required parameter: 'messages[0].content[1].text'.",
        ),
        (
            message(content=[{"type": "image_url", "image_url": "http://x/y.png"}]),
            "invalid_type",
            "messages[0].content[0].image_url",
            "Invalid type for 'messages[0].content[0].image_url': expected an object, but got a string "
            "instead.",
        ),
        (
            {"temperature": -1},
            "decimal_below_min_value",
            "temperature",
            "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -1 instead.",
        ),
        (
            {"temperature": 2.5},
            "decimal_above_max_value",
            "temperature",
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
        ),
        (
            {"n": 0},
            "integer_below_min_value",
            "n",
            "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        ),
        (
            {"n": 129},
            "integer_above_max_value",
            "n",
            "Invalid 'n': integer above maximum value. Expected a value <= 128, but got 129 instead.",
        ),
        (
            {"n": 1.5},
            "invalid_type",
            "n",
            "Invalid type for 'n': expected an integer, but got a decimal number instead.",
        ),
        (
            {"stream": "yes"},
            "invalid_type",
            "stream",
            "Invalid type for 'stream': expected a boolean, but got a string instead.",
        ),
        (
            {"stop": 5},
            "invalid_type",
            "stop",
            "Invalid type for 'stop': expected one of a string or array of strings, but got an integer "
            "instead.",
        ),
        (
            {"stop": list("abcde")},
            "array_above_max_length",
            "stop",
            "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with "
            "length 5 instead.",
        ),
        (
            {"tool_choice": "perhaps"},
            "invalid_value",
            "tool_choice",
            "Invalid value: 'perhaps'. Supported values are: 'none', 'auto', and 'required'.",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "a b"}}]},
            "invalid_value",
            "tools[0].function.name",
            "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches "
            "the pattern '^[a-zA-Z0-9_-]+$'.",
        ),
        (
            {"modalities": ["touch"]},
            "invalid_value",
            "modalities[0]",
            "Invalid value: 'touch'. Supported values are: 'text' and 'audio'.",
        ),
        (
            {"metadata": dict.fromkeys(map(str, range(17)), "x")},
            "object_above_max_properties",
            "metadata",
            "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got "
            "an object with 17 properties instead.",
        ),
        (
            {"metadata": {"a": "x" * 513}},
            "string_above_max_length",
            "metadata.a",
            "Invalid 'metadata.a': string too long. Expected a string with maximum length 512, but got a "
            "string with length 513 instead.",
        ),
        ({"verve": 1}, "unknown_parameter", "verve", "Unknown parameter: 'verve'."),
    ],
)
def test_what_does_not_fit_is_refused_in_the_words_of_the_api(change, code, param, text):
    assert refused(ChatRequest, CHAT | change) == (code, param, text)


@pytest.mark.parametrize("body", [{}, {"messages": []}, {"model": ""}])
def test_without_a_model_nothing_else_matters(body):
    assert refused(ChatRequest, body) == (None, None, "you must provide a model parameter")


def test_missing_messages_are_named():
    expected = ("missing_required_parameter", "messages", "Missing required parameter: 'messages'.")
    assert refused(ChatRequest, {"model": "m"}) == expected


@pytest.mark.parametrize(("body", "noun"), [([], "an array"), ("x", "a string"), (None, "null")])
def test_a_body_that_is_no_object(body, noun):
    code, param, text = refused(ChatRequest, body)
    assert (code, param) == ("invalid_type", None)
    assert text == f"Invalid type: expected an object, but got {noun} instead."


def test_an_unknown_parameter_passes_where_the_api_is_not_strict():
    assert validate(ChatRequest, CHAT | {"verve": 1}, strict=False).model == "m"


def test_a_long_value_is_not_repeated_whole():
    _, _, text = refused(ChatRequest, CHAT | {"service_tier": "x" * 5000})
    assert len(text) < 400


@pytest.mark.parametrize(
    ("value", "param"),
    [
        ("", "input"),
        ([], "input"),
        ([""], "input[0]"),
        ([[]], "input[0]"),
        ([[1], ["a"]], "input[1][0]"),
        (["a", 3], "input[1]"),
        ([-1], "input[0]"),
        (None, "input"),
        ({}, "input"),
    ],
)
def test_bad_input_is_found_where_it_is(value, param):
    assert refused(EmbeddingRequest, {"model": "m", "input": value})[1] == param


@pytest.mark.parametrize("value", ["a", "", ["a", ""], [1, 2], [[1], [2, 3]], None])
def test_every_form_of_prompt_is_taken(value):
    assert validate(CompletionRequest, {"model": "m", "prompt": value}, strict=True).prompt == value


def test_of_many_bad_items_one_is_enough():
    _, param, _ = refused(EmbeddingRequest, {"model": "m", "input": [1, *([None] * 1000)]})
    assert param.startswith("input[")


field_names = st.sampled_from(
    ["role", "content", "type", "text", "user", "url", "image_url", "function", "name", "str", "x", "[key]"]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(field_names, inner, max_size=4),
    max_leaves=8,
)


def outcome(body, strict=True):
    """The error of a body, or None where it is taken."""
    try:
        validate(ChatRequest, body, strict=strict)
    except ApiError as error:
        return error
    return None


@given(field=st.sampled_from(sorted(ChatRequest.known)), value=json_values, strict=st.booleans())
def test_any_value_of_any_parameter_is_taken_or_refused_by_name(field, value, strict):
    error = outcome(CHAT | {field: value}, strict)
    assert error is None or (error.status == 400 and (error.param or field).startswith(field))


@given(role=st.sampled_from(["user", "assistant", "tool", "system"]), value=json_values)
def test_any_message_is_taken_or_refused_by_name(role, value):
    fields = value if isinstance(value, dict) else {"content": value}
    error = outcome(CHAT | {"messages": [{"role": role, **fields}]})
    assert error is None or error.param.startswith("messages[0]")

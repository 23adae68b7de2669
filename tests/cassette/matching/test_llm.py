import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.canonical import canonicalize, redactor_for
from fakeai_proxy.cassette.matching.llm import asks_model, llm
from fakeai_proxy.core.exchange import Request

from .asked import chat, post


def key(canonical):
    return llm(canonical).key()


PLAIN = chat("Hi", temperature=1)
SAME = {
    "who asks": chat("Hi", temperature=1, user="me", safety_identifier="x", metadata={"run": "7"}),
    "who asks, by its address": chat("Hi", temperature=1, user="someone@example.com"),
    "caching": chat("Hi", temperature=1, prompt_cache_key="k", prompt_cache_retention="24h"),
    "nothing, by name": chat("Hi", temperature=1, tools=None, stream=None),
    "a whole number": chat("Hi", temperature=1.0),
    "a part": chat({"role": "user", "content": [{"type": "text", "text": "Hi"}]}, temperature=1),
    "a marked part": chat(
        {"role": "user", "content": [{"type": "text", "text": "Hi", "cache_control": {"type": "ephemeral"}}]},
        temperature=1,
    ),
    "delivery without noise": chat("Hi", temperature=1, stream_options={"include_obfuscation": False}),
}
OTHER = {
    "a model": post({"model": "gpt-4.1", "messages": [{"role": "user", "content": "Hi"}], "temperature": 1}),
    "a text": chat("Ho", temperature=1),
    "a role": chat({"role": "system", "content": "Hi"}, temperature=1),
    "one more": chat("Hi", "Hi", temperature=1),
    "sampling": chat("Hi", temperature=0.5),
    "a format": chat("Hi", temperature=1, response_format={"type": "json_object"}),
    "a tool": chat("Hi", temperature=1, tools=[{"type": "function", "function": {"name": "f"}}]),
    "a stream": chat("Hi", temperature=1, stream=True),
    "an unknown field": chat("Hi", temperature=1, chat_template_kwargs={"thinking": True}),
}


def test_what_does_not_count():
    assert {name for name, asked in SAME.items() if key(asked) != key(PLAIN)} == set()


def test_what_counts():
    assert {name for name, asked in OTHER.items() if key(asked) == key(PLAIN)} == set()


@settings(max_examples=40)
@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=4), st.data())
def test_order_counts(said, data):
    other = data.draw(st.permutations(said))
    assert (key(chat(*said)) == key(chat(*other))) == (said == list(other))


def test_ids_of_calls_by_their_order():
    def turns(one, other, answered):
        calls = [{"id": id, "type": "function", "function": {"name": "f"}} for id in (one, other)]
        return chat({"role": "assistant", "tool_calls": calls}, {"role": "tool", "tool_call_id": answered})

    assert key(turns("call_a", "call_b", "call_a")) == key(turns("call_x", "call_y", "call_x"))
    assert key(turns("call_a", "call_b", "call_a")) != key(turns("call_a", "call_b", "call_b"))


def test_an_image_by_its_bytes():
    def seen(url):
        return chat({"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]})

    assert key(seen("data:image/png;base64,aGk=")) == key(seen("data:image/png;base64,aGk"))
    assert key(seen("data:image/png;base64,aGk=")) != key(seen("data:image/png;base64,aG8="))


def test_other_apis_of_models():
    def of(path, **body):
        return key(post({"model": "m", **body}, path))

    turn = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
    assert of("/v1/responses", input="Hi") == of("/v1/responses", input=[turn], user="me")
    assert of("/v1/embeddings", input="Hi") == of("/v1/embeddings", input=["Hi"])
    assert of("/v1/embeddings", input=["a", "b"]) != of("/v1/embeddings", input=["b", "a"])
    system = [{"type": "text", "text": "Be brief", "cache_control": {"type": "ephemeral"}}]
    assert of("/v1/messages", messages=[], system="Be brief") == of(
        "/v1/messages", messages=[], system=system
    )


def test_of_other_json_everything_counts():
    assert not asks_model({"model": "m", "user": "x"})
    assert not asks_model(["x"])
    assert key(post({"user": "a"}, "/v1/things")) != key(post({"user": "b"}, "/v1/things"))


def test_forms_by_their_fields():
    def form(*fields):
        parts = "".join(
            f'--X\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields
        )
        request = Request(
            "POST",
            "/v1/audio/transcriptions",
            headers=(("content-type", "multipart/form-data; boundary=X"),),
            body=f"{parts}--X--\r\n".encode(),
        )
        return key(canonicalize(request, redactor_for(request)))

    assert form(("file", "RIFF"), ("model", "w")) == form(("model", "w"), ("file", "RIFF"), ("user", "me"))
    assert form(("a", "1"), ("a", "2")) != form(("a", "2"), ("a", "1"))


names = st.sampled_from(["id", "type", "text", "a"])
values = st.recursive(
    st.none() | st.integers(-5, 5) | st.floats(allow_nan=False, width=16) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=50)
@given(
    st.fixed_dictionaries({"messages": st.lists(values, max_size=3), "input": values, "temperature": values})
)
def test_any_json_has_a_form_that_is_its_own_form(body):
    form = llm(post(body))
    again = llm(post({**json.loads(form.body), "stream": form.delivery.stream}))
    assert again.body == form.body

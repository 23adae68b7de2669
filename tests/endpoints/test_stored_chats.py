from __future__ import annotations

import openai
import pytest

from .asking import CHAT, ask, error, events, services, told
from .sdk import Client

PATH = "/v1/chat/completions"
ASKED = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}], "store": True}


def create(client: Client, **fields):
    return client.one(lambda api: api.chat.completions.create(**ASKED, **fields))


def test_what_was_stored_is_found_again():
    client = Client(services())
    made = create(client, metadata={"team": "a"}, temperature=0.5)
    found = client(lambda api: api.chat.completions.retrieve(made.id))
    assert (found.choices, found.usage, found.created) == (made.choices, made.usage, made.created)
    assert (found.metadata, found.temperature, found.top_p) == ({"team": "a"}, 0.5, 1.0)
    changed = client(lambda api: api.chat.completions.update(made.id, metadata={"team": "b"}))
    assert changed.metadata == {"team": "b"}
    assert client.one(lambda api: api.chat.completions.delete(made.id)).deleted
    with pytest.raises(openai.NotFoundError):
        client.one(lambda api: api.chat.completions.retrieve(made.id))


def test_a_stream_is_stored_when_it_has_ended():
    to = services()
    sent = events(ask(PATH, ASKED | {"stream": True}, to))
    [kept] = told(ask(PATH, to=to))["data"]
    pieces = [chunk["choices"][0]["delta"].get("content") or "" for chunk in sent]
    assert kept["id"] == sent[0]["id"]
    assert kept["choices"][0]["message"]["content"] == "".join(pieces)
    broken = ask(PATH, ASKED | {"stream": True, "seed": 1}, to)
    next(broken)
    broken.close()
    assert len(told(ask(PATH, to=to))["data"]) == 1


def test_they_are_listed_and_filtered():
    client = Client(services())
    made = [create(client, metadata={"n": str(number)}, seed=number).id for number in range(3)]
    other = create(client, reasoning_effort="low", extra_body={"model": "o3-mini"}).id
    told(ask(PATH, CHAT, client.sync._client._transport.services))
    listed = client(lambda api: api.chat.completions.list(limit=2))
    assert ([one.id for one in listed.data], listed.has_more) == (made[:2], True)
    assert [one.id for one in client.sync.chat.completions.list(limit=2)] == [*made, other]
    for query, ids in (
        ({"metadata": {"n": "1"}}, made[1:2]),
        ({"model": "o3-mini"}, [other]),
        ({"model": "o3-mini-2025-01-31"}, [other]),
        ({"order": "desc"}, [other, *made[::-1]]),
        ({"after": made[1]}, [made[2], other]),
    ):
        assert [
            one.id for one in client.one(lambda api, query=query: api.chat.completions.list(**query))
        ] == ids


def test_messages_are_listed():
    client = Client(services())
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    parts = [{"type": "text", "text": "What is this?"}, image]
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": parts}]
    made = client.one(lambda api: api.chat.completions.create(**ASKED | {"messages": messages}))
    first, second = client.sync.chat.completions.messages.list(made.id)
    assert (first.id, first.role, first.content) == (f"{made.id}-0", "system", "Be brief.")
    assert (second.content, [part.to_dict() for part in second.content_parts]) == (None, parts)
    page = client.sync.chat.completions.messages.list(made.id, after=first.id, order="asc", limit=1)
    assert ([one.id for one in page.data], page.has_more) == ([second.id], False)


def test_no_two_have_the_same_id_in_another_run():
    to = services()
    first = told(ask(PATH, ASKED, to))["id"]
    second = told(ask(PATH, ASKED, services(resources=to.resources)))["id"]
    assert first != second
    assert told(ask(f"{PATH}/{first}", to=to))["id"] == first


@pytest.mark.parametrize(
    ("path", "content", "method", "status", "code", "param"),
    [
        ("/chatcmpl-x", None, "GET", 404, None, None),
        ("/chatcmpl-x", None, "DELETE", 404, None, None),
        ("/chatcmpl-x", {"metadata": {}}, "POST", 404, None, None),
        ("/chatcmpl-x/messages", None, "GET", 404, None, None),
        ("/chatcmpl-x", {}, "POST", 400, "missing_required_parameter", "metadata"),
        ("/chatcmpl-x", {"metadata": 1}, "POST", 400, "invalid_type", "metadata"),
        ("/chatcmpl-x", {"metadata": {}, "x": 1}, "POST", 400, "unknown_parameter", "x"),
        ("?limit=101", None, "GET", 400, "integer_above_max_value", "limit"),
        ("?order=up", None, "GET", 400, "invalid_value", "order"),
        ("?after=chatcmpl-x", None, "GET", 400, "invalid_value", "after"),
    ],
)
def test_what_is_refused(path, content, method, status, code, param):
    path, _, query = path.partition("?")
    refusal = error(ask(PATH + path, content, method=method, query=query), status)
    assert (refusal["code"], refusal["param"]) == (code, param)

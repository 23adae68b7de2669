from dataclasses import replace

from fakeai_proxy.endpoints.organization.usage.asked import Asked
from fakeai_proxy.endpoints.organization.usage.records import SLICE, Reader
from tests.endpoints.asking import CHAT, EMBEDDING, ask, context, services, told

START = 1_699_920_000
ALL = Asked(START, START + 86_400, 86_400, 7, (), {})


def read(to, **filters):
    query = ALL._replace(filters={name: frozenset(values) for name, values in filters.items()})
    return [record for slice in Reader(query, context(to)).slices() for record in slice]


def test_numbers_have_names_again() -> None:
    to = services()
    headers = (("authorization", "Bearer sk-mine"), ("openai-project", "proj_a"))
    told(ask("/v1/chat/completions", CHAT, to, headers=headers))
    told(ask("/v1/embeddings", EMBEDDING, to))
    chat, embedding = read(to)
    assert (chat.endpoint, chat.id, chat.bucket) == ("/chat/completions", "gpt-4o-mini", START)
    assert chat.facts["model"] == "gpt-4o-mini-2024-07-18"
    assert (chat.facts["project_id"], embedding.facts["project_id"]) == ("proj_a", "proj_fakeai")
    assert chat.facts["api_key_id"] != embedding.facts["api_key_id"]
    assert read(to, model=["gpt-4o-mini"]) == read(to, model=["gpt-4o-mini-2024-07-18"]) == [chat]
    assert read(to, batch=["false"], user_id=["user-fakeai"]) == [chat, embedding]
    assert read(to, batch=["true"]) == read(to, project_id=["proj_b"]) == []


def test_others_get_their_turn() -> None:
    to = services()
    told(ask("/v1/embeddings", EMBEDDING, to))
    [(use, sums)] = to.telemetry.usage().items()
    to.telemetry._ledger._cells |= {use._replace(endpoint=100 + at): sums for at in range(SLICE)}
    assert [len(slice) for slice in _named(to)] == [SLICE, 1]


def _named(to):
    to.telemetry.endpoints.names += ["/x"] * (100 + SLICE)
    return Reader(ALL, context(to)).slices()


def test_each_scope_sees_its_own() -> None:
    to = services()
    told(ask("/v1/embeddings", EMBEDDING, to))
    for _ in range(2):
        told(ask("/v1/embeddings", EMBEDDING, to, scope="tests/a.py::test_b[1]"))
    asking = context(to)
    seen = []
    for scope in ("", "tests/a.py::test_b[1]", "other"):
        request = replace(asking.request, scope=scope)
        [*slices] = Reader(ALL, asking._replace(request=request)).slices()
        seen.append([record.amounts.requests for slice in slices for record in slice])
    assert seen == [[1], [2], []]

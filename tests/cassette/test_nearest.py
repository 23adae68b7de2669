from contextlib import closing

from fakeai_proxy.cassette import Miss
from fakeai_proxy.cassette.nearest import PREVIEW, Difference, Nearest, previews
from fakeai_proxy.core.exchange import Request

from .tape import KEY, answer, ask, made, opened


def nearest(path, request: Request) -> Nearest | None:
    with closing(opened(path)) as cassette:
        miss = cassette.find(request)
        assert isinstance(miss, Miss)
        found = miss.explain()
        assert found
        return next(iter(found.nearest), None)


def test_the_recording_with_the_fewest_differences(tmp_path):
    tools = [{"type": "function", "function": {"name": "search"}}]
    path = made(
        tmp_path / "a.db",
        (ask("Tell me about the sea", temperature=0.5), answer()),
        (ask("Tell me about the sky", tools=tools), answer()),
        (Request("GET", "/v1/models"), answer()),
    )
    found = nearest(path, ask("Tell me about the sky", tools=[{**tools[0], "strict": True}]))
    assert found
    assert found.uid.endswith("-1")
    assert (found.method, found.path) == ("POST", "/v1/chat/completions")
    assert found.differences == (Difference("/tools/0/strict", None, "true"),)


def test_what_is_missing_and_what_changed_in_the_order_of_the_request(tmp_path):
    path = made(tmp_path / "a.db", (ask("Hi", temperature=0.5), answer()))
    found = nearest(path, ask("Ho", top_p=1))
    assert found
    assert found.differences == (
        Difference("/messages/0/content", '"Hi"', '"Ho"'),
        Difference("/top_p", None, "1"),
        Difference("/temperature", "0.5", None),
    )


def test_paths_and_bodies_that_are_not_json(tmp_path):
    path = made(tmp_path / "a.db", (Request("POST", "/v1/x", query="a=1", body=b"one"), answer()))
    found = nearest(path, Request("PUT", "/y", query="a=1", body=b"two"))
    assert found
    assert [(d.pointer, d.recorded) for d in found.differences] == [
        ("method", "POST"),
        ("path", "/x"),
        ("body", "bytes 7692c3ad3540"),
    ]


def test_nothing_in_common(tmp_path):
    path = made(tmp_path / "a.db", (Request("GET", "/v1/models"), answer()))
    found = nearest(path, ask())
    assert found
    assert {d.pointer for d in found.differences} >= {"method", "path", "/model"}


def test_an_empty_cassette(tmp_path):
    assert nearest(made(tmp_path / "a.db"), ask()) is None


def test_previews_are_short_and_redacted(tmp_path):
    path = made(tmp_path / "a.db", (ask(f"the key {KEY} is old " + "x" * 200), answer()))
    found = nearest(path, ask(f"the key {KEY} is new " + "y" * 200))
    assert found
    (difference,) = found.differences
    assert KEY not in str(difference)
    assert str(difference).count("openai_key:1» is ") == 2
    assert len(str(difference)) < 200


def test_previews_begin_where_texts_differ():
    common = "the same words " * 20
    recorded, asked = previews(common + "old end", common + "new end")
    assert recorded == "…" + (common + "old end")[-PREVIEW:]
    assert asked == "…" + (common + "new end")[-PREVIEW:]
    assert previews("a" * 100, None) == ("a" * PREVIEW + "…", None)
    assert previews('"short"', '"shirt"') == ('"short"', '"shirt"')


def test_among_many_that_share_the_common_part(tmp_path):
    exchanges = [
        (ask(f"Question {n}", system="the same for all", user=f"user {n}"), answer()) for n in range(300)
    ]
    found = nearest(
        made(tmp_path / "a.db", *exchanges), ask("Question 271?", system="the same for all", user="user 271")
    )
    assert found
    assert [str(d) for d in found.differences] == [
        '/messages/0/content: recorded "Question 271", asked "Question 271?"'
    ]

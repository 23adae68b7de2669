from fakeai_proxy.endpoints.responses.hosted.scene import QUERY, Scene
from fakeai_proxy.wire.responses import ResponseRequest
from tests.endpoints.asking import context


def scene(at=0, asked=""):
    to = context()
    return Scene(ResponseRequest(), [], asked, "0" * 32, at, to.rng, to)


def test_ids_differ_by_tool_and_by_number():
    ids = {scene(at).id("mcp_call", number) for at in range(2) for number in range(2)}
    assert len(ids) == 4


def test_a_query_is_one_line():
    assert scene(asked="What\n is  it? " + "x" * QUERY).query.startswith("What is it? xx")
    assert len(scene(asked="x" * 999).query) == QUERY

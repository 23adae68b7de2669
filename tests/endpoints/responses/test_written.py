from numpy.random import default_rng

from fakeai_proxy.endpoints.responses.written import Written, written
from fakeai_proxy.endpoints.sampling import Called, Choice
from fakeai_proxy.wire.responses import ResponseRequest

NAME = "0" * 32


def made(choice, hosted=(), **fields):
    return written(choice, hosted, NAME, ResponseRequest(**fields), default_rng(0))


def test_in_the_order_of_their_tokens():
    search = Written({"id": "ws_1", "type": "web_search_call"}, citations=({"type": "url_citation"},))
    thought, found, said = made(Choice(0, ("Hi", " you"), "stop", reasoned=64), [search])
    assert (thought.item["type"], thought.before) == ("reasoning", 64)
    assert found is search
    assert said.item["content"][0]["annotations"] == [
        {"type": "url_citation", "start_index": 0, "end_index": 6}
    ]


def test_calls_the_last_of_which_is_cut():
    calls = tuple(
        Called(f"call_{at}", kind, "f", ("a",), 7) for at, kind in enumerate(("function", "custom"))
    )
    function, custom = made(Choice(0, (), "length", calls=calls))
    assert (function.item["arguments"], function.item["status"], function.before) == ("a", "completed", 7)
    assert (custom.item["input"], custom.item["status"]) == ("a", "incomplete")
    assert function.item["id"] != custom.item["id"]


def test_reasoning_that_is_shown_is_not_summed_up():
    [thought, _] = made(
        Choice(0, ("Hi",), "stop", reasoned=2, reasoning=("a", "b")), reasoning={"summary": "auto"}
    )
    assert thought.item["content"] == [{"type": "reasoning_text", "text": "ab"}]
    assert (thought.item["summary"], thought.before) == ([], 0)


def test_no_text_is_no_message():
    assert [one.item["type"] for one in made(Choice(0, (), "length", reasoned=16))] == ["reasoning"]

from dataclasses import replace

from fakeai_proxy.cassette.diff.request import request
from tests.cassette.test_conversation import of


def test_what_was_asked_is_compared_by_pointer() -> None:
    before = of({"model": "m", "messages": [{"role": "user", "content": "Hi"}]})
    after = of({"model": "m", "messages": [{"role": "user", "content": "Ho"}], "user": "u"})
    assert [str(one) for one in request(before, after)] == [
        'info request_changed /messages/0/content: "Hi" -> "Ho"',
        'info request_changed /user: nothing -> "u"',
    ]


def test_headers_too_but_those_that_name_the_client() -> None:
    plain = of({})
    beta = (("openai-beta", "a=v2"), ("user-agent", "x"), ("x-stainless-lang", "python"))
    other = replace(plain, asked=replace(plain.asked, headers=beta))
    assert [one.pointer for one in request(plain, other)] == ["header openai-beta"]


def test_long_texts_are_cut_where_they_begin_to_differ() -> None:
    long = "same " * 40
    (one,) = request(of({"a": long + "x"}), of({"a": long + "y"}))
    assert str(one.expected).startswith("…")
    assert str(one.expected).endswith('x"')
    assert len(str(one.actual)) <= 62

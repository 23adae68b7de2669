from fakeai_proxy.cassette.crossing.family import objects, text_of, uncounted


def test_counts_go_and_what_was_about_nothing_else():
    assert uncounted({"choices": [], "usage": {"total_tokens": 3}}) is None
    assert uncounted({"choices": [1], "usage": None}) == {"choices": [1]}
    assert uncounted({"choices": [1], "usage": {"total_tokens": 3}}) == {"choices": [1]}
    plain = {"choices": []}
    assert uncounted(plain) is plain


def test_what_is_of_another_shape_is_nothing():
    assert objects([{"a": 1}, "x", None]) == [{"a": 1}]
    assert objects({"a": 1}) == []
    assert (text_of("x"), text_of(None), text_of(["x"])) == ("x", "", "")

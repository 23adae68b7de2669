from fakeai_proxy.cassette.matching.walk import changed, escaped, texts

VALUE = {"a": "x", "b": [{"c": "y"}, "x"], "n": 1, "d/e": "x"}


def test_what_is_the_same_is_left_as_it_is():
    assert changed(VALUE, lambda holder, name, text: text + "") is VALUE
    after = changed(VALUE, lambda holder, name, text: "z" if text == "y" else text)
    assert after == {**VALUE, "b": [{"c": "z"}, "x"]}
    assert changed("x", lambda holder, name, text: "z") == "z"


def test_a_change_is_told_where_it_is():
    seen = []
    changed(VALUE, lambda holder, name, text: seen.append((holder is None, name, text)) or text)
    assert seen == [(False, "a", "x"), (False, "c", "y"), (True, "b", "x"), (False, "d/e", "x")]


def test_pointers_of_texts():
    assert dict(texts(VALUE)) == {"/a": "x", "/b/0/c": "y", "/b/1": "x", "/d~1e": "x"}
    assert escaped("~/") == "~0~1"

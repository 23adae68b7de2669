import pytest

from fakeai_proxy.wire.wording import listed, named, short


@pytest.mark.parametrize(
    ("path", "name"),
    [((), ""), (("n",), "n"), (("messages", 0, "content", 12, "text"), "messages[0].content[12].text")],
)
def test_a_parameter_is_named_by_its_path(path, name):
    assert named(path) == name


@pytest.mark.parametrize(
    ("names", "text"),
    [(["'a'"], "'a'"), (["'a'", "'b'"], "'a' and 'b'"), (["'a'", "'b'", "'c'"], "'a', 'b', and 'c'")],
)
def test_values_are_listed_as_in_english(names, text):
    assert listed(names) == text


def test_a_value_is_repeated_up_to_a_length():
    assert short("x" * 200) == "x" * 200
    assert short("x" * 201) == "x" * 200 + "..."

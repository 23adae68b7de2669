from fakeai_proxy.cassette.redaction.placeholder import (
    InOrder,
    bare_renamed,
    parsed,
    placeholder,
    renamed,
    unquoted,
)

ONE, TWO = placeholder("openai_key", 1), placeholder("openai_key", 2)


def test_kind_and_number():
    assert ONE.decode() == "«secret:openai_key:1»"
    assert parsed(ONE) == ("openai_key", 1)
    assert parsed(ONE + b" ") is None


def test_names_are_changed_all_at_once():
    names = {ONE: TWO, TWO: ONE}
    assert renamed(ONE + b" " + TWO, lambda name: names[name]) == TWO + b" " + ONE
    assert bare_renamed("a secret:openai_key:1/secret:openai_key:2 b", names) == (
        "a secret:openai_key:2/secret:openai_key:1 b"
    )
    assert bare_renamed("secret:jwt:1", names) == "secret:jwt:1"


def test_percent_encoded_ones():
    assert unquoted(b"a=%C2%ABsecret%3Aopenai_key%3A1%C2%BB&b=%C2%AB") == b"a=" + ONE + b"&b=%C2%AB"


def test_numbers_in_order_of_appearance():
    order = InOrder()
    other = placeholder("jwt", 9)
    assert order(TWO + other + TWO) == ONE + placeholder("jwt", 1) + ONE
    assert order(ONE + TWO) == TWO + ONE

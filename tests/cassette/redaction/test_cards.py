import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.redaction.cards import cards, is_card, luhn


def found(text: str) -> list[str]:
    return [text.encode()[start:end].decode() for start, end in cards(text.encode())]


@pytest.mark.parametrize(
    "number",
    [
        "4242 4242 4242 4242",
        "4000-0566-5566-5556",
        "5555 5555 5555 4444",
        "2223 0031 2200 3222",
        "3782 822463 10005",
        "6011 1111 1111 1117",
        "3566 0020 2036 0505",
    ],
)
def test_written_in_groups_and_said_in_one_piece(number):
    assert found(f"pay 2 {number}, please") == [number]
    assert found(f'{{"a": "\\n{number}\\n"}}') == [number]
    plain = number.replace(" ", "").replace("-", "")
    assert found(f"credit card: {plain}.") == [plain]
    assert is_card(plain.encode())


@pytest.mark.parametrize(
    "text",
    [
        '{"id": 4242424242424242}',
        "card 4242424242424243",
        "card id_4242424242424242",
        "card 0.4242424242424242",
        "card 42424242424242424242",
        "0000 0000 0000 0000",
        "1700 0000 0000 0000",
        "2024 0101 2024 0102",
    ],
)
def test_other_numbers_are_left(text):
    assert found(text) == []


@given(st.from_regex(r"[0-9]{8,18}", fullmatch=True))
def test_one_last_digit_in_ten_fits(begin):
    assert sum(luhn(f"{begin}{last}".encode()) for last in range(10)) == 1

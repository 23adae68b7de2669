import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.fine_tuning.formula import calculated


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a", 0.25),
        ("0.5 * a + b / 2", 0.625),
        ("-(a - b) ^ 2", -0.5625),
        ("min(a, b) + max(a, b)", 1.25),
        ("floor(1.7) + ceil(a) + abs(-b) + sqrt(4) + exp(0) + log(b)", 6.0),
    ],
)
def test_formulas(formula: str, value: float) -> None:
    assert calculated(formula, {"a": 0.25, "b": 1.0}) == pytest.approx(value)


@pytest.mark.parametrize(
    "formula",
    ["", "a +", "c", "__import__('os')", "a.real", "[a]", "1 / 0", "9 ^ 9 ^ 9 ^ 9", "log(0)", "min()", "'a'",
     "(" * 300 + "a" + ")" * 300, "-" * 3000 + "a"],
)  # fmt: skip
def test_what_is_none(formula: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        calculated(formula, {"a": 1.0})


@settings(max_examples=40)
@given(st.text(alphabet="ab+-*/^(), 019min.", max_size=12))
def test_anything_has_a_value_or_is_refused(formula: str) -> None:
    try:
        value = calculated(formula, {"a": 1.0, "b": 0.0})
    except ValueError:
        return
    assert isinstance(value, float)

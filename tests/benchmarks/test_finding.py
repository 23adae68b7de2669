from math import nan

from benchmarks.finding import Bound


def test_bounds_are_inclusive():
    assert Bound(at_least=0.7).met(0.7)
    assert Bound(at_most=25).met(25)
    assert not Bound(at_most=25).met(25.1)


def test_what_could_not_be_measured_meets_no_bound():
    assert Bound(at_most=20).met(nan) is False


def test_without_a_limit_there_is_no_verdict():
    assert Bound().met(1.0) is None
    assert Bound().text(" x") == ""


def test_text_names_the_limit_and_its_unit():
    assert Bound(at_least=0.7).text(" x") == ">= 0.7 x"
    assert Bound(at_most=1.15).text(" x") == "<= 1.15 x"

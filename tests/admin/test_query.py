from __future__ import annotations

import pytest

from fakeai_proxy.admin.query import Query
from fakeai_proxy.core.errors import ApiError

NAMES = ("metric", "limit", "model")


def refused(text: str, ask: object = None) -> ApiError:
    with pytest.raises(ApiError) as caught:
        query = Query(text, NAMES)
        assert callable(ask)
        ask(query)
    assert caught.value.status == 400
    return caught.value


def test_values_are_decoded_and_the_last_counts() -> None:
    query = Query("model=a%2Fb&model=c+d&metric=", NAMES)
    assert (query.text("model"), query.text("metric"), query.text("limit")) == ("c d", "", "")


def test_an_unknown_parameter_is_named_with_the_nearest_and_the_valid() -> None:
    error = refused("metrc=ttft")
    assert error.param == "metrc"
    assert error.message == (
        "metrc: unknown parameter (did you mean 'metric'?); there are metric, limit, model."
    )


def test_where_none_are_taken() -> None:
    with pytest.raises(ApiError, match="x: unknown parameter; there are none here"):
        Query("x=1", ())


def test_required() -> None:
    assert Query("model=a", NAMES).required("model") == "a"
    assert refused("model=", lambda query: query.required("model")).message == "model: is required."


def test_a_choice() -> None:
    assert Query("", NAMES).choice("metric", ("ttft", "cost"), "cost") == "cost"
    assert Query("metric=ttft", NAMES).choice("metric", ("ttft", "cost"), "cost") == "ttft"
    error = refused("metric=tftt", lambda query: query.choice("metric", ("ttft", "cost"), "cost"))
    assert error.message == "metric: 'tftt' is not one of ttft, cost (did you mean 'ttft'?)."


def test_choices() -> None:
    assert Query("", NAMES).choices("metric", ("ttft", "cost")) == ("ttft", "cost")
    assert Query("metric=cost, ttft,", NAMES).choices("metric", ("ttft", "cost")) == ("cost", "ttft")
    assert refused("metric=cost,x", lambda query: query.choices("metric", ("ttft", "cost"))).param == "metric"


@pytest.mark.parametrize("text", ["limit=0", "limit=11", "limit=nan", "limit=inf", "limit=ten", "limit="])
def test_a_number_out_of_range(text: str) -> None:
    error = refused(text, lambda query: query.number("limit", 5, 1, 10))
    assert "is not a number from 1 to 10" in error.message


def test_a_number() -> None:
    assert Query("", NAMES).number("limit", 5, 1, 10) == 5
    assert Query("limit=2.5", NAMES).number("limit", 5, 1, 10) == 2.5

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.query import Query


def test_every_type():
    query = Query(
        "limit=2&order=asc&group_by[]=a&group_by=b&metadata[team]=x%20y&metadata[]=no&stream=true&e="
    )
    assert query.integer("limit", 20, 0, 100) == 2
    assert query.integer("e", 20, 0, 100) == 20
    assert query.choice("order", ("asc", "desc"), "desc") == "asc"
    assert query.texts("group_by") == ["a", "b"]
    assert query.mapping("metadata") == {"team": "x y"}
    assert query.flag("stream")
    assert not query.flag("e")
    assert (query.text("after"), query.text("order")) == ("", "asc")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (
            "limit=x",
            "invalid_type",
            "Invalid type for 'limit': expected an integer, but got a string instead.",
        ),
        (
            "limit=101",
            "integer_above_max_value",
            "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
        ),
        (
            "limit=-1",
            "integer_below_min_value",
            "Invalid 'limit': integer below minimum value. Expected a value >= 0, but got -1 instead.",
        ),
    ],
)
def test_integers_are_refused(text, code, says):
    with pytest.raises(ApiError) as caught:
        Query(text).integer("limit", 20, 0, 100)
    assert (caught.value.status, caught.value.param) == (400, "limit")
    assert (caught.value.code, caught.value.message) == (code, says)


def test_what_is_not_among_the_choices():
    with pytest.raises(ApiError, match=r"Invalid value: 'up'. Supported values are: 'asc' and 'desc'."):
        Query("order=up").choice("order", ("asc", "desc"), "desc")


def test_too_many():
    with pytest.raises(ApiError, match="Too many"):
        Query("&".join("a=1" for _ in range(1_001)))

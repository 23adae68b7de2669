import pytest

from fakeai_proxy.endpoints.organization.usage.asked import asked, decoded, encoded
from tests.endpoints.asking import ask, context, error, services

USAGE = "/v1/organization/usage/completions"


def queried(query: str, now: float = 1_700_000_000):
    to = context(services())
    to.services.clock.advance(now - to.services.clock.wall())
    request = to.request.__class__("GET", "/", query=query)
    return asked(to._replace(request=request), ("model", "batch"), {"models": "model"})


def test_buckets_are_whole_hours_of_the_day():
    query = queried("start_time=1699993000&bucket_width=1h")
    assert list(query.buckets) == [1_699_992_000, 1_699_995_600, 1_699_999_200]
    assert (query.limit, query.group_by, query.filters) == (24, (), {})


def test_a_page_goes_on_where_the_one_before_ended():
    first = queried("start_time=1699920000&end_time=1700092800&bucket_width=1h&limit=5")
    rest = queried(f"start_time=1699920000&bucket_width=1h&page={encoded(first.buckets.stop)}")
    assert rest.buckets.start == first.buckets.stop == 1_699_920_000 + 5 * 3600
    assert decoded(encoded(0)) == 0


def test_groups_and_filters():
    query = queried("start_time=0&group_by[]=model&group_by[]=model&group_by=batch&models=a&models[]=b")
    assert (query.group_by, query.filters) == (("model", "batch"), {"model": frozenset("ab")})


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("", "missing_required_parameter", "start_time"),
        ("start_time=now", "invalid_type", "start_time"),
        ("start_time=-1", "integer_below_min_value", "start_time"),
        ("start_time=5&end_time=5", "invalid_value", "end_time"),
        ("start_time=5&bucket_width=2d", "invalid_value", "bucket_width"),
        ("start_time=5&limit=32", "integer_above_max_value", "limit"),
        ("start_time=5&bucket_width=1h&limit=0", "integer_below_min_value", "limit"),
        ("start_time=5&group_by=size", "invalid_value", "group_by"),
        ("start_time=5&page=page_" + "z" * 64, "invalid_value", "page"),
        ("start_time=5&page=page_x", "invalid_value", "page"),
    ],
)
def test_what_is_wrong(query: str, code: str, param: str):
    refusal = error(ask(USAGE, query=query))
    assert (refusal["code"], refusal["param"]) == (code, param)


def test_costs_are_told_by_the_day():
    assert (
        error(ask("/v1/organization/costs", query="start_time=5&bucket_width=1h"))["param"] == "bucket_width"
    )

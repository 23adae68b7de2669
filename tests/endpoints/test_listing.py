import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.resources import Page, PageQuery

from .asking import context, told


def asked(query):
    return context()._replace(request=Request("GET", "/", query=query))


def test_what_is_asked_for():
    assert page_query(asked("")) == PageQuery(20, "desc", "", "")
    given = page_query(asked("limit=0&order=desc&after=a&before=b"), limit=5, order="asc")
    assert given == PageQuery(0, "desc", "a", "b")
    for query, param in (("limit=101", "limit"), ("order=up", "order")):
        with pytest.raises(ApiError) as caught:
            page_query(asked(query))
        assert caught.value.param == param


def test_a_list_of_nothing_and_of_two():
    to = context()
    made = [to.services.resources.create(to.owner, "file", f"{at:032}", {}) for at in range(2)]
    whole = told(list_reply(Page(made, True), lambda item: {"id": item.id}, to))
    assert whole == {
        "object": "list",
        "data": [{"id": one.id} for one in made],
        "first_id": made[0].id,
        "last_id": made[1].id,
        "has_more": True,
    }
    empty = told(list_reply(Page([], False), lambda item: {"id": item.id}, to))
    assert (empty["first_id"], empty["last_id"], empty["data"]) == (None, None, [])

from dataclasses import replace

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints import Context
from fakeai_proxy.endpoints.fine_tuning.derived import page_of
from tests.endpoints.asking import context


def asking(query: str) -> Context:
    asked = context()
    return asked._replace(request=replace(asked.request, query=query))


ITEMS = [{"id": str(at)} for at in range(5)]


@pytest.mark.parametrize(
    ("query", "ids", "more"),
    [
        ("", "012", True),
        ("after=2", "34", False),
        ("limit=1&after=0", "1", True),
        ("limit=0", "", True),
        ("after=4", "", False),
    ],
)
def test_pages(query: str, ids: str, more: bool) -> None:
    page = page_of(ITEMS, asking(query), 3)
    assert ("".join(one["id"] for one in page["data"]), page["has_more"]) == (ids, more)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(ApiError, match="nothing with id 'x'"):
        page_of(ITEMS, asking("after=x"), 3)

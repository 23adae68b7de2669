import pytest

from fakeai_proxy.cassette.conversation import Usage
from fakeai_proxy.cassette.cost import dollars
from fakeai_proxy.catalog import Catalog


def test_cached_tokens_are_cheaper() -> None:
    catalog = Catalog.load()
    model = catalog.find("gpt-4o")
    assert model
    assert model.price
    assert model.price.cached_input is not None
    plain = dollars(Usage(1_000_000, 0, 0), "gpt-4o", catalog)
    cached = dollars(Usage(1_000_000, 1_000_000, 0), "gpt-4o", catalog)
    assert (plain, cached) == (model.price.input, model.price.cached_input)
    assert dollars(Usage(0, 0, 500_000), "gpt-4o", catalog) == pytest.approx(model.price.output / 2)


def test_a_price_that_is_not_known() -> None:
    catalog = Catalog.load()
    assert dollars(Usage(1, 0, 0), "my-own", catalog) is None
    assert dollars(Usage(1, 0, 0), None, catalog) is None
    assert dollars(Usage(), "my-own", catalog) == 0

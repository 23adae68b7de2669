from fakeai_proxy.catalog import Catalog
from fakeai_proxy.endpoints.organization.usage import unit_prices as prices


def test_they_are_of_models_that_have_no_price_by_the_token() -> None:
    catalog = Catalog.load()
    names = {*prices.CHARACTER, *prices.SECOND, *(model for model, _ in prices.IMAGE)}
    models = [catalog.find(name) for name in names]
    assert [model.id for model in models if model is None or model.price] == []

import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.endpoints.images.family import family_of
from fakeai_proxy.wire.images import GenerationRequest

CATALOG = Catalog.load()


@pytest.mark.parametrize(
    ("fields", "id", "gpt"),
    [
        ({}, "dall-e-2", False),
        ({"output_format": "png"}, "gpt-image-1.5", True),
        ({"model": "openai/gpt-image-1"}, "gpt-image-1", True),
        ({"model": "chatgpt-image-latest"}, "chatgpt-image-latest", True),
        ({"model": "gpt-image-2.5-flare"}, "gpt-image-2.5-flare", True),
        ({"model": "black-forest-labs/flux.1-dev"}, "black-forest-labs/flux.1-dev", False),
    ],
)
def test_a_model_has_a_family(fields, id, gpt):
    model, family = family_of(GenerationRequest(prompt="x", **fields), CATALOG)
    assert (model.id, family.gpt) == (id, gpt)


def test_newer_models_have_finer_qualities():
    qualities = {
        name: family_of(GenerationRequest(prompt="x", model=name), CATALOG)[1].qualities
        for name in ("gpt-image-1", "gpt-image-2-2026-04-21", "gpt-image-2.5-sunburst")
    }
    assert [len(one) for one in qualities.values()] == [3, 3, 5]

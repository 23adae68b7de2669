"""Which price a model has: the first of these that there is.

    fitted      its deployment was measured (deployments.csv)
    physics     its architecture is known
    hosted      its maker serves it, and its pace was published
    estimate    none of them: by what its name says

Times that the user fixed come before all of these; they are `Latency`, not a price.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Deployment

from .deployment import deployment_of
from .fitted import fitted
from .hosted import Hosted, estimated
from .physics import Physics
from .pricing import Kind, Pricing
from .settings import EngineSettings


class ModelPricing(Pricing, Protocol):
    """A price that says where it comes from."""

    @property
    def kind(self) -> Kind: ...
    @property
    def source(self) -> str:
        """What it goes by, in a few words."""
        ...

    @property
    def deployment(self) -> Deployment | None:
        """None: only its maker knows."""
        ...

    @property
    def weights(self) -> float:
        """Bytes on each GPU; 0: not known."""
        ...


@lru_cache(maxsize=256)
def pricing_of(model: Model, settings: EngineSettings) -> ModelPricing:
    """What a step of one worker of `model` costs. Equal arguments, the same object.

    Raises SettingsError where `settings` ask for a GPU, precision or count on which it cannot run.
    """
    if model.architecture is None:
        return Hosted(model.pace) if model.pace else estimated(model)
    deployment = deployment_of(model, model.architecture, settings)
    physics = Physics(model.architecture, deployment)
    if model.architecture.estimated:
        physics.kind = "estimate"
    return fitted(model, physics) or physics

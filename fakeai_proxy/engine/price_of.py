"""Which price a model has: the first of these that there is.

    fitted      its deployment was measured (deployments.csv)
    physics     its architecture is known
    hosted      its maker serves it, and its pace was published
    estimate    none of them: by its size, else by what its name says

Times that the user fixed come before all of these; they are `Latency`, not a price.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from fakeai_proxy.catalog import Model, estimate
from fakeai_proxy.catalog.architecture import Architecture, Deployment, Precision
from fakeai_proxy.catalog.traits import traits

from .hosted import Hosted, estimated
from .pricing import Kind, Pricing
from .settings import EngineSettings

EXPERTS, CHOSEN = 128, 8
"""Of a mixture whose number of experts is not known: that of most."""


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
    architecture = architecture_of(model)
    if architecture is None:
        return Hosted(model.pace, context=model.context_window) if model.pace else estimated(model)
    # Imported late: a start needs none of them while models are hosted.
    from .deployment import deployment_of
    from .fitted import fitted
    from .physics import Physics

    physics = Physics(architecture, deployment_of(model, architecture, settings))
    return fitted(model, physics) or physics


def architecture_of(model: Model) -> Architecture | None:
    """Its own or, where weights are public but of a kind that has none here, that of others as large.

    None where only its maker has the weights, or its name says a size that no GPUs hold.
    """
    if own := model.architecture:
        return own if model.deployment or not own.estimated else None
    if not (model.deployment and model.parameters):
        return None
    said = traits(model.id)
    active = model.active_parameters or model.parameters
    if active < model.parameters and not said.experts:
        said = replace(said, experts=EXPERTS, top_k=CHOSEN)
    return estimate.architecture(replace(said, parameters=model.parameters, active=active))


def precision_of(pricing: ModelPricing) -> Precision:
    """Of the weights; bf16 where only its maker knows."""
    return pricing.deployment.precision if pricing.deployment else "bf16"

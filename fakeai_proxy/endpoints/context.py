"""What a handler may use besides the body it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import Ordinals
from fakeai_proxy.engine import Cluster
from fakeai_proxy.resources import Store, owner_of
from fakeai_proxy.resources.api_keys import project_of
from fakeai_proxy.synth.moderation.settings import ModerationSettings
from fakeai_proxy.telemetry import Exchange, Telemetry
from fakeai_proxy.wire.query import Query

from .identity import Identity

if TYPE_CHECKING:
    from fakeai_proxy.gate.gate import Gate
    from fakeai_proxy.synth.semantic import Semantic
    from fakeai_proxy.synth.text.text import Text

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Services:
    """What outlives a request."""

    seed: int
    ordinals: Ordinals
    clock: Clock
    catalog: Catalog
    cluster: Cluster
    telemetry: Telemetry
    resources: Store
    max_request_size: int = 10 * MEBIBYTE
    """Bytes."""
    moderation: ModerationSettings = field(default_factory=ModerationSettings)
    gate: Gate | None = None
    """None: whoever asks is let in, with whatever key."""
    keyed: bool = False
    """Requests without an API key are turned away, gate or no gate."""
    text: Text | None = None
    """None: answers are prose, as long as ever."""
    semantic: Semantic | None = None
    """None: embeddings are made of words and letters."""


class Context(NamedTuple):
    """One request on its way through a handler."""

    request: Request
    services: Services
    identity: Identity
    rng: np.random.Generator
    exchange: Exchange
    """What telemetry is to know of it."""
    parameters: Mapping[str, str] = MappingProxyType({})
    """What stood for the `{names}` of the route's path, decoded."""
    refusal: str = ""
    """What is said in place of an answer, where the gate refuses to answer."""

    def model(self, name: str) -> Model:
        """The model called `name`, which answers this request. Raises ApiError 404 where it was deleted."""
        if name.startswith("ft:"):
            from .fine_tuning.models import there

            there(name, self)
        model = self.services.catalog.use(name)
        self.exchange.model = model.id
        return model

    @property
    def openai(self) -> bool:
        """Is this the API of OpenAI itself, or of an engine that only speaks it?"""
        return is_openai(self.request.provider)

    @property
    def query(self) -> Query:
        """What stands after the `?` of its URL."""
        return Query(self.request.query)

    @property
    def owner(self) -> str:
        """Whose things it may see and make."""
        return owner_of(self.request, project_of(self.services.resources, self.request.key))

    @property
    def created(self) -> int:
        """Now, in Unix seconds."""
        return int(self.services.clock.wall())


def is_openai(host: str) -> bool:
    """OpenAI refuses parameters it does not know and obfuscates its streams; NIM and vLLM do neither."""
    return host == "api.openai.com" or host.endswith(".openai.azure.com")

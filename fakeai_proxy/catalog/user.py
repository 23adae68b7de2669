"""Models that a user adds: [models."my-model"] in fakeai.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from fakeai_proxy.core.errors import SettingsError

from .architecture import Architecture, Count, Date, Deployment, Pace, Positive, Price, Some
from .consistency import contradictions
from .family import infer
from .model import CUSTOM, Capability, Kind, Modality, Model, Shelf
from .suggest import nearest_names

Name = Annotated[str, Field(min_length=1, max_length=200)]
Encoding = Literal["cl100k_base", "o200k_base", "o200k_harmony"]


class UserModel(BaseModel):
    """One model of the user. What is left out is as in the model it is `like`, else as its name suggests."""

    # It is validated as a part of all settings: a validator of its own would only slow down the start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    like: Name | None = Field(None, description="A model of the catalog that it is like in all the rest.")
    owner: Name | None = Field(None, description="`owned_by` of the list.")
    created: Some | None = Field(None, description="Unix seconds.")
    provider: Name | None = Field(
        None, description="What `models list --provider` goes by; custom unless told."
    )
    kind: Kind | None = Field(None, description="What it is asked for: chat, completion, embedding, ...")
    snapshot: Name | None = Field(None, description="The dated id that answers carry.")
    encoding: Encoding | None = Field(None, description="cl100k_base, o200k_base or o200k_harmony.")
    token_factor: Positive | None = Field(None, description="Its tokens per token of the encoding.")
    context_window: Count | None = Field(None, description="Tokens of prompt and answer together.")
    max_output_tokens: Some | None = Field(None, description="Most tokens of an answer.")
    dimensions: Count | None = Field(None, description="Length of the vectors of an embedding model.")
    min_dimensions: Some | None = Field(None, description="Least length that a client may ask for; 0: none.")
    input_modalities: tuple[Modality, ...] | None = Field(None, description="text, image, audio, video.")
    output_modalities: tuple[Modality, ...] | None = Field(None, description="Likewise, of its answers.")
    capabilities: tuple[Capability, ...] | None = Field(None, description="What it can do besides.")
    reasoning: bool | None = Field(None, description="Whether it thinks before it answers.")
    knowledge_cutoff: Date | None = Field(None, description="YYYY-MM or YYYY-MM-DD.")
    system_fingerprint: Name | None = Field(None, description="As its answers carry it.")
    aliases: tuple[Name, ...] | None = Field(None, description="Other names that find it.")
    parameters: Positive | None = Field(None, description="Weights in all.")
    active_parameters: Positive | None = Field(None, description="Weights that one token passes.")
    architecture: Architecture | None = Field(None, description="The shape: a table, whole.")
    deployment: Deployment | None = Field(None, description="GPUs of one replica: a table, whole.")
    pace: Pace | None = Field(None, description="TTFT and tokens per second, where the shape is not known.")
    price: Price | None = Field(None, description="US dollars per million tokens: a table, whole.")

    @model_serializer(mode="wrap")
    def _said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only what the user wrote."""
        return {name: value for name, value in handler(self).items() if name in self.model_fields_set}


def model_of(id: str, given: UserModel, shelf: Shelf) -> Model:
    """The model that `given` describes. Raises SettingsError, naming the field."""
    said: dict[str, Any] = {name: getattr(given, name) for name in given.model_fields_set - {"like"}}
    model = replace(
        _base(id, given.like, shelf), **{name: value for name, value in said.items() if value is not None}
    )
    for field, why in contradictions(model):
        raise SettingsError(f'models."{id}".{field}: {why}')
    return model


def _base(id: str, like: str | None, shelf: Shelf) -> Model:
    """What the user changes: the model it is like, or that of its own id, or one as the id suggests."""
    if like is None:
        return shelf.find(id) or infer(id, shelf.find)
    if not (model := shelf.find(like)):
        near = nearest_names(like, (model.id for model in shelf.read()), 3)
        raise SettingsError(
            f"models.\"{id}\".like: there is no model '{like}'"
            + f" (did you mean {', '.join(near)}?)" * bool(near)
        )
    if model.id == id:
        return model
    return replace(model, id=id, snapshot=id, provider=CUSTOM, aliases=(), base=model.id)

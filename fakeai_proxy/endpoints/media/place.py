"""Where a part stands, and whom it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.model import Modality
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.support import is_hosted

Part = dict[str, Any]
"""{type: text, text} or {medium: Medium}."""


class Place(NamedTuple):
    """One part of one message."""

    message: int
    part: int
    model: Model
    context: Context
    sampling: Mapping[str, Any]
    """Which frames of videos are looked at: {num_frames}."""

    def param(self, *names: str) -> str:
        """`messages[0].content[1].image_url.url`"""
        return ".".join((f"messages[{self.message}].content[{self.part}]", *names))

    def wrong(self, why: str, *names: str, code: str = "invalid_value") -> ApiError:
        """It is refused because of what stands at `names` in it."""
        param = self.param(*names)
        return ApiError(400, f"Invalid '{param}'. {why}", param=param, code=code)

    def refuse_modality(self, modality: Modality, kind: str) -> None:
        """Raise ApiError 400 where OpenAI serves the model, and it takes no such parts."""
        if is_hosted(self.model) and modality not in self.model.input_modalities:
            raise ApiError(
                400,
                f"Invalid content type. {kind} is only supported by certain models.",
                param=f"messages.[{self.message}].content.[{self.part}].type",
            )

    @property
    def model_name(self) -> str:
        """The id that tells what media cost: a fine-tuned model reads as its base does."""
        return self.model.base or self.model.id

    def stored(self, file_id: str) -> tuple[str, bytes]:
        """Name and content of a file that was uploaded. Raises ApiError 404."""
        store = self.context.services.resources
        file = store.need(self.context.owner, "file", file_id)
        return file.body["filename"], store.blobs.read(file.id)

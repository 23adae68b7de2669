"""Embeddings by a real model that lies on this machine: the static vectors of model2vec.

https://github.com/MinishLab/model2vec
"""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.errors import SettingsError

from .embedding import PLACES, embed, spread

if TYPE_CHECKING:
    from model2vec import StaticModel

PARTS = ("config.json", "model.safetensors", "tokenizer.json")
"""Files of a model."""
STRIDE = 2_654_435_761
"""Odd, so that neighbours in a model's vector get places of their own, far apart, in the long one."""


class Semantic:
    """The model in a folder, read when it is first asked. Nothing is ever downloaded."""

    def __init__(self, folder: Path, installed: bool | None = None) -> None:
        """Raises SettingsError where there is no model, or nothing that could read it (`installed`)."""
        self.folder = folder
        if not (find_spec("model2vec") if installed is None else installed):
            raise SettingsError("semantic_model: takes the extra: pip install 'fakeai-proxy[semantic]'")
        if absent := [name for name in PARTS if not (folder / name).is_file()]:
            raise SettingsError(f"semantic_model: {folder} holds no model2vec model: no {', '.join(absent)}")

    def embed(self, text: str, dimensions: int) -> NDArray[np.float32]:
        """The unit vector of `text`, spread over so many dimensions, from 1 to 4096.

        Inner products are the model's own; in fewer dimensions than it has, nearly. A text of which the model
        knows no word is embedded by its letters.
        """
        own = self._model.encode([text], use_multiprocessing=False)[0].astype(np.float64)
        if not own.any():
            return embed(text, dimensions)
        places = np.zeros(PLACES)
        places[np.arange(len(own)) * STRIDE % PLACES] = own
        return spread(places, dimensions)

    @cached_property
    def _model(self) -> StaticModel:
        from model2vec import StaticModel

        return StaticModel.from_pretrained(self.folder, normalize=True)

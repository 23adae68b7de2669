"""The models there are, and those that come into being by being used."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache

from .family import infer
from .files import read
from .model import Model

logger = logging.getLogger(__name__)

CREATED_LIMIT = 1_000
"""Unknown ids kept, the most recently used ones: a client may send any number of names."""


class Catalog:
    """Models by id, in the order of the files; then the created ones, in the order of their creation."""

    def __init__(self, models: Iterable[Model]) -> None:
        self._models = tuple(models)
        self._names = _index(self._models)
        self._created: OrderedDict[str, Model] = OrderedDict()

    @classmethod
    def load(cls) -> Catalog:
        """The catalog that ships with the package."""
        return cls(read())

    def find(self, id: str) -> Model | None:
        """The model called `id`: its id, a snapshot, an alias, or its id after its provider's name."""
        return self._names.get(id) or self._created.get(id)

    def use(self, id: str) -> Model:
        """The model called `id`, created with the defaults of its family when it is not known."""
        return self.find(id) or self._create(id)

    def all(self) -> tuple[Model, ...]:
        """Every model there is now."""
        return self._models + tuple(self._created.values())

    def _create(self, id: str) -> Model:
        model = infer(id, self.find)
        logger.info("model %r is not in the catalog: created with the defaults of its family", id)
        self._created[id] = model
        while len(self._created) > CREATED_LIMIT:
            self._created.popitem(last=False)
        return model


@cache
def _index(models: tuple[Model, ...]) -> dict[str, Model]:
    index: dict[str, Model] = {}
    for model in models:
        index |= dict.fromkeys(model.aliases, model)
    return index | {model.id: model for model in models}

"""The models there are, and those that come into being by being used."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from .family import infer
from .files import read
from .model import Model
from .naming import shown

logger = logging.getLogger(__name__)

CREATED_LIMIT = 1_000
"""Unknown ids kept, the latest ones: a client may send any number of names."""
ID_LIMIT = 200
"""Characters of an id that is kept; a longer one is answered, and forgotten."""


class Catalog:
    """Models by id, in the order of the files; then the created ones, in the order of their creation.

    It may be shared between threads.
    """

    def __init__(self, models: Iterable[Model]) -> None:
        self._models = tuple(models)
        self._named = {alias: model for model in self._models for alias in model.aliases}
        self._named |= {model.id: model for model in self._models}
        self._created: dict[str, Model] = {}

    @classmethod
    def load(cls) -> Catalog:
        """The catalog that ships with the package."""
        return cls(read())

    def find(self, id: str) -> Model | None:
        """The model called `id`: by its id, an alias, or its id after its provider's name and a slash."""
        return self._named.get(id) or self._created.get(id)

    def use(self, id: str) -> Model:
        """The model called `id`, created with the defaults of its family when it is not known."""
        return self.find(id) or self._create(id)

    def all(self) -> tuple[Model, ...]:
        """Every model there is now."""
        return self._models + tuple(self._created.values())

    def _create(self, id: str) -> Model:
        model = infer(id, self.find)
        logger.info("%s is not in the catalog: answered like other models of its kind", shown(id))
        if len(id) <= ID_LIMIT:
            self._created[id] = model
        for oldest in list(self._created)[:-CREATED_LIMIT]:
            self._created.pop(oldest, None)
        return model

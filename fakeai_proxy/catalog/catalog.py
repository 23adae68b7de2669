"""The models there are, and those that come into being by being used."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from threading import Lock  # noqa: TID251 - no thread is started here

from . import files
from .family import infer
from .model import Model, Shelf
from .naming import shown
from .suggest import nearest_names
from .user import UserModel, model_of

logger = logging.getLogger(__name__)

CREATED_LIMIT = 1_000
"""Unknown ids kept, the latest ones: a client may send any number of names."""
ID_LIMIT = 200
"""Characters of an id that is kept; a longer one is answered, and forgotten."""


class Catalog:
    """Models by id: those of the shelf, in its order; the user's own; then the created ones, as they came.

    An own model hides one of the shelf that has its id. A catalog may be shared between threads.
    """

    def __init__(self, own: Iterable[Model] = (), shelf: Shelf | None = None) -> None:
        self._own = {model.id: model for model in own}
        self._named = {alias: model for model in self._own.values() for alias in model.aliases}
        self._named |= self._own
        self._shelf = shelf
        self._created: dict[str, Model] = {}
        self._lock = Lock()

    @classmethod
    def load(cls, user: Mapping[str, UserModel] | None = None) -> Catalog:
        """The catalog that ships with the package, and the models of the user.

        Raises SettingsError where one of these makes no sense.
        """
        own = [model_of(id, given, files) for id, given in (user or {}).items()]
        return cls(own, files)

    def find(self, id: str) -> Model | None:
        """The model called `id`: by its id, an alias, or its id after its provider's name and a slash."""
        return self._named.get(id) or self._created.get(id) or self._taken(id)

    def use(self, id: str) -> Model:
        """The model called `id`, created as its name suggests when it is not known."""
        return self.find(id) or self._create(id)

    def all(self) -> tuple[Model, ...]:
        """Every model there is now."""
        return (*self.known(), *self._created.copy().values())

    def known(self) -> tuple[Model, ...]:
        """Every model but the created ones, whose names are those that clients sent."""
        shelf = self._shelf.read() if self._shelf else ()
        return (*(model for model in shelf if model.id not in self._own), *self._own.values())

    def suggest(self, name: str, n: int = 3) -> list[str]:
        """The ids of up to `n` known models whose names are near to `name`, the nearest first."""
        ids = {name: model.id for model in self.known() for name in (model.id, *model.aliases)}
        return list(dict.fromkeys(ids[near] for near in nearest_names(name, ids, 4 * n)))[:n]

    def _taken(self, id: str) -> Model | None:
        """From the shelf, at hand from then on."""
        if self._shelf is None or not (model := self._shelf.find(id)):
            return None
        return self._named.setdefault(id, self._own.get(model.id, model))

    def _create(self, id: str) -> Model:
        with self._lock:
            if model := self.find(id):
                return model
            model = infer(id, self.find)
            if len(id) <= ID_LIMIT:
                self._created[id] = model
            for oldest in list(self._created)[:-CREATED_LIMIT]:
                del self._created[oldest]
        logger.info("%s is not in the catalog: answered like other models of its kind", shown(id))
        return model

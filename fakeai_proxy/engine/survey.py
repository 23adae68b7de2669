"""Which models run as the settings have it: looked at once, at the start, and only where settings say so.

A GPU, a number of them or a precision is meant for all models, and seldom fits all. Where it fits none, it is
a mistake; else those that it does not fit are refused when somebody asks for them, and told of before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.naming import shown
from fakeai_proxy.core.errors import SettingsError

from .deployment import deployment_of
from .price_of import architecture_of
from .settings import EngineSettings

logger = logging.getLogger(__name__)

NAMED = 5
"""Models that the warning names."""


def survey(models: Iterable[Model], settings: EngineSettings) -> None:
    """Warns of the `models` with public weights that cannot run with `settings`.

    Raises SettingsError where none of them can.
    """
    left_out: dict[str, str] = {}
    known = 0
    for model in models:
        if architecture := architecture_of(model):
            known += 1
            try:
                deployment_of(model, architecture, settings)
            except SettingsError as why:
                left_out[model.id] = str(why)
    if not left_out:
        return
    first = next(iter(left_out.values()))
    if len(left_out) == known:
        raise SettingsError(f"{first} (no model runs so)")
    named, more = list(left_out)[:NAMED], len(left_out) - NAMED
    logger.warning(
        "%d of %d models with public weights cannot run with these settings, and are refused when asked for: "
        "%s%s. The first: %s",
        len(left_out),
        known,
        ", ".join(map(shown, named)),
        f" and {more} more" if more > 0 else "",
        first,
    )

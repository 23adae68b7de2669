"""Faker, seeded by a request.

It is imported when the first JSON object is asked for: a tenth of a second, which no start is to pay.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from faker import Faker

LOCALES = ("en_US", "en_GB", "en_AU", "en_CA")
PROVIDERS = tuple(
    f"faker.providers.{name}" for name in ("address", "company", "date_time", "job", "misc", "person")
)


@contextmanager
def faker(rng: np.random.Generator) -> Iterator[Faker]:
    """A Faker of a locale by chance. It says what `rng` makes it say, and nobody else uses it meanwhile."""
    locale = LOCALES[int(rng.integers(len(LOCALES)))]
    idle = _idle(locale)
    try:
        fake = idle.pop()
    except IndexError:
        fake = _made(locale)
    fake.seed_instance(int(rng.integers(2**63)))
    try:
        yield fake
    finally:
        idle.append(fake)


@cache
def _idle(locale: str) -> deque[Faker]:
    """Those that wait for a request, and keep nothing of the last. Threads take and put atomically."""
    return deque()


def _made(locale: str) -> Faker:
    """With even chances: weighing names would cost more than all the rest of an answer."""
    from faker.factory import Factory

    return cast("Faker", Factory.create(locale, [*PROVIDERS], use_weighting=False))

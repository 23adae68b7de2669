"""Strings for fields."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from fakeai_proxy.synth.faker_pool import faker
from fakeai_proxy.synth.schema.document import Unsatisfiable
from fakeai_proxy.synth.schema.texts import FORMATS, text


def said(schema: dict[str, Any], name: str = "", seed: int = 0) -> str:
    rng = np.random.default_rng(seed)
    with faker(rng) as fake:
        return text(rng, schema, name, fake)


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("email", r"^\S+@example\.(com|net|org)$"),
        ("customerEmail", "@example"),
        ("start_date", r"^\d{4}-\d\d-\d\d$"),
        ("firstName", r"^\w"),
        ("phone", r"^\+1-202-555-01\d\d$"),
        ("summary", r"\.$|\?$"),
        ("whatever", r"^\w"),
    ],
)
def test_names_tell(name: str, looks: str) -> None:
    assert re.search(looks, said({}, name))


def test_lengths() -> None:
    for seed in range(10):
        assert 12 <= len(said({"minLength": 12, "maxLength": 14}, "name", seed)) <= 14
    with pytest.raises(Unsatisfiable):
        said({"minLength": 3, "maxLength": 2})


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_of_the_right_kind(name: str) -> None:
    from jsonschema import Draft202012Validator as Draft

    assert Draft({"format": name}, format_checker=Draft.FORMAT_CHECKER).is_valid(said({"format": name}))


def test_a_pattern_that_a_usual_text_fits_gets_one() -> None:
    assert "@example" in said({"pattern": "@"}, "email")

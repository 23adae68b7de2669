from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth.faker_pool import faker
from fakeai_proxy.synth.records import (
    DOMAINS,
    FIRST_DAY,
    LAST_DAY,
    RECORDS,
    Fields,
    company,
    event,
    letters,
    order,
    person,
    review,
)

seeds = st.integers(0, 2**32)
MAKERS = [make for make, _ in RECORDS]
ADDRESS = re.compile(r"[a-z]+\.[a-z]+@example\.(com|net|org)")


def record(make: Callable[[Faker], Fields], seed: int) -> Fields:
    with faker(np.random.default_rng(seed)) as fake:
        return make(fake)


def some(make: Callable[[Faker], Fields]) -> Iterator[Fields]:
    return (record(make, seed) for seed in range(100))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@given(seeds)
def test_every_field_says_something(make: Callable[[Faker], Fields], seed: int) -> None:
    fields = record(make, seed)
    assert 5 <= len(fields) <= 6
    assert all(
        isinstance(value, int | float) or (value and value == value.strip()) for value in fields.values()
    )
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in fields)
    assert json.loads(json.dumps(fields)) == fields
    assert json.dumps(fields).isascii()


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_records_of_a_kind_have_the_same_fields_and_differ(make: Callable[[Faker], Fields]) -> None:
    made = [*some(make)]
    assert len({tuple(fields) for fields in made}) == 1
    assert len({json.dumps(fields) for fields in made}) == len(made)


@pytest.mark.parametrize(("make", "key"), RECORDS)
def test_the_text_has_a_key_of_its_own(make: Callable[[Faker], Fields], key: str) -> None:
    assert key not in record(make, 0)


@given(seeds)
def test_an_address_is_that_of_the_person_and_of_nobody(seed: int) -> None:
    for make, whose in ((person, "name"), (order, "customer")):
        fields = record(make, seed)
        assert ADDRESS.fullmatch(str(fields["email"]))
        first = letters(str(fields[whose]).split()[0])
        assert str(fields["email"]).startswith(f"{first}.")


@given(seeds)
def test_a_website_is_nobodys(seed: int) -> None:
    website = str(record(company, seed)["website"])
    assert website.startswith("https://www.")
    assert website.endswith(DOMAINS)


@pytest.mark.parametrize("make", [event, order, review])
@given(seeds)
def test_dates_do_not_move_with_the_calendar(make: Callable[[Faker], Fields], seed: int) -> None:
    assert FIRST_DAY <= date.fromisoformat(str(record(make, seed)["date"])) <= LAST_DAY


@given(seeds)
def test_numbers_are_within_reason(seed: int) -> None:
    assert 1950 <= int(record(company, seed)["founded"]) <= 2020
    assert 5 <= float(record(order, seed)["total"]) <= 500
    assert 1 <= int(record(review, seed)["rating"]) <= 5


def test_people_come_from_several_countries() -> None:
    assert {fields["country"] for fields in some(person)} == {
        "Australia",
        "Canada",
        "United Kingdom",
        "United States",
    }


@pytest.mark.parametrize(
    ("name", "part"), [("O'Connor", "oconnor"), ("Smith-Jones", "smithjones"), ("Acme, Inc", "acmeinc")]
)
def test_a_name_as_part_of_an_address(name: str, part: str) -> None:
    assert letters(name) == part

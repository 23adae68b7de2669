"""What JSON objects are about: records, each of a few fields by Faker and a text after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from faker import Faker

Fields = Mapping[str, str | int | float | bool]

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2025, 12, 31)
"""Of all dates. Most of Faker's own end today, and would change with it."""
DOMAINS = ("example.com", "example.net", "example.org")
"""Reserved, so that nobody gets mail (RFC 2606)."""


def person(fake: Faker) -> Fields:
    first, last = fake.first_name(), fake.last_name()
    return {
        "name": f"{first} {last}",
        "email": email(fake, first, last),
        "company": fake.company(),
        "job": fake.job(),
        "city": fake.city(),
        "country": fake.current_country(),
    }


def company(fake: Faker) -> Fields:
    name = fake.company()
    return {
        "company": name,
        "website": f"https://www.{letters(name)}.{fake.random_element(DOMAINS)}",
        "city": fake.city(),
        "founded": fake.random_int(1950, 2020),
        "employees": fake.random_int(5, 5_000),
        "slogan": fake.catch_phrase(),
    }


def event(fake: Faker) -> Fields:
    return {
        "title": fake.catch_phrase(),
        "date": day(fake),
        "city": fake.city(),
        "organizer": fake.company(),
        "attendees": fake.random_int(10, 500),
        "online": fake.boolean(),
    }


def order(fake: Faker) -> Fields:
    first, last = fake.first_name(), fake.last_name()
    return {
        "order_id": fake.bothify("ORD-#####"),
        "date": day(fake),
        "status": fake.random_element(("pending", "paid", "shipped", "delivered")),
        "total": fake.random_int(500, 50_000) / 100,
        "customer": f"{first} {last}",
        "email": email(fake, first, last),
    }


def review(fake: Faker) -> Fields:
    return {
        "product": fake.catch_phrase(),
        "rating": fake.random_int(1, 5),
        "author": f"{fake.first_name()} {fake.last_name()}",
        "date": day(fake),
        "verified": fake.boolean(),
    }


RECORDS: tuple[tuple[Callable[[Faker], Fields], str], ...] = (
    (person, "bio"),
    (company, "description"),
    (event, "summary"),
    (order, "notes"),
    (review, "comment"),
)
"""With the key of the text, which is one token in every encoding."""


def day(fake: Faker) -> str:
    """As in ISO 8601."""
    return fake.date_between_dates(FIRST_DAY, LAST_DAY).isoformat()


def email(fake: Faker, first: str, last: str) -> str:
    return f"{letters(first)}.{letters(last)}@{fake.random_element(DOMAINS)}"


def letters(name: str) -> str:
    """`name` as a part of an address."""
    return "".join(character for character in name.lower() if character.isalnum())

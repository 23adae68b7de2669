"""Strings: of a format, by a pattern, or of the kind that the name of their field tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from fakeai_proxy.synth.english import english
from fakeai_proxy.synth.prose import sentences
from fakeai_proxy.synth.records import DOMAINS, day, email, letters

from .document import Unsatisfiable
from .merge import Flat
from .pattern import LONGEST, matching

if TYPE_CHECKING:
    from faker import Faker

TRIES = 50
Make = Callable[["Faker", np.random.Generator], str]


def text(rng: np.random.Generator, schema: Flat, name: str, fake: Faker) -> str:
    """A string for the field called `name`. Raises Unsatisfiable."""
    least, most = schema.get("minLength", 0), schema.get("maxLength", LONGEST)
    if least > min(most, LONGEST):
        raise Unsatisfiable(f"no string has from {least} to {most} characters")
    make = _maker(schema, name)
    if make is None:
        return _fitted(_named(name)(fake, rng), least, most, rng)
    for _ in range(TRIES):
        made = make(fake, rng)
        if least <= len(made) <= most:
            return made
    return _fitted(made, least, most, rng)


def _maker(schema: Flat, name: str) -> Make | None:
    """What the schema itself says; None: nothing."""
    if (pattern := schema.get("pattern")) is not None:
        usual, found = _named(name), re.compile(pattern).search
        return lambda fake, rng: made if found(made := usual(fake, rng)) else matching(rng, pattern)
    return FORMATS.get(schema.get("format", ""))


def _named(name: str) -> Make:
    lowered = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return next(
        (make for known, make in NAMES if re.search(rf"(^|[_\W]){known}s?($|[_\W])", lowered)), _words
    )


def _fitted(made: str, least: int, most: int, rng: np.random.Generator) -> str:
    """`made`, cut or with words after it."""
    while len(made) < least:
        made += f" {_words(None, rng)}"
    cut = made[:most]
    return cut.rstrip() if len(cut.rstrip()) >= least else cut


def _words(_: object, rng: np.random.Generator) -> str:
    nouns = english().nouns
    return "".join(nouns[at] for at in rng.integers(0, len(nouns), int(rng.integers(1, 4))).tolist()).strip()


def _clock(rng: np.random.Generator) -> str:
    hours, minutes, seconds = (int(rng.integers(end)) for end in (24, 60, 60))
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _address(fake: Faker, _: object) -> str:
    return email(fake, fake.first_name(), fake.last_name())


def _host(fake: Faker, _: object) -> str:
    return f"{letters(fake.last_name()) or 'www'}.{fake.random_element(DOMAINS)}"


def _uri(fake: Faker, rng: np.random.Generator) -> str:
    return f"https://{_host(fake, rng)}/{letters(_words(None, rng))}"


FORMATS: Mapping[str, Make] = {
    "date-time": lambda fake, rng: f"{day(fake)}T{_clock(rng)}Z",
    "date": lambda fake, _: day(fake),
    "time": lambda _, rng: f"{_clock(rng)}Z",
    "duration": lambda _, rng: f"P{rng.integers(1, 30)}DT{rng.integers(1, 24)}H",
    "email": _address,
    "idn-email": _address,
    "hostname": _host,
    "idn-hostname": _host,
    "ipv4": lambda _, rng: f"192.0.2.{rng.integers(1, 255)}",  # RFC 5737
    "ipv6": lambda _, rng: f"2001:db8::{int(rng.integers(1, 65_536)):x}",  # RFC 3849
    "uuid": lambda _, rng: str(UUID(bytes=rng.bytes(16), version=4)),
    "uri": _uri,
    "url": _uri,
    "iri": _uri,
    "uri-reference": _uri,
    "iri-reference": _uri,
    "uri-template": lambda fake, rng: _uri(fake, rng) + "/{id}",
    "json-pointer": lambda _, rng: f"/{letters(_words(None, rng))}",
    "relative-json-pointer": lambda _, rng: f"{rng.integers(3)}/{letters(_words(None, rng))}",
    "regex": lambda _, rng: f"^{letters(_words(None, rng))}$",
    "color": lambda _, rng: f"#{int(rng.integers(2**24)):06x}",
}
"""https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3; by any other, it is any text."""

NAMES: tuple[tuple[str, Make], ...] = (
    ("e_?mail", _address),
    ("first_name|given_name", lambda fake, _: fake.first_name()),
    ("last_name|surname|family_name", lambda fake, _: fake.last_name()),
    ("company|organi[sz]ation|employer|publisher", lambda fake, _: fake.company()),
    ("city|town|location|place|destination|origin", lambda fake, _: fake.city()),
    ("country|nationality", lambda fake, _: fake.current_country()),
    ("street|address", lambda fake, _: fake.street_address()),
    ("zip|zip_?code|postal_?code|postcode", lambda fake, _: fake.postcode()),
    ("job|occupation|profession|role|position", lambda fake, _: fake.job()),
    ("slogan|title|headline|subject|product|topic", lambda fake, _: fake.catch_phrase()),
    ("currency", lambda fake, _: fake.random_element(("USD", "EUR", "GBP", "JPY"))),
    ("colou?r", lambda fake, _: fake.random_element(("red", "green", "blue", "black", "white"))),
    ("language", lambda fake, _: fake.random_element(("English", "German", "French", "Spanish"))),
    ("phone|telephone|mobile", lambda fake, rng: f"+1-202-555-01{rng.integers(100):02}"),
    ("url|uri|website|link|homepage", _uri),
    ("uuid|guid", FORMATS["uuid"]),
    ("date|birthday|day|deadline|due", FORMATS["date"]),
    ("datetime|timestamp|created_at|updated_at", FORMATS["date-time"]),
    ("time", lambda _, rng: _clock(rng)[:5]),
    (
        "name|person|author|user|customer|speaker|assignee",
        lambda fake, _: f"{fake.first_name()} {fake.last_name()}",
    ),
    (
        "description|summary|text|content|explanation|reason|reasoning|answer|comment|notes?|bio|body|message|output",
        lambda _, rng: _sentence(rng),
    ),
)
"""What fields are called, and what is in them. The first that is a word of the name decides."""


def _sentence(rng: np.random.Generator) -> str:
    return "".join(next(iter(sentences(rng, 1)))).strip()

"""What a prompt says that an answer may repeat: named values, numbers, names, quotations."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "telling.toml"
LONGEST = 20_000
"""Characters of a prompt that are read: its last ones."""
MOST = 50
"""Facts of a kind."""
STATED = re.compile(
    r"\b([A-Za-z][\w-]{1,40})[\"']?\s*(?::|=|\bis\b|\bof\b)\s*"
    r"(\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[\w.@+-]+)"
)
"""`name: value`, `"name": "value"`, `name = value`, `name is value`."""
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w.]*[A-Za-z])")
QUOTED = re.compile(
    r"\"([^\"\n]{1,200})\"|(?<!\w)'([^'\n]{1,200})'(?!\w)|“([^”\n]{1,200})”|`([^`\n]{1,200})`"
)
NAMED = re.compile(r"\b[A-Z][\w’'-]*\w(?:\s+[A-Z][\w’'-]*\w)*(?:, [A-Z]{2}\b)?")
"""`Ada`, `New York`, `San Francisco, CA`."""
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"https?://[^\s\"'<>)]+")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
BEGINS = re.compile(r"(?:^|[.!?:\n]\s*|[\"“'])$")
"""What stands before the first word of a sentence, which has a capital letter anyway."""


class Facts:
    """Of one prompt. What was used once comes after what was not."""

    def __init__(self, text: str) -> None:
        self.text = text[-LONGEST:].strip()
        self._used = Counter[str]()

    def known(self, name: str, schema: Mapping[str, Any]) -> Iterator[Any]:
        """Values that a field called `name` may have, the likeliest first; see `synth.schema.Known`."""
        for value in self._candidates(name, schema):
            self._used[str(value)] += 1
            yield value
            self._used[str(value)] -= 1  # it was not taken

    def names(self) -> list[str]:
        """Proper names, in the order of the text."""
        found = []
        for match in NAMED.finditer(self.text):
            said = match[0].split()
            words = [*dropwhile(lambda word: word.lower() in telling()["ordinary"], said)]
            alone = len(said) == 1 and not said[0].isupper()
            if words and not (alone and BEGINS.search(self.text[: match.start()])):
                found.append(" ".join(words))
        return list(dict.fromkeys(found))[:MOST]

    def _candidates(self, name: str, schema: Mapping[str, Any]) -> list[Any]:
        if "enum" in schema:
            return [one for one in schema["enum"] if isinstance(one, str) and self._mentions(one)]
        given = schema.get("type", ())
        kinds = [given] if isinstance(given, str) else list(given)
        found: list[Any] = [made for value in self._stated(name) for made in converted(value, kinds)]
        if {"integer", "number"} & {*kinds}:
            found += self._numbers(kinds)
        if "string" in kinds:
            found += self._strings(name, schema)
        return sorted(dict.fromkeys(found), key=lambda one: self._used[str(one)])

    def _stated(self, name: str) -> Iterator[str]:
        wanted = plain(name)
        for match in STATED.finditer(self.text):
            if wanted and plain(match[1]) == wanted:
                yield match[2].strip("\"'").rstrip(".,")

    def _numbers(self, kinds: Iterable[str]) -> list[float]:
        found = (float(one.replace(",", "")) for one in NUMBER.findall(self.text)[:MOST])
        whole = "number" not in kinds
        return [int(one) if one.is_integer() else one for one in found if one.is_integer() or not whole]

    def _strings(self, name: str, schema: Mapping[str, Any]) -> list[str]:
        if reader := FORMATS.get(schema.get("format", "")) or next(
            (reader for word, reader in FORMATS.items() if word in name.lower()), None
        ):
            return reader(self.text)
        quoted = [next(filter(None, groups)) for groups in QUOTED.findall(self.text)[:MOST]]
        if speaks_of("places", name) or speaks_of("people", name):
            return [*self.names(), *quoted]
        if speaks_of("sayings", name) and self.text:
            return [*quoted, self.text]
        return quoted

    def _mentions(self, word: str) -> bool:
        whole = rf"(?<!\w){re.escape(word)}(?!\w)"
        return bool(word) and re.search(whole, self.text, re.IGNORECASE) is not None


FORMATS: Mapping[str, Callable[[str], list[str]]] = {
    "email": lambda text: EMAIL.findall(text)[:MOST],
    "date": lambda text: DATE.findall(text)[:MOST],
    "uri": lambda text: LINK.findall(text)[:MOST],
    "url": lambda text: LINK.findall(text)[:MOST],
}


@cache
def telling() -> Mapping[str, frozenset[str]]:
    """The lists of telling.toml."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    return {name: frozenset(words.split()) for part in table.values() for name, words in part.items()}


def speaks_of(kind: str, name: str) -> bool:
    """Whether a word of a field's `name` is in the list called `kind`."""
    words = re.findall(r"[A-Z]?[a-z]+", name)
    return not telling()[kind].isdisjoint(word.lower() for word in words)


def plain(name: str) -> str:
    """`order_id`, `orderId` and `Order-ID` are one name."""
    return re.sub(r"[\W_]", "", name).lower()


def converted(value: str, kinds: Iterable[str]) -> Iterator[Any]:
    """`value` as each of `kinds` that it may be."""
    for kind in kinds:
        if kind == "string":
            yield value
        elif kind in ("integer", "number", "boolean"):
            try:
                yield json.loads(value.lower())
            except ValueError:
                continue

"""Where things stand in a TOML file that is known to be valid: path -> line. tomllib tells values alone."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]
KEY = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|[A-Za-z0-9_-]+')
BLANK = re.compile(r"(?:\s|#[^\n]*)*")
STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL)
SCALAR = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, of every key, table and item of a list."""
    return _Scan(text).lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.lines: dict[Path, int] = {}
        self.tables: dict[Path, int] = {}
        """Arrays of tables, and the index of the last one in each."""
        here: Path = ()
        while self.skip():
            if self.text[self.at] == "[":
                here = self.header()
            else:
                self.pair(here)

    def skip(self) -> bool:
        """Past blanks, comments and ends of lines; false at the end."""
        found = BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def take(self, sign: str) -> bool:
        """Past `sign`, if it stands here."""
        self.skip()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def note(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, self.at) + 1)

    def key(self) -> list[str]:
        """`a.b."c d"`."""
        parts = []
        while True:
            self.skip()
            found = KEY.match(self.text, self.at)
            assert found, "the text is no TOML"
            self.at = found.end()
            parts.append(plain(found[0]))
            if not self.take("."):
                return parts

    def header(self) -> Path:
        line_at, several = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if several else 1
        *above, last = self.key()
        path: Path = ()
        for part in above:
            path = self.inside((*path, part))
        path = (*path, last)
        if several:
            self.tables[path] = self.tables.get(path, -1) + 1
        end, self.at = self.at, line_at
        self.note(path)
        path = self.inside(path)
        self.note(path)
        self.at = end
        self.take("]]" if several else "]")
        return path

    def inside(self, path: Path) -> Path:
        return (*path, self.tables[path]) if path in self.tables else path

    def pair(self, here: Path) -> None:
        self.skip()
        begin = self.at
        path = (*here, *self.key())
        end, self.at = self.at, begin
        for length in range(len(here) + 1, len(path) + 1):
            self.note(path[:length])
        self.at = end
        self.take("=")
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip()
        self.note(path)
        if self.take("["):
            index = 0
            while not self.take("]"):
                self.value((*path, index))
                index += 1
                self.take(",")
        elif self.take("{"):
            while not self.take("}"):
                self.pair(path)
                self.take(",")
        else:
            found = STRING.match(self.text, self.at) or SCALAR.match(self.text, self.at)
            assert found, "the text is no TOML"
            self.at = found.end()


def plain(key: str) -> str:
    """A key without its quotes."""
    if key.startswith('"'):
        try:
            return str(json.loads(key))
        except ValueError:  # an escape that only TOML has
            return str(next(iter(tomllib.loads(f"{key} = 0"))))
    return key.strip("'")

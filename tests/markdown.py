"""The pages, as the tests of the docs read them.

A block of code may have a mark in the line before it, which the rendered page does not show:

<!-- run -->              run it: a shell block in a folder of its own, a Python block in this process
<!-- file: app.py -->     what the reader is told to save under that name
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))))

BLOCK = re.compile(r"^(?:<!-- ([^\n]*) -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    page: Path
    mark: str
    language: str
    text: str
    line: int
    """Of its fence."""

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def runs(self) -> bool:
        return self.mark == "run"

    @property
    def file(self) -> str:
        """The name it is to be saved under, if it is."""
        return self.mark.removeprefix("file: ") if self.mark.startswith("file: ") else ""


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    """The blocks of `page`, in their order."""
    text = page.read_text("utf-8")
    return tuple(
        Block(page, found[1] or "", found[2], found[3], text.count("\n", 0, found.start()) + 1)
        for found in BLOCK.finditer(text)
    )


def all_blocks(*languages: str) -> list[Block]:
    """Of all pages."""
    return [block for page in PAGES for block in blocks(page) if block.language in languages]


def prose(page: Path) -> str:
    """`page` without its blocks."""
    return BLOCK.sub("", page.read_text("utf-8"))


def spans(page: Path) -> list[str]:
    """What is marked as code within the prose."""
    return CODE.findall(prose(page))


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """File and anchor of each link that leads to another file or place of ours."""
    for target in LINK.findall(prose(page)):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            yield (page.parent / file).resolve() if file else page, anchor


def anchors(page: Path) -> set[str]:
    """The names of its headings, as GitHub makes them."""
    headings = HEADING.findall(BLOCK.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

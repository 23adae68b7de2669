"""Markdown: headings, lists, tables, quotations, and code in fences that parses."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np

from fakeai_proxy.synth.brief import Brief, Writer
from fakeai_proxy.synth.english import english
from fakeai_proxy.synth.prose import prose

from .settings import TextSettings

Block = Callable[[np.random.Generator], str]
PARAGRAPH, ITEM = 24, 6
"""Tokens of a paragraph, and of the sentence of an item, at least."""


def writer(settings: TextSettings, model: str) -> Writer:
    """Writes a document with a title."""
    return written


def written(brief: Brief) -> list[str]:
    """A document of whole blocks; one that is to be longer begins with the same ones."""
    rng, words = brief.rng, brief.words
    lead = [brief.lead] if brief.lead else []
    blocks = [*lead, f"# {title(rng)}", said(rng, PARAGRAPH)]
    while len(pieces := words.pieces("\n\n".join(blocks))) < brief.tokens:
        missing = brief.tokens - len(pieces)
        while missing > 0:  # counted block by block, so that no text is cut again and again
            added = section(rng)
            blocks += added
            missing -= sum(map(words.count, added))
    return [*pieces]


def section(rng: np.random.Generator) -> list[str]:
    """A heading, and two different blocks."""
    one, other = rng.permutation(len(BLOCKS))[:2].tolist()
    return [f"## {title(rng)}", BLOCKS[one](rng), BLOCKS[other](rng)]


def said(rng: np.random.Generator, tokens: int) -> str:
    """Sentences, in one paragraph."""
    return "".join(prose(rng, tokens)).strip().replace("\n\n", " ")


def nouns(rng: np.random.Generator, count: int) -> list[str]:
    """Different ones."""
    known = english().nouns
    return [known[at].strip() for at in rng.choice(len(known), count, replace=False).tolist()]


def title(rng: np.random.Generator) -> str:
    one, other = nouns(rng, 2)
    return f"{one.capitalize()} and {other}"


def paragraph(rng: np.random.Generator) -> str:
    return said(rng, PARAGRAPH)


def bullets(rng: np.random.Generator) -> str:
    return "\n".join(f"- **{noun}**: {said(rng, ITEM)}" for noun in nouns(rng, int(rng.integers(3, 6))))


def steps(rng: np.random.Generator) -> str:
    return "\n".join(f"{at}. {said(rng, ITEM)}" for at in range(1, int(rng.integers(4, 7))))


def quotation(rng: np.random.Generator) -> str:
    return f"> {said(rng, ITEM)}"


def table(rng: np.random.Generator) -> str:
    """Of two or three columns, the last of them numbers."""
    heads = nouns(rng, int(rng.integers(2, 4)))
    rows = [
        [*nouns(rng, len(heads) - 1), str(int(rng.integers(1_000)))] for _ in range(int(rng.integers(2, 5)))
    ]
    rule = [*["---"] * (len(heads) - 1), "---:"]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def python(rng: np.random.Generator) -> str:
    """A function, and a call of it."""
    one, other, item, total = nouns(rng, 4)
    name, factor = f"{one}_{other}", int(rng.integers(2, 10))
    numbers = [int(number) for number in rng.integers(100, size=3)]
    code = (
        f"def {name}({item}_list):\n"
        f'    """{said(rng, ITEM)}"""\n'
        f"    {total}_sum = 0\n"
        f"    for {item}_value in {item}_list:\n"
        f"        {total}_sum += {item}_value * {factor}\n"
        f"    return {total}_sum\n\n\n"
        f"print({name}({numbers}))"
    )
    return fenced("python", code)


def data(rng: np.random.Generator) -> str:
    """A JSON object."""
    one, other, third = nouns(rng, 3)
    value = {
        "id": int(rng.integers(10_000)),
        one: said(rng, ITEM),
        other: nouns(rng, 3),
        third: {"count": int(rng.integers(100)), "active": bool(rng.integers(2))},
    }
    return fenced("json", json.dumps(value, indent=2))


def fenced(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```"


BLOCKS: tuple[Block, ...] = (paragraph, bullets, steps, table, python, data, quotation)

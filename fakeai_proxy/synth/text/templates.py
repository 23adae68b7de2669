"""Texts of the user's own, with places for what was asked and for what chance says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from fakeai_proxy.core.errors import nearest
from fakeai_proxy.synth.brief import Brief, Writer
from fakeai_proxy.synth.english import english
from fakeai_proxy.synth.facts import NUMBER, Facts
from fakeai_proxy.synth.prose import prose, sentences

from .settings import TextSettings

MOST = 1_000
"""Numbers by chance are below it."""


def _noun(brief: Brief) -> str:
    nouns = english().nouns
    return nouns[int(brief.rng.integers(len(nouns)))].strip()


PLACES: Mapping[str, Callable[[Brief], str]] = {
    "prompt": lambda brief: brief.asked,
    "names": lambda brief: ", ".join(Facts(brief.asked).names()),
    "numbers": lambda brief: ", ".join(NUMBER.findall(Facts(brief.asked).text)),
    "prose": lambda brief: "".join(prose(brief.rng, brief.tokens)).strip(),
    "sentence": lambda brief: "".join(next(sentences(brief.rng, 1))).strip(),
    "noun": _noun,
    "number": lambda brief: str(int(brief.rng.integers(MOST))),
}
"""What may stand in braces, beside `model`: of what was asked, and by chance."""


def writer(settings: TextSettings, model: str) -> Writer:
    """Fills one of the templates, by chance; each of its places anew."""

    def written(brief: Brief) -> list[str]:
        chosen = settings.templates[int(brief.rng.integers(len(settings.templates)))]
        text = "".join(
            literal + ("" if place is None else model if place == "model" else PLACES[place](brief))
            for literal, place, _, _ in Formatter().parse(chosen)
        )
        return [*brief.words.pieces(text)]

    return written


def template(text: str) -> str:
    """`text`, which is a template. Raises ValueError where it is none."""
    for _, place, form, conversion in Formatter().parse(text):
        if place is None:
            continue
        if form or conversion or place not in (*PLACES, "model"):
            known = ", ".join(f"{{{name}}}" for name in (*PLACES, "model"))
            raise ValueError(
                f"'{{{place}}}' is no place of a template{nearest(place, PLACES)}; there are {known}, and "
                "{{ and }} stand for braces"
            )
    return text

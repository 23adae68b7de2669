"""How alike two texts are, from 0 to 1, by the measures that graders know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from math import exp, log

from fakeai_proxy.synth.embedding import WORD, embed

LONGEST = 1_000
"""Characters, and words, that are compared: some of the measures take nearly the product of both."""
DIMENSIONS = 512
ORDERS = (1, 2, 3, 4)
"""Words in a row that BLEU and GLEU compare."""


def similarity(metric: str, text: str, reference: str) -> float:
    """By the measure of that name; see MEASURES."""
    if metric == "cosine":
        return max(0.0, min(1.0, float(embed(text, DIMENSIONS) @ embed(reference, DIMENSIONS))))
    if metric == "fuzzy_match":
        text, reference = text[:LONGEST], reference[:LONGEST]
        both = len(text) + len(reference)
        return 2 * in_common(text, reference) / both if both else 1.0
    mine, other = (WORD.findall(one.lower())[:LONGEST] for one in (text, reference))
    return MEASURES[metric](mine, other) if mine and other else float(mine == other)


def grams(words: Sequence[str], order: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + order]) for at in range(len(words) - order + 1))


def common(mine: Sequence[str], other: Sequence[str], order: int) -> int:
    return (grams(mine, order) & grams(other, order)).total()


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bleu(mine: Sequence[str], other: Sequence[str]) -> float:
    """Papineni et al. 2002, of one sentence; smoothed by one beyond single words (Lin, Och 2004)."""
    logs = 0.0
    for order in ORDERS:
        found, total = common(mine, other, order), max(len(mine) - order + 1, 0)
        share = (found + (order > 1)) / (total + (order > 1)) if total + (order > 1) else 0.0
        if not share:
            return 0.0
        logs += log(share) / len(ORDERS)
    return exp(logs + min(0.0, 1 - len(other) / len(mine)))


def gleu(mine: Sequence[str], other: Sequence[str]) -> float:
    """Wu et al. 2016: the lesser of precision and recall of all rows of one to four words."""
    found = sum(common(mine, other, order) for order in ORDERS)
    return found / max(sum(grams(words, order).total() for order in ORDERS) for words in (mine, other))


def meteor(mine: Sequence[str], other: Sequence[str]) -> float:
    """Banerjee, Lavie 2005, of equal words: recall counts nine times, and words apart cost up to half."""
    places = aligned(mine, other)
    if not places:
        return 0.0
    precision, recall = len(places) / len(mine), len(places) / len(other)
    mean = 10 * precision * recall / (recall + 9 * precision)
    breaks = sum((at - before, place - its) != (1, 1) for (before, its), (at, place) in pairwise(places))
    return mean * (1 - 0.5 * (breaks / len(places)) ** 3)


def aligned(mine: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """(place in mine, place in other) of equal words, each used once; rows go on where they can."""
    free, found = dict[str, list[int]](), list[tuple[int, int]]()
    for place, word in enumerate(other):
        free.setdefault(word, []).append(place)
    for at, word in enumerate(mine):
        if places := free.get(word):
            after = found[-1][1] + 1 if found else 0
            place = after if after in places else places[0]
            places.remove(place)
            found.append((at, place))
    return found


def rouge(order: int, mine: Sequence[str], other: Sequence[str]) -> float:
    """Lin 2004: F1 of rows of `order` words."""
    found = common(mine, other, order)
    totals = [max(len(words) - order + 1, 1) for words in (mine, other)]
    return harmonic(found / totals[0], found / totals[1])


def rouge_l(mine: Sequence[str], other: Sequence[str]) -> float:
    """The same of the longest words in common that stand in one order in both."""
    longest = in_common(mine, other)
    return harmonic(longest / len(mine), longest / len(other))


def in_common(mine: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence, one bit for each of `mine` (Hyyrö 2004)."""
    places = dict[str, int]()
    for at, one in enumerate(mine):
        places[one] = places.get(one, 0) | 1 << at
    row = every = (1 << len(mine)) - 1
    for one in other:
        match = row & places.get(one, 0)
        row = ((row + match) | (row - match)) & every
    return len(mine) - row.bit_count()


MEASURES: Mapping[str, Callable[[Sequence[str], Sequence[str]], float]] = {
    "bleu": bleu,
    "gleu": gleu,
    "meteor": meteor,
    **{f"rouge_{order}": partial(rouge, order) for order in range(1, 6)},
    "rouge_l": rouge_l,
}

"""Prompts shorter than any that was measured, such as one that is cached but for its end.

The shortest measured have some 800 tokens to compute. How much sooner fewer of them bring the first token, no
formula tells that was fitted to those: below some hundred tokens a GPU is not full, so that a prompt takes
hardly less than one that fills it. So there is a line, from the measured time of 800 tokens down to
`SHORTEST` of it for a prompt that is all cached; and what passes outside of the steps goes down alike.

`SHORTEST` is what others say that prefix caching is worth: 60 to 80 % off the TTFT of a prompt of some 1,200
words that comes again. It is one number for all models. What is known besides is a bound: the weights that
the tokens need have to be read.
"""

from __future__ import annotations

MEASURED = 800
"""Tokens to compute from which on a price is a measured one."""
SHORTEST = 0.42
"""Share of the TTFT of so many tokens that is left with none of them."""


def share(new: int) -> float:
    """Of what `MEASURED` tokens take, where `new` tokens of a prompt are computed: at most 1."""
    return SHORTEST + (1 - SHORTEST) * new / MEASURED if new < MEASURED else 1.0

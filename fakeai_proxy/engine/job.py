"""What the engine is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model


@dataclass(frozen=True, slots=True)
class Job:
    """One request as the cluster sees it: tokens in, tokens out."""

    model: Model
    prompt: Sequence[int] | NDArray[np.uint32]
    """Token ids, of which whole blocks can be found again in a cache; may be fewer than `prompt_tokens`."""
    prompt_tokens: int
    """What has to be prefilled, where nothing is cached."""
    output_tokens: int
    """Tokens that each choice writes, those of its reasoning included; 0 where there is only a prefill."""
    choices: int = 1
    salt: str = ""
    """Prompts of different salts (LoRA, tenant, cache_salt) share nothing."""
    strides: tuple[int, ...] = ()
    """Tokens that each decode step brings, where a prediction lets it bring several; (): one each."""
    output: Sequence[int] | NDArray[np.uint32] = ()
    """Ids of what the only choice writes, as a later prompt has them after this one, where they are known.
    Then all of the prompt's are."""

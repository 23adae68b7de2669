"""What `fakeai-proxy simulate` simulates: every combination of the values given, each with its settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fakeai_proxy.catalog.model import READERS, WRITERS
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.engine.trace import TraceEntry, read_trace
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop, Shape, Workload

if TYPE_CHECKING:
    from fakeai_proxy.catalog import Catalog, Model
    from fakeai_proxy.settings import Settings

    from .options import Chosen

SWEPT = {
    "model": "",
    "gpu": "engine.gpu",
    "gpus": "engine.gpus",
    "precision": "engine.precision",
    "backend": "engine.backend",
    "workers": "kv_cache.num_workers",
    "routing": "kv_cache.routing",
    "users": "",
    "rate": "",
}
"""Flags that take several values, and the setting that each stands for, if any."""
MOST = 100
"""Combinations at a time."""
USERS, REQUESTS = "16", 1000
"""Where nothing says how many."""
MOST_USERS = 100_000
LEAST_RATE, MOST_RATE = 1e-3, 100_000
"""Requests a second."""
PREFIX_SHARE = 0.8
"""Part of a prompt that is shared, where nothing says how long that is."""
PURPOSE = b"fakeai-proxy simulate"
"""What its chance is for, so that it is not that of an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags that are the same for all combinations."""

    requests: int | None
    trace: Path | None
    trace_block: int
    input_tokens: int
    output_tokens: int
    shared_prefixes: int
    prefix_tokens: int | None
    length_variation: float
    think_seconds: float
    ramp_seconds: float

    def shape(self) -> Shape:
        """Raises SettingsError if the shared beginning is longer than the prompt."""
        prefix = self.prefix_tokens
        if prefix is None:
            prefix = int(self.input_tokens * PREFIX_SHARE)
        elif not self.shared_prefixes:
            raise SettingsError("--prefix-tokens: needs --shared-prefixes, how many different ones there are")
        if prefix > self.input_tokens:
            raise SettingsError(f"--prefix-tokens: {prefix} is more than --input-tokens, {self.input_tokens}")
        prefix *= self.shared_prefixes > 0
        variation = self.length_variation / 100
        return Shape(self.input_tokens, self.output_tokens, self.shared_prefixes, prefix, variation)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One combination."""

    varied: Mapping[str, str]
    """Flag (without dashes) to value, of those flags that have several."""
    settings: Settings
    model: Model
    workload: Workload
    rng: np.random.Generator


def scenarios(chosen: Chosen, asked: Asked, swept: Mapping[str, str | None]) -> Iterator[Scenario]:
    """Each combination of what `swept` gives, a comma between values; the last flag changes the fastest.

    Raises SettingsError: a flag, its value and what would be valid.
    """
    given = {flag: values_of(flag, text) for flag, text in swept.items() if text is not None}
    _refuse_sources(given, asked.trace)
    if not asked.trace and "rate" not in given:
        given.setdefault("users", [USERS])
    combinations = list(product(*given.values()))
    if len(combinations) > MOST:
        raise SettingsError(f"{len(combinations)} combinations are asked for, at most {MOST} are simulated")
    several = {flag for flag, values in given.items() if len(values) > 1}
    for values in combinations:
        flags = dict(zip(given, values, strict=True))
        yield _scenario(chosen, asked, flags, {flag: flags[flag] for flag in given if flag in several})


def values_of(flag: str, text: str) -> list[str]:
    """The values between the commas, each once."""
    values = list(dict.fromkeys(value.strip() for value in text.split(",")))
    if not all(values):
        raise SettingsError(f"--{flag}: an empty value in '{text}'")
    return values


def _refuse_sources(given: Mapping[str, object], trace: Path | None) -> None:
    sources = [f"--{flag}" for flag in ("users", "rate") if flag in given] + ["--trace"] * bool(trace)
    if len(sources) > 1:
        raise SettingsError(f"{' and '.join(sources)} exclude each other: requests come from one of them")


def _scenario(chosen: Chosen, asked: Asked, flags: Mapping[str, str], varied: Mapping[str, str]) -> Scenario:
    from fakeai_proxy.catalog import Catalog

    overrides = {SWEPT[flag]: value for flag, value in flags.items() if SWEPT[flag]}
    settings = replace(chosen, overrides=chosen.overrides | overrides).settings()
    model = _model(Catalog.load(settings.models), flags["model"])
    _refuse_mute(model, asked)
    rng = rng_for(settings.seed, PURPOSE)
    workload = _workload(asked, flags, model, rng)
    return Scenario(varied, settings, model, workload, rng)


def _model(catalog: Catalog, id: str) -> Model:
    model = catalog.find(id)
    if model is None:
        near = " or ".join(f"'{one}'" for one in catalog.suggest(id))
        raise SettingsError(
            f"--model: no model '{id}' in the catalog" + (f" (did you mean {near}?)" if near else "")
        )
    return model


def _refuse_mute(model: Model, asked: Asked) -> None:
    """A model that writes no tokens has only prompts, if any, to simulate."""
    if model.kind in WRITERS or (model.kind in READERS and not asked.output_tokens and not asked.trace):
        return
    raise SettingsError(
        f"--model: {model.id} is for {model.kind}, and writes no tokens; what writes is {', '.join(WRITERS)}"
        + ("; its prompts alone are simulated with --output-tokens 0" if model.kind in READERS else "")
    )


def _workload(asked: Asked, flags: Mapping[str, str], model: Model, rng: np.random.Generator) -> Workload:
    if asked.trace:
        return OpenLoop.replay(_traced(asked.trace, asked.requests), asked.trace_block)
    shape, requests = asked.shape(), asked.requests or REQUESTS
    longest = round((shape.input_tokens + shape.output_tokens) * (1 + shape.variation))
    if longest > model.context_window:
        raise SettingsError(
            f"--input-tokens, --output-tokens: {longest} tokens are more than the {model.context_window} "
            f"of the context window of {model.id}"
        )
    if "rate" in flags:
        return OpenLoop.poisson(shape, _rate(flags["rate"]), requests, rng)
    users = _users(flags["users"])
    return ClosedLoop(shape, users, requests, rng, asked.think_seconds, asked.ramp_seconds)


def _traced(path: Path, requests: int | None) -> Iterator[TraceEntry]:
    with path.open(encoding="utf-8") as lines:
        yield from islice(read_trace(lines, str(path)), requests)


def _users(text: str) -> int:
    users = int(text) if text.isdecimal() else 0
    if not 1 <= users <= MOST_USERS:
        raise SettingsError(f"--users: '{text}' is not a whole number from 1 to {MOST_USERS}")
    return users


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = nan
    if not LEAST_RATE <= rate <= MOST_RATE:
        raise SettingsError(
            f"--rate: '{text}' is not a number of requests a second, {LEAST_RATE:g} to {MOST_RATE:,}"
        )
    return rate

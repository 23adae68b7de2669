from __future__ import annotations

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.mutations import MUTATIONS, mutation_named, mutation_of


def test_what_chance_draws_is_valid_and_the_same_again() -> None:
    for name in MUTATIONS:
        model = mutation_named(name)
        drawn = [model.drawn(rng_for(seed, b"")) for seed in range(5)]
        assert drawn == [model.drawn(rng_for(seed, b"")) for seed in range(5)]
        for one in filter(None, drawn):
            assert mutation_of(one.model_dump(by_alias=True)) == one
            assert not one.asks

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest
from faker import Faker

from fakeai_proxy.synth.faker_pool import LOCALES, faker


def said(fake: Faker) -> list[str]:
    return [fake.name(), fake.company(), fake.city(), fake.job()]


def heard(seed: int) -> list[str]:
    with faker(np.random.default_rng(seed)) as fake:
        return said(fake)


def test_it_says_what_the_seed_makes_it_say() -> None:
    first = [heard(seed) for seed in range(20)]
    assert [heard(seed) for seed in reversed(range(20))] == first[::-1]
    assert len({tuple(words) for words in first}) == 20


def test_two_at_once_do_not_disturb_each_other() -> None:
    """All of one locale too: more at once than there are locales."""
    alone = [heard(seed) for seed in range(len(LOCALES) + 1)]
    opened = [faker(np.random.default_rng(seed)) for seed in range(len(alone))]
    fakes = [one.__enter__() for one in opened]
    assert len({id(fake) for fake in fakes}) == len(fakes)
    assert [said(fake) for fake in reversed(fakes)] == alone[::-1]
    for one in opened:
        one.__exit__(None, None, None)


def test_threads_hear_what_they_would_hear_alone() -> None:
    alone, together = [heard(seed) for seed in range(200)], Barrier(8)

    def listen(seed: int) -> list[str]:
        if seed < 8:
            together.wait(60)
        return heard(seed)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(listen, range(200))) == alone


def test_one_that_was_left_in_the_middle_is_as_good_as_new() -> None:
    alone = heard(1)
    with pytest.raises(ZeroDivisionError), faker(np.random.default_rng(1)) as fake:
        fake.name()
        raise ZeroDivisionError
    assert heard(1) == alone


def test_it_takes_chance_from_the_request_alone() -> None:
    used, other = np.random.default_rng(0), np.random.default_rng(0)
    with faker(used) as fake:
        fake.name()
    with faker(other) as fake:
        said(fake)
    assert used.random() == other.random()

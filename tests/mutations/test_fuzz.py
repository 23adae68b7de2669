from __future__ import annotations

import json
from pathlib import Path

from fakeai_proxy.mutations.derive import derived
from fakeai_proxy.mutations.fuzz import variants
from fakeai_proxy.mutations.recipe import recipe_of

from .test_derive import recorded


def test_each_differs_and_the_same_seed_makes_the_same(tmp_path: Path) -> None:
    for parent in recorded(tmp_path):
        made = [*variants(parent, 8, 7, "1" * 8, first=3)]
        assert made == [*variants(parent, 8, 7, "1" * 8, first=3)]
        assert made != [*variants(parent, 8, 8, "1" * 8, first=3)]
        assert [one.recording.uid for one in made] == [f"11111111-{number}" for number in range(3, 11)]
        assert all(one.recording.answered != parent.answered for one in made)
        recipes = [json.loads(one.recording.recipe or "") for one in made]
        assert all(1 <= len(recipe["mutations"]) <= 3 for recipe in recipes)
        assert len({json.dumps(recipe["mutations"]) for recipe in recipes}) > 4


def test_a_recipe_makes_its_variant_again(tmp_path: Path) -> None:
    (parent, _) = recorded(tmp_path)
    for one in variants(parent, 4, 7, "1" * 8):
        told = json.loads(one.recording.recipe or "")
        ordinal = told.pop("ordinal")
        again = derived(parent, recipe_of(told), "1" * 8, one.recording.seq, ordinal)
        assert again.recording == one.recording

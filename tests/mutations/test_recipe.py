from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.mutations.recipe import read

TOML = 'seed = 3\n[[mutations]]\ntype = "truncate"\ntokens = 2\n'


def test_of_toml_and_of_json(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TOML)
    (tmp_path / "a.json").write_text('{"seed": 3, "mutations": [{"type": "truncate", "tokens": 2}]}')
    recipe = read(tmp_path / "a.toml")
    assert read(tmp_path / "a.json") == recipe
    assert json.loads(recipe.told(4)) == {
        "seed": 3,
        "ordinal": 4,
        "mutations": [{"type": "truncate", "tokens": 2}],
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seed = ", "a.toml: not valid TOML"),
        ("seed = 1", "a.toml: mutations: Field required"),
        ("mutations = []", "a.toml: mutations: Tuple should have at least 1 item"),
        ("sed = 1\n" + TOML, "a.toml: sed: unknown (did you mean 'seed'?); a recipe has seed and mutations"),
        (
            '[[mutations]]\ntype = "truncat"',
            "a.toml: mutations.0: unknown mutation 'truncat' (did you mean 'truncate'?)",
        ),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        read(tmp_path / "a.toml")
    assert told in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read(tmp_path / "a.toml")

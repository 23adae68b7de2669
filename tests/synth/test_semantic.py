"""A small model of model2vec, made here: words that mean the same have nearly the same vector."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.synth import embed
from fakeai_proxy.synth.semantic import Semantic
from tests.endpoints.asking import ask, services, told

MEANINGS = {"car": 0, "automobile": 0, "cat": 1, "feline": 1, "fast": 2}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Semantic:
    words = ["[PAD]", "[UNK]", *MEANINGS]
    tokens = Tokenizer(WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokens.pre_tokenizer = Whitespace()
    vectors = np.zeros((len(words), 8), np.float32)
    for row, meaning in enumerate(MEANINGS.values(), start=2):
        vectors[row, meaning], vectors[row, 7] = 1, 0.01 * row
    folder = tmp_path_factory.mktemp("model")
    StaticModel(vectors, tokens).save_pretrained(folder)
    return Semantic(folder)


@pytest.mark.parametrize("dimensions", [1, 64, 1536])
def test_vectors_have_length_one_and_as_many_dimensions_as_asked_for(
    model: Semantic, dimensions: int
) -> None:
    for text in ("car", "nothing known", ""):
        vector = model.embed(text, dimensions)
        assert (vector.shape, vector.dtype) == ((dimensions,), np.float32)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_what_means_the_same_is_close_whatever_its_letters(model: Semantic) -> None:
    for dimensions in (256, 1536, 4096):
        car, automobile, cat = (
            model.embed(text, dimensions) for text in ("fast car", "fast automobile", "cat")
        )
        assert car @ automobile > 0.95
        assert abs(car @ cat) < 0.3
    assert embed("car", 256) @ embed("automobile", 256) < 0.3


def test_a_text_without_a_word_of_it_is_embedded_by_its_letters(model: Semantic) -> None:
    np.testing.assert_array_equal(model.embed("zebra", 64), embed("zebra", 64))


def test_it_makes_the_embeddings_of_the_api(model: Semantic) -> None:
    asked = {"model": "text-embedding-3-small", "input": ["car", "automobile"]}
    one, other = (
        item["embedding"] for item in told(ask("/v1/embeddings", asked, services(semantic=model)))["data"]
    )
    assert np.dot(one, other) > 0.95


def test_what_cannot_be_read_is_refused(model: Semantic, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="holds no model2vec model: no config"):
        Semantic(tmp_path)
    with pytest.raises(SettingsError, match="pip install 'fakeai-proxy\\[semantic\\]'"):
        Semantic(model.folder, installed=False)

"""The vocabularies shipped in `vocab/`, loaded into tiktoken.

tiktoken's own loader takes twice the time, and looks for files on the network when its cache is empty. So the
ranks are read here and handed to its public `Encoding`. Names and patterns are those of tiktoken (see
vocab/NOTICE); tests compare both with the tiktoken installed.
"""

from __future__ import annotations

import os
from binascii import a2b_base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

FOLDER = Path(__file__).parent / "vocab"
USER_FOLDER = "TIKTOKEN_CACHE_DIR"
"""tiktoken's own variable: a good copy of a vocabulary found there comes first."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A file of ranks, and how text is split before its bytes are merged by rank."""

    file: str
    """SHA-1 of the URL tiktoken downloads it from: its name in tiktoken's cache."""
    sha256: str
    pattern: str

    def read(self) -> bytes:
        """The file: the user's if it is whole, else ours. ValueError if ours is damaged."""
        for folder in (os.environ.get(USER_FOLDER) or FOLDER, FOLDER):
            path = Path(folder, self.file)
            if path.is_file() and sha256(content := path.read_bytes()).hexdigest() == self.sha256:
                return content
        raise ValueError(
            f"the vocabulary {FOLDER / self.file} is missing or damaged: install fakeai-proxy again"
        )

    def ranks(self) -> dict[bytes, int]:
        """Token bytes to rank. A line is base64, a space, the rank; the ranks count up from 0."""
        tokens = self.read().split()[::2]
        return dict(zip(map(a2b_base64, tokens), range(len(tokens)), strict=True))


CL100K = Vocabulary(
    file="9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
    sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    pattern=r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
)
O200K = Vocabulary(
    file="fb374d419588a4632f3f557e76b4b70aebbca790",
    sha256="446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    pattern=r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
)

VOCABULARIES: Mapping[str, Vocabulary] = {
    "o200k_base": O200K,
    "o200k_harmony": O200K,
    "cl100k_base": CL100K,
}
"""By encoding. Harmony adds special tokens to o200k_base, and ordinary text never meets those."""


@cache
def load(vocabulary: Vocabulary) -> Encoding:
    """tiktoken over `vocabulary`. Two threads that ask first may both load; the results are equal."""
    import tiktoken

    return tiktoken.Encoding(
        vocabulary.file, pat_str=vocabulary.pattern, mergeable_ranks=vocabulary.ranks(), special_tokens={}
    )

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Session
from fakeai_proxy.cassette.text.build import build
from fakeai_proxy.cassette.text.files import bodies, read_bodies, replaced, substance, write_text
from fakeai_proxy.core.steps import Data, End, Head
from tests.cassette.rights import folder_for_all, unprivileged
from tests.cassette.tape import answer, ask, made
from tests.cassette.tapes import held, kept

SOUND = b"\xff\xfb" * 4000
SPOKEN = [Head(200, (("content-type", "audio/mpeg"), ("content-length", "8000"))), Data(SOUND), End()]
NAME = sha256(SOUND).hexdigest()


def ignore() -> None:
    """Nobody watches."""


def exported(cassette: Path) -> Path:
    text = cassette.with_suffix(".jsonl")
    with reading(cassette) as tape:
        write_text(tape, text, ignore)
    return text


def test_large_bodies_are_files_beside(tmp_path: Path) -> None:
    cassette = made(tmp_path / "a.db", (ask("Say it"), SPOKEN))
    text = exported(cassette)
    assert (bodies(text) / NAME).read_bytes() == SOUND
    assert len(text.read_bytes()) < 3000
    build(text, tmp_path / "b.db", ignore)
    assert held(tmp_path / "b.db") == held(cassette)


def test_those_that_nobody_names_any_more_go(tmp_path: Path) -> None:
    text = exported(made(tmp_path / "a.db", (ask("Say it"), SPOKEN)))
    (bodies(text) / "README").touch()
    with reading(made(tmp_path / "b.db", (ask(), answer()))) as tape:
        write_text(tape, text, ignore)
    assert [path.name for path in bodies(text).iterdir()] == ["README"]


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), (b"other", "is damaged"), (SOUND[:-1], "is damaged")]
)
def test_a_body_that_is_missing_or_damaged(tmp_path: Path, content: bytes | None, said: str) -> None:
    text = exported(made(tmp_path / "a.db", (ask("Say it"), SPOKEN)))
    body = bodies(text) / NAME
    if content is None:
        body.unlink()
    else:
        body.write_bytes(content)
    with pytest.raises(CassetteError, match=said):
        build(text, tmp_path / "b.db", ignore)
    assert not (tmp_path / "b.db").exists()


def test_a_name_that_is_no_hash(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no hash"):
        read_bodies(tmp_path / "a.jsonl")("../secret")


def test_the_substance_leaves_out_what_always_changes(tmp_path: Path) -> None:
    with reading(made(tmp_path / "a.db", (ask(), answer()))) as tape:
        first = b"".join(substance(tape))
    with reading(made(tmp_path / "b.db", (ask(), answer()))) as tape:
        assert b"".join(substance(tape)) == first
    assert b'"timing"' not in first


def test_the_substance_of_a_session(tmp_path: Path) -> None:
    session = Session(0, "run", "2026", None, "1", generation=3, scope="gw0")
    with reading(kept(tmp_path / "a.db", [(session, [])], (3, None))) as tape:
        assert list(substance(tape))[1:] == [b'{"generation": 3, "scope": "gw0"}\n', b'{"recordings": 0}\n']


def test_a_file_that_cannot_be_written_stays_as_it_was() -> None:
    with folder_for_all() as folder:
        (folder / "a").write_bytes(b"before")
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(OSError, match="denied"):
            replaced(folder / "a", [b"after"])
        assert (folder / "a").read_bytes() == b"before"

from __future__ import annotations

import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Recording, Session
from fakeai_proxy.cassette.text.build import build
from fakeai_proxy.cassette.text.files import write_text
from tests.cassette import tapes
from tests.cassette.tape import answer, ask, delta, made, opened, rows, stream
from tests.cassette.tapes import features, filled, held, sessions

VARIED = Path(__file__).with_name("varied.jsonl")
names = count()


def ignore() -> None:
    """Nobody watches."""


def exported(cassette: Path) -> Path:
    text = cassette.with_suffix(".jsonl")
    with reading(cassette) as tape:
        write_text(tape, text, ignore)
    return text


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_what_was_exported_is_imported_again(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[Capture]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"tape{next(names)}"
    folder.mkdir()
    cassette = filled(folder / "a.db", runs)
    text = exported(cassette)
    build(text, folder / "b.db", ignore)
    assert held(folder / "b.db") == held(cassette)
    assert features(folder / "b.db") == features(cassette)
    assert exported(folder / "b.db").read_bytes() == text.read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tapes.runs(), st.tuples(st.integers(1, 3), st.none() | st.integers(0, 10**6)))
def test_so_is_every_column(
    tmp_path_factory: pytest.TempPathFactory,
    runs: list[tuple[Session, list[Recording]]],
    about: tuple[int, int | None],
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"kept{next(names)}"
    folder.mkdir()
    cassette = tapes.kept(folder / "a.db", runs, about)
    text = exported(cassette)
    build(text, folder / "b.db", ignore)
    assert held(folder / "b.db") == held(cassette)
    assert exported(folder / "b.db").read_bytes() == text.read_bytes()


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return exported(
        made(tmp_path / "a.db", (ask("Hi"), answer()), (ask("Ho", stream=True), stream(delta("Yes"))))
    )


def edited(text: Path, old: str, new: str) -> Path:
    said = text.read_text()
    assert old in said
    text.write_text(said.replace(old, new))
    return text


def test_an_edited_prompt_has_another_key(text: Path, tmp_path: Path) -> None:
    build(edited(text, '"content": "Hi"', '"content": "Bonjour"'), tmp_path / "b.db", ignore)
    cassette = opened(tmp_path / "b.db")
    assert cassette.holds(ask("Bonjour"))
    assert not cassette.holds(ask("Hi"))
    cassette.close()


def test_an_edited_event_keeps_its_time(text: Path, tmp_path: Path) -> None:
    build(edited(text, '"content": "Yes"', '"content": "Not at all"'), tmp_path / "b.db", ignore)
    assert rows(tmp_path / "b.db", "SELECT t FROM chunk") == rows(tmp_path / "a.db", "SELECT t FROM chunk")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"cassette": 2', '"cassette": 3', "is of text format 3, newer than this fakeai-proxy reads (2)"),
        ('"exact@1"', '"exact@7"', "has keys of the profile 'exact@7'"),
        ('{"recordings": 2}\n', "", "truncated: the last line"),
        ('{"recordings": 2}', '{"recordings": 3}', "has 2 recordings, and says it had 3"),
        ('{"recordings": 2}\n', '{"recordings": 2', "truncated in line"),
        ('{"recordings": 2}\n', '{"recordings": 2}\n{"a": 1}\n', "goes on after the line"),
        ('{"recordings": 2}\n', "<<<<<<< HEAD\n", "line"),
        ('"events_ns": [', '"events_ns": [1, ', "'events_ns' of the timing tells of other than 1 events"),
        ('"seq": 1', '"seq": 0', "UNIQUE constraint failed"),
        ('"state": "active"', '"state": "lively"', "CHECK constraint failed"),
        ('"redaction": "keys@', '"redaction": "keys@1 {', "its redaction rules are not known here"),
        ('"request": "POST"', '"request: "POST"', "line"),
        ('{"timing"', '{"time"', "the line 'timing' is missing"),
        ('"host"', '"hosts"', "the member 'host' is missing"),
        ('"port": 443', '"port": 99999999999999999999', "too large"),
        ('"headers": [[', '"headers": [5, [', "line"),
        ('{"session"', '{"run"', "a recording stands before any session"),
        ('{"cassette"', '{"casette"', "is not the text of a cassette"),
    ],
)
def test_a_text_that_makes_no_cassette(text: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CassetteError) as refused:
        build(edited(text, old, new), tmp_path / "b.db", ignore)
    assert said in str(refused.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "a.jsonl"]


def test_a_text_of_the_format_before_is_read(text: Path, tmp_path: Path) -> None:
    build(edited(text, '"cassette": 2', '"cassette": 1'), tmp_path / "b.db", ignore)
    assert held(tmp_path / "b.db") == held(tmp_path / "a.db")


def test_what_is_there_is_only_replaced_when_told_to(text: Path, tmp_path: Path) -> None:
    there = made(tmp_path / "b.db")
    with pytest.raises(CassetteError, match="exists already; give --force"):
        build(text, there, ignore)
    build(text, there, ignore, replace=True)
    assert held(there) == held(tmp_path / "a.db")


def test_the_bytes_are_the_same_on_every_machine(tmp_path: Path) -> None:
    """Whatever the version of Python: numbers, characters, bodies of all kinds."""
    build(VARIED, tmp_path / "a.db", ignore)
    assert exported(tmp_path / "a.db").read_bytes() == VARIED.read_bytes()


def test_a_kill_leaves_what_was_there(text: Path, tmp_path: Path) -> None:
    there = made(tmp_path / "b.db")
    before = there.read_bytes()
    program = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from fakeai_proxy.cassette.text.build import build\n"
        "kill = lambda: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build(Path(sys.argv[1]), Path(sys.argv[2]), kill, replace=True)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(text), str(there)], timeout=60)
    assert (ran.returncode, there.read_bytes()) == (-9, before)
    build(text, there, ignore, replace=True)
    assert held(there) == held(tmp_path / "a.db")

from __future__ import annotations

import json
from pathlib import Path

from tests.cassette.tape import answer, ask, made, rows
from tests.cli.conftest import Run

SET = json.dumps({"type": "jmespath", "at": "text", "set": "mutated"})
STATES = "SELECT state FROM interaction ORDER BY id"


def held(folder: Path) -> Path:
    return made(folder / "a.db", (ask("a"), answer("1")), (ask("b"), answer("2")))


def test_into_a_cassette_of_its_own(run: Run, tmp_path: Path) -> None:
    path = held(tmp_path)
    (tmp_path / "r.toml").write_text(
        "seed = 4\nmutations = [{type = 'jmespath', at = 'text', set = 'mutated'}]"
    )
    ran = run("cassette", "mutate", str(path), "--file", str(tmp_path / "r.toml"), "--into", "b.db", "--json")
    assert ran.code == 0
    one, two = json.loads(ran.out)
    assert (one["seed"], one["ordinal"], one["done"]) == (4, 0, [{"type": "jmespath", "skipped": None}])
    assert one["parent"] != two["parent"]
    assert rows(tmp_path / "b.db", "SELECT uid FROM interaction ORDER BY id") == [
        (one["uid"],),
        (two["uid"],),
    ]
    assert rows(path, STATES) == [("active",)] * 2


def test_in_the_cassette_itself_kept_aside_or_instead(run: Run, tmp_path: Path) -> None:
    path = held(tmp_path)
    ran = run("cassette", "mutate", str(path), "--mutation", SET)
    assert ran.out.endswith("a.db: 2 recordings made\n")
    assert rows(path, STATES) == [("active",)] * 2 + [("disabled",)] * 2
    refused = run("cassette", "mutate", str(path), "--mutation", SET)
    assert (refused.code, refused.out) == (2, "")
    assert "holds already what these mutations make with this seed" in refused.err
    uid = rows(path, "SELECT uid FROM interaction ORDER BY id")[0][0]
    assert (
        run("cassette", "mutate", str(path), "--mutation", f"[{SET}, {SET}]", "--id", uid, "--instead").code
        == 0
    )
    assert rows(path, STATES) == [("disabled",), ("active",), ("disabled",), ("disabled",), ("active",)]


def test_where_there_is_nothing_to_change(run: Run, tmp_path: Path) -> None:
    path = held(tmp_path)
    ran = run("cassette", "mutate", str(path), "--mutation", '{"type": "drop_events"}', "--into", "b.db")
    assert (ran.code, ran.out) == (1, "b.db: 0 recordings made\n")
    assert not (tmp_path / "b.db").exists()


def test_what_is_wrong_is_told(run: Run, tmp_path: Path) -> None:
    path = str(held(tmp_path))
    for given, told in (
        ((), "One of --mutation and --file is needed."),
        (("--mutation", "{"), "--mutation: not valid JSON"),
        (("--mutation", '{"type": "nois"}'), "unknown mutation 'nois' (did you mean 'noise'?)"),
        (("--mutation", SET, "--into", "b.db", "--instead"), "--instead is for CASSETTE itself"),
    ):
        ran = run("cassette", "mutate", path, *given)
        assert (ran.code, told in ran.err) == (2, True), ran.err

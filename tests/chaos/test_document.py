from __future__ import annotations

import pytest

from fakeai_proxy.chaos.document import LARGEST, document
from fakeai_proxy.core.errors import SettingsError

YAML = "a: 1\nb:\n  - c: 2\n    d: [3, 4]\n  - e: 5\n"
TOML = "a = 1\n[[b]]\nc = 2\nd = [3, 4]\n[[b]]\ne = 5\n"


@pytest.mark.parametrize(
    ("loc", "yaml", "toml"),
    [(("a",), 1, 1), (("b",), 2, 2), (("b", 0), 3, 2), (("b", 0, "d", 1), 4, 4), (("b", 1, "e"), 5, 6)],
)
def test_every_part_has_its_line(loc: tuple[str | int, ...], yaml: int, toml: int) -> None:
    assert document(YAML, "x.yaml").line(loc) == yaml
    assert document(TOML, "x.toml").line(loc) == toml


def test_what_is_not_there_stands_where_the_nearest_thing_around_it_does() -> None:
    read = document(YAML, "x.yml")
    assert read.path(("b", "choice", 0, "c", "missing")) == ("b", 0, "c")
    assert read.line(("b", 0, "missing")) == 3
    assert read.line(()) == 1
    assert document(TOML, "x.toml").line(("missing",)) == 1
    assert read.at(("b", 0, "d")) == [3, 4]


def test_json_is_yaml() -> None:
    assert document('{"a": {"b": 1}}', "x.json").value == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("x.yaml", "a: [1", "x.yaml:1: not valid YAML: "),
        ("x.yaml", "a: 1\na: 2\n", "x.yaml:2: not valid YAML: found duplicate key"),
        ("x.yaml", "a: *b", "x.yaml:1: not valid YAML"),
        ("x.yaml", "\x00", "x.yaml: not valid YAML"),
        ("x.toml", "a = \n", r"x.toml: not valid TOML: Invalid value \(at line 1"),
        ("x.toml", "a = 1\na = 2", "x.toml: not valid TOML"),
        ("x.ini", "", "x.ini: is none of .yaml, .yml, .json and .toml"),
        ("x.yaml", " " * (LARGEST + 1), "x.yaml: larger than"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_line(name: str, text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        document(text, name)


def test_tags_make_no_objects() -> None:
    value = document("a: !!python/object/apply:os.getcwd []\n", "x.yaml").value
    assert value["a"] == []


def test_what_came_by_a_call_has_no_place() -> None:
    assert (document(YAML, "x.yaml").place(3), document(YAML, "x.yaml").place(0)) == ("x.yaml:3: ", "")

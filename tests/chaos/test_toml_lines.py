from __future__ import annotations

from fakeai_proxy.chaos.toml_lines import lines_of

TEXT = '''# a comment = with an equals sign
version = 1
experiment = "x # y"
text = """
rules = [
"""

[safety]  # limits
allow_hosts = [
  "a, b",  # [not a table]
  'c]',
]
abort_if = [{ metric = "m", gt = 1 }]
"quoted key" = { a.b = 2 }

[[rules]]
id = "one"
match.model = "m"

[rules.fault]
type = "t"

[[rules]]
id = "two"
'''


def test_every_key_table_and_item_has_its_line() -> None:
    lines = lines_of(TEXT)
    assert {path: line for path, line in lines.items() if path[0] != "rules"} == {
        ("version",): 2,
        ("experiment",): 3,
        ("text",): 4,
        ("safety",): 8,
        ("safety", "allow_hosts"): 9,
        ("safety", "allow_hosts", 0): 10,
        ("safety", "allow_hosts", 1): 11,
        ("safety", "abort_if"): 13,
        ("safety", "abort_if", 0): 13,
        ("safety", "abort_if", 0, "metric"): 13,
        ("safety", "abort_if", 0, "gt"): 13,
        ("safety", "quoted key"): 14,
        ("safety", "quoted key", "a"): 14,
        ("safety", "quoted key", "a", "b"): 14,
    }
    assert {path: line for path, line in lines.items() if path[0] == "rules"} == {
        ("rules",): 16,
        ("rules", 0): 16,
        ("rules", 0, "id"): 17,
        ("rules", 0, "match"): 18,
        ("rules", 0, "match", "model"): 18,
        ("rules", 0, "fault"): 20,
        ("rules", 0, "fault", "type"): 21,
        ("rules", 1): 23,
        ("rules", 1, "id"): 24,
    }


def test_keys_may_have_escapes() -> None:
    assert list(lines_of('"a\\tb" = 1\n"\\U0001F600" = 2\n')) == [("a\tb",), ("\U0001f600",)]


def test_nothing_has_no_lines() -> None:
    assert lines_of("# nothing\n\n") == {}

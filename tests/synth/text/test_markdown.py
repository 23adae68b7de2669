import ast
import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from .briefs import O200K, text

FENCED = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 600))
def test_it_is_as_long_as_wanted_and_its_code_parses(seed: int, tokens: int) -> None:
    document = text("markdown", tokens, seed)
    assert document.startswith("# ")
    assert O200K.count(document) >= tokens
    for language, code in FENCED.findall(document):
        (ast.parse if language == "python" else json.loads)(code)
    assert document.count("```") == 2 * len(FENCED.findall(document))


def test_it_has_all_that_markdown_has() -> None:
    document = text("markdown", 3_000)
    for begin in ("## ", "- **", "1. ", "> ", "| --- |", "```python", "```json"):
        assert re.search(rf"^{re.escape(begin)}", document, re.MULTILINE), begin
    rows = [line for line in document.split("\n") if line.startswith("|")]
    assert {row.count("|") for row in rows} == {3, 4}


def test_a_longer_one_begins_with_the_same() -> None:
    assert text("markdown", 500).startswith(text("markdown", 100))


def test_results_of_tools_come_first() -> None:
    assert text("markdown", lead="It is 20.").startswith("It is 20.\n\n# ")

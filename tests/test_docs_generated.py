"""Pages that are made from the code are what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from .generated import PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_generated_page_is_up_to_date(page: Path) -> None:
    assert page.read_text("utf-8") == PAGES[page](), "write it anew: python -m tests.generated"

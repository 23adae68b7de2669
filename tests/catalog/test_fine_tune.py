from __future__ import annotations

import pytest

from fakeai_proxy.catalog.fine_tune import FineTune, fine_tune


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (
            "ft:gpt-4o-mini-2024-07-18:acme:billing:9xYz",
            ("gpt-4o-mini-2024-07-18", "acme", "billing", "9xYz"),
        ),
        ("ft:gpt-4o-mini-2024-07-18:acme::9xYz", ("gpt-4o-mini-2024-07-18", "acme", "", "9xYz")),
        ("ft:meta/llama-3.1-8b-instruct:acme::x1", ("meta/llama-3.1-8b-instruct", "acme", "", "x1")),
        ("ft:gpt-4o:acme:s:x:ckpt-step-90", ("gpt-4o", "acme", "s", "x", "ckpt-step-90")),
        ("ft:gpt-4o:acme:s:x:ckpt:90", ("gpt-4o", "acme", "s", "x", "ckpt:90")),
        ("ft:gpt-4o", ("gpt-4o",)),
    ],
)
def test_its_parts(name: str, parts: tuple[str, ...]) -> None:
    assert fine_tune(name) == FineTune(*parts)


@pytest.mark.parametrize("name", ["", "ft", "ft:", "ft::acme::x", "gpt-4o", "FT:gpt-4o:acme::x", "lift:a:b"])
def test_others_are_none(name: str) -> None:
    assert fine_tune(name) is None

"""What `make programs` runs; that itself installs too much for every run of the tests."""

from __future__ import annotations

from tests.markdown import ROOT

from .programs import HERE, PROGRAMS


def test_the_page_names_what_is_run() -> None:
    page = (ROOT / "docs" / "programs.md").read_text("utf-8")
    for program in PROGRAMS:
        assert (HERE / program.file).is_file()
        assert f"| {program.name} | " in page
    for package in (package for program in PROGRAMS for package in program.packages[:1]):
        assert package.partition("==")[2] in page

from __future__ import annotations

from pathlib import Path

from fakeai_proxy.settings import Settings

from .conftest import Run


def test_two_files_that_work(run: Run) -> None:
    ran = run("init")
    assert (ran.code, ran.out) == (0, "wrote fakeai.toml\nwrote fakeai_proxy\n")
    assert Settings.load(None, {}, {}) == Settings()
    assert Path("fakeai_proxy").read_text().count("\n") == 2


def test_files_that_are_there_stay(run: Run) -> None:
    Path("fakeai_proxy").write_text("mine")
    ran = run("init")
    assert (ran.code, ran.err) == (1, "fakeai-proxy: fakeai_proxy exists; --force overwrites\n")
    assert [path.name for path in Path().iterdir()] == ["fakeai_proxy"]
    assert Path("fakeai_proxy").read_text() == "mine"


def test_unless_forced(run: Run) -> None:
    Path("fakeai_proxy").write_text("mine")
    assert run("init", "--force").code == 0
    assert "FakeAI" in Path("fakeai_proxy").read_text()


def test_a_checkout_needs_no_such_file(run: Run) -> None:
    Path("fakeai_proxy").mkdir()
    for arguments in (("init",), ("init", "--force")):
        ran = run(*arguments)
        assert ran.code == 1
        assert "mitmdump -s addons/fakeai.py" in ran.err
    assert not Path("fakeai.toml").exists()

"""The blocks of the docs, run: shell in a folder against a proxy, Python here, TOML as settings."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeai_proxy.chaos.reading import parsed
from fakeai_proxy.cli.proxy_process import ProxyProcess
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.modes import choose
from fakeai_proxy.settings import Settings

from .cassette.tape import SSE, answer, ask, delta, made, stream
from .end_to_end.cli_process import clean_environ
from .markdown import PAGES, ROOT, Block, all_blocks, blocks

PATIENCE = 60
KEY = "sk-proj-0123456789abcdefghij"
"""Of the reader of the docs. It must stay out of the cassette."""
SHELLS = ("sh", "console")
README = ROOT / "README.md"
SYSTEM = "/usr/bin:/bin"
ABSENT = () if shutil.which("curl", path=SYSTEM) else ("curl",)
"""Programs that blocks use and this machine has not: those blocks are left out."""


def runnable(page: Path) -> list[Block]:
    shells = (block for block in blocks(page) if block.runs and block.language in SHELLS)
    return [block for block in shells if not any(program in block.text for program in ABSENT)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader types: with the files that the docs say to save, and a cassette of two chats."""
    for block in (block for block in all_blocks("python", "yaml") if block.file):
        (tmp_path / block.file).write_text(block.text)
    made(
        tmp_path / "chat.db",
        (ask("Hi"), answer()),
        (ask("Hi", stream=True), stream(delta("Hi"), headers=SSE)),
    )
    return tmp_path


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """That of a reader with a key; the provider is a second simulator."""
    home = tmp_path_factory.mktemp("home")
    settings = {"FAKEAI_CONFDIR": str(home / "ca"), "FAKEAI_TTFT_MS": "0", "FAKEAI_ITL_MS": "0"}
    plain = {**clean_environ(), **settings, "PATH": f"{Path(sys.executable).parent}:{SYSTEM}"}
    arguments = ["--port", "0", "--reverse-port", "0"]
    with ProxyProcess(arguments, home / "log", folder=home, environ=plain) as provider:
        assert provider.reverse is not None
        host, port = provider.reverse
        yield {**plain, "OPENAI_API_KEY": KEY, "FAKEAI_UPSTREAMS": f"api.openai.com=http://{host}:{port}"}


def shell(script: str, folder: Path, environ: dict[str, str]) -> str:
    """What `script` prints, errors and all. It must succeed."""
    ran = subprocess.run(
        ["sh", "-eu", "-c", script],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


OTHERS = [page for page in PAGES if page != README and runnable(page)]


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.stem)
def test_shell_blocks(page: Path, folder: Path, environ: dict[str, str]) -> None:
    """Those of a page, one after the other in one folder."""
    for block in runnable(page):
        if block.language == "sh":
            shell(block.text, folder, environ)
        else:
            session(block, folder, environ)


def session(block: Block, folder: Path, environ: dict[str, str]) -> None:
    """Each command prints what follows it; `...` stands for any text."""
    for part in block.text.split("$ ")[1:]:
        command, _, shown = part.partition("\n")
        printed = "\n".join(map(str.rstrip, shell(command, folder, environ).splitlines()))
        pattern = re.escape(shown.strip()).replace(r"\.\.\.", ".*")
        assert re.fullmatch(pattern, printed.strip(), re.DOTALL), f"{block.name} prints\n{printed}"


def test_the_uses_of_the_readme(folder: Path, environ: dict[str, str]) -> None:
    """What is replayed is what was recorded, and the key of the reader is nowhere in the cassette."""
    (folder / "chat.db").unlink()
    lines = [line for block in runnable(README) for line in block.text.splitlines()]
    *said, disturbed = [shell(line, folder, environ).splitlines() for line in lines]
    assert [words[-1].split()[-1] for words in said] == ["synthesized", "synthesized", "live", "replayed"]
    assert said[3][:-1] == said[2][:-1] != []
    assert disturbed[-1] == "passed: 1 request met a fault or failed, 0 did not; 2 attempts"
    assert KEY.encode() not in (folder / "chat.db").read_bytes()


@pytest.mark.parametrize(
    "block", [block for block in all_blocks("python") if block.runs], ids=lambda block: block.name
)
def test_python_blocks(block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    exec(compile("\n" * block.line + block.text, block.page, "exec"), {})


@pytest.mark.parametrize(
    "block",
    [block for block in all_blocks("yaml") if "experiment:" in block.text],
    ids=lambda block: block.name,
)
def test_experiments_can_be_run(block: Block) -> None:
    assert parsed(block.text, f"{block.name}.yaml").rules


@pytest.mark.parametrize("block", all_blocks("toml"), ids=lambda block: block.name)
def test_toml_blocks(block: Block, tmp_path: Path) -> None:
    (tmp_path / "fakeai.toml").write_text(block.text)
    assert Settings.load(tmp_path / "fakeai.toml", {}, {}) != Settings()


@pytest.mark.parametrize(
    ("path", "headers", "model", "mode"),
    [
        ("/v1/embeddings", (), "gpt-4.1", "synthesize"),
        ("/v1/chat/completions", (("x-team", "search"),), "gpt-4.1", "passthrough"),
        ("/v1/chat/completions", (), "gpt-4.1-mini", "record"),
        ("/v1/chat/completions", (), "gpt-4o", "replay"),
    ],
)
def test_the_routes_of_the_example(
    path: str, headers: Headers, model: str, mode: str, tmp_path: Path
) -> None:
    examples = [block.text for block in blocks(ROOT / "docs" / "modes.md") if "[[routes]]" in block.text]
    (tmp_path / "fakeai.toml").write_text(examples[0])
    settings = Settings.load(tmp_path / "fakeai.toml", {}, {})
    request = Request("POST", path, headers=headers, body=json.dumps({"model": model}).encode())
    assert choose(settings.routes, request, settings.mode) == mode


@pytest.mark.parametrize("block", all_blocks("python"), ids=lambda block: block.name)
def test_python_is_run_or_saved(block: Block) -> None:
    assert block.runs or block.file

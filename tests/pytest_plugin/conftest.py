"""Runs of pytest in this process, with the plugin, and a provider that they record."""

from __future__ import annotations

import json
import os
import pkgutil
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from fakeai_proxy.proxy.trust import make_ca

from .client import API, body
from .provider import Provider, answer, provider

FLAGS = ("-q", "-p", "fakeai_proxy.pytest_plugin.plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning")
LOOKED_AT = (
    "FAKEAI_",
    "OPENAI_",
    "SSL_",
    "REQUESTS_",
    "CURL_",
    "NODE_",
    "HTTP",
    "http",
    "NO_PROXY",
    "no_proxy",
)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate authority: making one costs a second."""
    return make_ca(tmp_path_factory.mktemp("ca")).parent


@pytest.fixture(scope="module")
def upstream() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture(scope="session")
def everything() -> None:
    """What a run inside of this one imports is forgotten at its end; what is there before stays, once."""
    for room in ("cassette", "chaos", "endpoints", "faults", "modes", "mutations", "pytest_plugin", "synth"):
        package = import_module(f"fakeai_proxy.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


@dataclass
class Suite:
    """Tests in a folder of their own."""

    pytester: pytest.Pytester
    upstream: Provider

    def run(self, *arguments: str, **outcomes: int) -> pytest.RunResult:
        """All of them, with these outcomes."""
        result = self.ran(*arguments)
        result.assert_outcomes(**outcomes)
        return result

    def ran(self, *arguments: str) -> pytest.RunResult:
        return self.pytester.runpytest_inprocess(*FLAGS, *arguments)

    def write(self, source: str, name: str = "test_app") -> None:
        """A module of tests; it knows the client."""
        begin = "import pytest\nfrom tests.pytest_plugin.client import ask, said\n"
        self.pytester.makepyfile(**{name: begin + source})

    def tape(self, name: str, *asked: str) -> Path:
        """A cassette as vcrpy left it, with a recording of each text; what a recording makes of it."""
        tapes = [
            {
                "request": {
                    "method": "POST",
                    "uri": f"{API}/chat/completions",
                    "headers": {},
                    "body": body(text).decode(),
                },
                "response": {
                    "status": {"code": 200},
                    "headers": {"content-type": ["application/json"]},
                    "body": {"string": json.dumps(answer(json.loads(body(text))))},
                },
            }
            for text in asked
        ]
        path = self.folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"version": 1, "interactions": tapes}))
        return path.with_suffix(".jsonl")

    @property
    def folder(self) -> Path:
        return self.pytester.path / "cassettes" / "test_app"

    @property
    def texts(self) -> dict[str, list[str]]:
        """What each text of a cassette has recordings of, by its name."""
        return {path.stem: recorded(path) for path in sorted(self.folder.glob("*.jsonl"))}


def recorded(path: Path) -> list[str]:
    """The last message of each recording in a text."""
    lines = map(json.loads, path.read_text().splitlines())
    return [one["value"]["content"] for one in lines if one.get("at") == ["messages", 0]]


@pytest.fixture
def suite(
    everything: None,
    pytester: pytest.Pytester,
    upstream: Provider,
    authority: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Suite:
    for name in [name for name in os.environ if name.startswith(LOOKED_AT)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # each would be looked through at each run
    shutil.copytree(authority, pytester.path / ".pytest_cache" / "d" / "fakeai" / "ca")
    pytester.makefile(".toml", fakeai=f'[upstreams]\n"api.openai.com" = "{upstream.url}"\n')
    upstream.asked.clear()
    return Suite(pytester, upstream)

"""Runs of pytest in this process, with the plugin, and a provider that they record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fakeai_proxy.proxy.trust import make_ca

from .client import API, body
from .provider import Provider, answer, provider
from .runs import FLAGS, everything, prepare


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate authority: making one costs a second."""
    return make_ca(tmp_path_factory.mktemp("ca")).parent


@pytest.fixture(scope="module")
def upstream() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture(scope="session")
def loaded() -> None:
    everything()


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
    loaded: None,
    pytester: pytest.Pytester,
    upstream: Provider,
    authority: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Suite:
    prepare(pytester.path, authority, monkeypatch)
    pytester.makefile(".toml", fakeai=f'[upstreams]\n"api.openai.com" = "{upstream.url}"\n')
    upstream.asked.clear()
    return Suite(pytester, upstream)

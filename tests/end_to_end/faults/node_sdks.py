"""The real SDKs for Node.js, let loose on the same faults. node/react.mjs drives them; needs node and npm."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.proxy.serving import Serving

from .arrivals import Arrivals
from .asks import ASKS
from .provider import Provider
from .reactions import CASES, Ask, Case
from .sdks import AT_ONCE, Read, asked, told

NODE = Path(__file__).with_name("node")
PACKAGES: Mapping[str, tuple[str, str]] = {
    "openai": ("openai", "openai-node"),
    "@anthropic-ai/sdk": ("anthropic", "@anthropic-ai/sdk"),
}
"""Name on npm -> the SDK whose cases it runs, its name in reactions.toml."""
PIN = re.compile(r"(?:npm:(?P<package>.+)@)?(?P<version>\d+\.\d+\.\d+)")
"""A version in package.json, with the package where it goes by another name."""


@dataclass(frozen=True)
class Pinned:
    """An SDK in package.json."""

    alias: str
    """Its name there."""
    package: str
    version: str

    @property
    def column(self) -> str:
        """`openai-node 7.57`"""
        return f"{PACKAGES[self.package][1]} {self.version.rpartition('.')[0]}"

    @property
    def cases(self) -> Mapping[str, tuple[Case, Ask]]:
        """By text."""
        return {what: case for (sdk, what), case in CASES.items() if sdk == PACKAGES[self.package][0]}


def pinned() -> Iterator[Pinned]:
    """The SDKs that package.json names. Raises ValueError: not an exact version."""
    for alias, wanted in json.loads((NODE / "package.json").read_text("utf-8"))["dependencies"].items():
        if not (pin := PIN.fullmatch(wanted)):
            raise ValueError(f"{alias}: {wanted} is not one version")
        package = pin["package"] or alias
        if package in PACKAGES:
            yield Pinned(alias, package, pin["version"])


def node_reactions(proxy: Serving, upstream: Provider, arrivals: Arrivals) -> dict[str, dict[str, str]]:
    """`openai-node 7.57` -> text of a case -> outcome, in the words of reactions.py."""
    runs = [(sdk, what, *case) for sdk in pinned() for what, case in sdk.cases.items()]
    endings = react(
        proxy, [job(sdk, case, ask, upstream, number) for number, (sdk, _, case, ask) in enumerate(runs)]
    )
    found: dict[str, dict[str, str]] = {}
    for number, ((sdk, what, case, ask), ended) in enumerate(zip(runs, endings, strict=True)):
        found.setdefault(sdk.column, {})[what] = told(arrivals.times[str(number)], words(ended, case, ask))
    return found


def job(sdk: Pinned, case: Case, ask: Ask, upstream: Provider, number: int) -> Mapping[str, Any]:
    """One case, as react.mjs takes it."""
    return {
        "sdk": sdk.alias,
        "ask": ask,
        "body": {**ASKS[ask].body, "stream": case.streamed},
        "headers": asked(case, ask, upstream, number),
        "timeout": case.timeout * 1000,
        "patience": case.patience * 1000,
    }


def react(proxy: Serving, jobs: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """How each ended, as react.mjs tells it. Raises CalledProcessError."""
    given = json.dumps({"proxy": proxy.proxy, "atOnce": AT_ONCE, "cases": jobs}).encode()
    environ = {**os.environ, "NODE_EXTRA_CA_CERTS": str(proxy.ca)}
    with fetched() as here:
        ran = subprocess.run(
            ["node", "react.mjs"], cwd=here, env=environ, input=given, stdout=subprocess.PIPE, check=True
        )
    endings: list[Mapping[str, Any]] = json.loads(ran.stdout)
    return endings


@contextmanager
def fetched() -> Iterator[Path]:
    """A temporary copy of node/ with its packages. Raises CalledProcessError."""
    with TemporaryDirectory() as folder:
        here = shutil.copytree(NODE, Path(folder, "node"))
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=here, check=True)
        yield here


def words(ended: Mapping[str, Any], case: Case, ask: Ask) -> str:
    """An ending of react.mjs as sdks.py says it."""
    if "raises" in ended:
        return f"raises {ended['raises']}"
    if "waits" in ended:
        return "waits"
    if "whole" in ended:
        return str(ended["whole"])
    read = Read(ask, **ended)
    return str(read) if case.counted else read.uncounted

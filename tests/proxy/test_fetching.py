"""Other servers, asked for real over loopback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Fetch, Found, Head, Step
from fakeai_proxy.proxy import fetching
from fakeai_proxy.proxy.fetching import Fetching

from .origin import origin
from .serving import serving

SAID = b"HTTP/1.1 %b\r\ncontent-length: 2\r\nlocation: http://127.0.0.1:1/\r\n\r\n{}"


def ask(url: str, key: str = "", timeout: float = 5.0, environ: dict[str, str] | None = None) -> Found:
    async def run() -> Found:
        fetch = Fetch(url=url, body=b'{"n": 1}', key=key, timeout=timeout)
        await Fetching(environ or {}).begin(fetch)
        return fetch.found

    return asyncio.run(run())


@pytest.mark.parametrize("status", [200, 302, 401])
def test_what_it_says_is_found_whatever_it_is(status: int) -> None:
    with origin(lambda write: write(SAID % (b"%d X" % status))) as there:
        found = ask(f"{there.url}/v1/x", "MY_KEY", environ={"MY_KEY": "sk-secret"})
    assert (found.error, found.status, found.body) == ("", status, b"{}")
    (request,) = there.requests
    assert request.startswith(b"POST /v1/x HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer sk-secret\r\n" in request
    assert request.endswith(b'\r\n\r\n{"n": 1}')


def test_without_its_key_it_is_not_asked() -> None:
    assert ask("http://127.0.0.1:1", "MY_KEY").error == "the environment variable MY_KEY is not set"


def test_who_is_not_there_or_breaks_off_or_says_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("http://127.0.0.1:1").error == "it could not be reached (ConnectionRefusedError)"
    with origin(lambda write: write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}")) as there:
        assert ask(there.url).error.startswith("it could not be reached")
    monkeypatch.setattr(fetching, "LARGEST", 1)
    with origin(lambda write: write(SAID % b"200 OK")) as there:
        assert ask(there.url).error.startswith("it could not be reached")


def test_it_is_given_up_in_time() -> None:
    hold = threading.Event()
    with origin(lambda write: hold.wait(5)) as there:
        assert ask(there.url, timeout=0.1).error == "it did not answer in time"
        hold.set()


def fetched(fetch: Fetch) -> Callable[[Request], Iterator[Step]]:
    def reply(request: Request) -> Iterator[Step]:
        yield fetch
        said = json.dumps([fetch.found.error, fetch.found.status, fetch.found.body.decode()]).encode()
        yield Head(200, (("content-length", str(len(said))),))
        yield Data(said)
        yield End()

    return reply


def test_a_reply_goes_on_with_what_was_found(confdir: Path) -> None:
    with origin(lambda write: write(SAID % b"200 OK")) as there:
        with serving(confdir, fetched(Fetch(url=there.url, timeout=5.0))) as here:
            with urlopen(f"{here.reverse}/", timeout=20) as answer:
                assert json.load(answer) == ["", 200, "{}"]

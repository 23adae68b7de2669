from __future__ import annotations

import os
import threading
from pathlib import Path

import httpx
import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.proxy.in_thread import in_thread, is_proxys
from fakeai_proxy.settings import Settings


def test_it_listens_for_as_long_as_the_block_lasts(confdir: Path) -> None:
    given = {"server.port": "0", "server.reverse_port": "0", "server.confdir": str(confdir)}
    given["auth.require_api_key"] = "false"
    settings = Settings.load(None, given, {})
    with in_thread(settings, given, config=None, environ={}) as listening:
        assert listening.reverse
        host, port = listening.reverse
        assert httpx.get(f"http://{host}:{port}/v1/models", trust_env=False).status_code == 200
        assert any(map(is_proxys, threading.enumerate()))
    assert not any(map(is_proxys, threading.enumerate()))


def test_what_cannot_be_set_is_said_at_once(confdir: Path) -> None:
    settings = Settings.load(None, {"server.confdir": str(confdir)}, {})
    with pytest.raises(SettingsError, match="unknown setting 'sed'"):
        with in_thread(settings, {"sed": "1"}, config=None, environ=dict(os.environ)):
            raise AssertionError("it does not listen")

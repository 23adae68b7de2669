"""Pages for a browser: one file of HTML each, that asks us alone and loads nothing from elsewhere."""

from __future__ import annotations

from importlib.resources import files

from fakeai_proxy.admin.asked import Asked, page
from fakeai_proxy.core.steps import Reply

HTML = "text/html; charset=utf-8"


def dashboard(asked: Asked) -> Reply:
    """The metrics as they change."""
    return _of("dashboard.html")


def dynamo(asked: Asked) -> Reply:
    """The simulated cluster worker by worker."""
    return _of("dynamo.html")


def docs(asked: Asked) -> Reply:
    """Every operation, to read and to try."""
    return _of("docs.html")


def _of(name: str) -> Reply:
    shared = files(__name__).joinpath("shared.html").read_bytes()
    return page(files(__name__).joinpath(name).read_bytes().replace(b"<!-- shared -->", shared), HTML)

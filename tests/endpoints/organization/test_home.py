import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.organization.home import everything, home, open_project
from tests.endpoints.asking import services

from .asking import at


def test_it_is_founded_once() -> None:
    to = services()
    owners = {home(at(to)) for _ in range(2)}
    assert owners == {"organization"}
    kinds = {kind: len(everything("organization", kind, at(to))) for kind in ("project", "organization.user")}
    assert kinds == {"project": 1, "organization.user": 1}


def test_an_archived_project_is_closed() -> None:
    to = services()
    asked = at(to, project_id="proj_fakeai")
    project = open_project(home(asked), asked)
    to.resources.change(project, archived_at=1)
    with pytest.raises(ApiError, match="is archived"):
        open_project("organization", asked)

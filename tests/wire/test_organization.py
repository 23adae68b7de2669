import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire import organization as wire
from fakeai_proxy.wire.validation import validate


@pytest.mark.parametrize("email", ["a", "a@", "@b", "a b@c", "a@b@c"])
def test_what_is_no_address(email: str) -> None:
    with pytest.raises(ApiError, match="email"):
        validate(wire.UserRequest, {"email": email}, strict=True)


def test_what_is_known_and_not_looked_at() -> None:
    asked = validate(
        wire.ProjectRequest, {"name": "Apollo", "geography": "eu", "residency": "JP_STORAGE"}, strict=True
    )
    assert asked.name == "Apollo"

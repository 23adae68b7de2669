import pytest
from pydantic import TypeAdapter

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.base import RequestModel
from fakeai_proxy.wire.metadata import Metadata
from fakeai_proxy.wire.validation import validate


class Noted(RequestModel, defer_build=False):
    metadata: Metadata | None = None


@pytest.mark.parametrize(
    ("metadata", "param", "code"),
    [
        ({str(at): "" for at in range(17)}, "metadata", "object_above_max_properties"),
        ({"a": "x" * 513}, "metadata.a", "string_above_max_length"),
        ({"k" * 65: ""}, "metadata." + "k" * 65, "string_above_max_length"),
        ({"a": 1}, "metadata.a", "invalid_type"),
        ([], "metadata", "invalid_type"),
    ],
)
def test_what_does_not_fit(metadata, param, code):
    with pytest.raises(ApiError) as caught:
        validate(Noted, {"metadata": metadata}, strict=True)
    assert (caught.value.status, caught.value.param, caught.value.code) == (400, param, code)


def test_what_just_fits():
    full = {f"{at:064}": "x" * 512 for at in range(16)}
    assert TypeAdapter(Metadata).validate_python(full) == full

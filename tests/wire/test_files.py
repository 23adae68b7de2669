import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.files import FileRequest, UploadRequest
from fakeai_proxy.wire.form import FilePart
from fakeai_proxy.wire.validation import validate


def test_seconds_are_text_in_a_form_and_a_number_in_json():
    form = {"file": FilePart("a", "", b"x"), "purpose": "vision"}
    after = {"anchor": "created_at", "seconds": "3600"}
    assert validate(FileRequest, form | {"expires_after": after}, strict=True).expires_after.seconds == 3600
    upload = {"filename": "a", "purpose": "vision", "bytes": 1, "mime_type": "text/plain"}
    with pytest.raises(ApiError, match="expected an integer, but got a string"):
        validate(UploadRequest, upload | {"expires_after": after}, strict=True)

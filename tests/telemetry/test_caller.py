import re

import pytest

from fakeai_proxy.telemetry.caller import caller

from .parts import KEY


@pytest.mark.parametrize("header", ["authorization", "api-key", "x-api-key"])
def test_a_key_has_a_fingerprint(header):
    told = caller(((header, KEY),), b"salt")
    assert re.fullmatch(r"u-[0-9a-f]{8}", told)
    assert told == caller((("host", "x"), ("authorization", f"Bearer {KEY}")), b"salt")


def test_another_key_or_salt_has_another():
    told = {caller((("api-key", key),), salt) for key in ("a", "b") for salt in (b"1", b"2")}
    assert len(told) == 4


def test_nobody_has_none():
    assert caller((("host", "x"),), b"salt") == ""


def test_a_key_of_any_length_has_one():
    long = "k" * 1000
    assert caller((("api-key", long),), b"salt") == caller((("authorization", f"Bearer {long}"),), b"salt")

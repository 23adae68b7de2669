from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.image.about import UNWRITABLE, packet, said


@given(st.text(max_size=60))
@settings(max_examples=25)
def test_what_is_written_is_read_and_is_xml(text):
    xmp = packet(text)
    assert said(xmp).split() == UNWRITABLE.sub(" ", text).split()
    ElementTree.fromstring(xmp)


@given(st.binary(max_size=60))
@settings(max_examples=25)
def test_anything_else_says_nothing(noise):
    assert said(noise) == ""

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.redact import OVERLAP, WINDOW, Redactor
from fakeai_proxy.cassette.redaction.rules import rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings

from .secrets import PLANTED

A, B = PLANTED["openai_key"].encode(), PLANTED["nvidia_key"].encode()


def test_the_same_secret_has_the_same_placeholder_everywhere():
    redactor = Redactor()
    assert redactor.redact(A + b" " + B).decode() == "«secret:openai_key:1» «secret:nvidia_key:1»"
    assert redactor.redact(A[:-1] + b" " + A).decode() == "«secret:openai_key:2» «secret:openai_key:1»"
    assert redactor.names == {
        A: "«secret:openai_key:1»".encode(),
        B: "«secret:nvidia_key:1»".encode(),
        A[:-1]: "«secret:openai_key:2»".encode(),
    }


def test_what_is_redacted_stays_as_it_is():
    once = Redactor().redact(b'{"password": "hunter2", "b": "' + A + b'"}')
    assert Redactor().redact(once) == once


def test_names_that_are_there_already_are_not_given_again():
    redactor, text = Redactor(), "«secret:openai_key:4» ".encode()
    redactor.pass_over(text)
    assert redactor.redact(text + A).decode() == "«secret:openai_key:4» «secret:openai_key:5»"


def test_known_values_are_found_whatever_they_look_like():
    redactor = Redactor([b"tenant/17"])
    assert redactor.redact(b"a tenant/17 b tenant%2F17").decode() == (
        "a «secret:credential:1» b «secret:credential:2»"
    )


def test_many_known_values_are_found_in_repeated_text():
    known = [f"tenant-number-{n}".encode() for n in range(20)]
    text = b'{"a":"b"}\n' * 500 + b'{"a":"tenant-number-7"}'
    assert Redactor(known).redact(text).endswith('{"a":"«secret:credential:1»"}'.encode())


def test_parameters_are_known_by_name():
    redacted = Redactor().redact_parameters(b"a=1&key=hunter2&api-key=x&b=" + B).decode()
    assert redacted == "a=1&key=«secret:parameter:1»&api-key=«secret:parameter:2»&b=«secret:nvidia_key:1»"


def test_placeholders_of_parameters_are_known_when_they_come_back_percent_encoded():
    once = Redactor().redact_parameters(b"b=" + B)
    assert Redactor().redact_parameters(b"b=%C2%ABsecret%3Anvidia_key%3A1%C2%BB") == once


def test_overlapping_finds_are_one():
    text = b'{"authorization": "Bearer ' + A + b'"}'
    assert Redactor([A]).redact(text).decode() == '{"authorization": "«secret:member:1»"}'


@settings(max_examples=20)
@given(st.integers(-80, 80), st.sampled_from([1, 2]))
def test_a_secret_at_the_edge_of_a_stretch_is_found(shift, stretches):
    before = b"word " * (WINDOW * stretches // 5 - 20)
    text = before + b"x" * (100 + shift) + b" " + A + b" " + b"y" * (OVERLAP * 2)
    (span,) = Redactor().spans(text)
    assert text[span.start : span.end] == A


def test_repeated_text_hides_nothing():
    text = b'{"a":"b"}\n' * 500 + b'{"a":"' + A + b'","api_key":"hunter2"}' + b'{"a":"b"}\n' * 500
    assert [span.kind for span in Redactor().spans(text)] == ["openai_key", "member"]


def test_fields_are_those_of_the_rules():
    rules = rules_of(RedactionSettings(pointers=("/user",)))
    assert Redactor(rules=rules).fields({"user": "ann", "a": 1}) == {"user": "«secret:field:1»", "a": 1}
    assert Redactor().fields({"user": "ann"}) == {"user": "ann"}

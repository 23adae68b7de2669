from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.redact import OVERLAP, WINDOW, Edit, Redactor, apply, moved

from .secrets import PLANTED

A, B = PLANTED["openai_key"].encode(), PLANTED["nvidia_key"].encode()


def test_the_same_secret_has_the_same_placeholder_everywhere():
    redactor = Redactor()
    assert redactor.redact(A + b" " + B, "request").decode() == "«secret:openai_key:1» «secret:nvidia_key:1»"
    assert (
        redactor.redact(A[:-1] + b" " + A, "response").decode()
        == "«secret:openai_key:2» «secret:openai_key:1»"
    )
    assert redactor.found == {
        ("request", "«secret:openai_key:1»"): 1,
        ("request", "«secret:nvidia_key:1»"): 1,
        ("response", "«secret:openai_key:2»"): 1,
        ("response", "«secret:openai_key:1»"): 1,
    }


def test_what_is_redacted_stays_as_it_is():
    once = Redactor().redact(b'{"password": "hunter2", "b": "' + A + b'"}', "request")
    assert Redactor().redact(once, "request") == once


def test_known_values_are_found_whatever_they_look_like():
    redactor = Redactor([b"tenant/17"])
    assert redactor.redact(b"a tenant/17 b tenant%2F17", "request").decode() == (
        "a «secret:credential:1» b «secret:credential:2»"
    )


def test_parameters_are_known_by_name():
    redacted = Redactor().redact_parameters(b"a=1&key=hunter2&api-key=x&b=" + B, "query").decode()
    assert redacted == "a=1&key=«secret:parameter:1»&api-key=«secret:parameter:2»&b=«secret:nvidia_key:1»"


def test_overlapping_finds_are_one():
    text = b'{"authorization": "Bearer ' + A + b'"}'
    assert Redactor([A]).redact(text, "request").decode() == '{"authorization": "«secret:member:1»"}'


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


edits = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.binary(max_size=8)), max_size=5)


@given(st.binary(min_size=60, max_size=60), edits, st.lists(st.integers(0, 60)))
def test_offsets_move_with_the_text(text, gaps, offsets):
    chosen, at = list[Edit](), 0
    for gap, size, replacement in gaps:
        chosen.append(Edit(at + gap, at + gap + size, replacement))
        at += gap + size
    offsets = sorted(offsets)
    after, places = apply(text, chosen), list(moved(offsets, chosen))
    assert places == sorted(places)
    for offset, place in zip(offsets, places, strict=True):
        inside = next((edit for edit in chosen if edit.start < offset < edit.end), None)
        end = inside.end if inside else offset
        assert after[:place] == apply(text[:end], [edit for edit in chosen if edit.end <= end])

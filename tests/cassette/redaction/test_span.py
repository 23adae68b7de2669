from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.redaction.span import Edit, Span, apply, merged, moved

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


def test_overlapping_spans_are_one_of_the_first_kind():
    found = [Span(5, 9, "b"), Span(0, 6, "a"), Span(9, 12, "c"), Span(20, 21, "d").after(1)]
    assert merged(found) == [Span(0, 9, "a"), Span(9, 12, "c"), Span(21, 22, "d")]

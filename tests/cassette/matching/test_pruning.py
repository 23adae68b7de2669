from fakeai_proxy.cassette.matching.pruning import pruned, standing

VALUE = {"a": [{"b": 1, "c": 2}, {"b": 3}], "d": {"e": 4}}


def test_members_go_and_items_keep_their_place():
    assert pruned(VALUE, [("a", "*", "b"), ("d",)]) == {"a": [{"c": 2}, {}]}
    assert pruned(VALUE, [("a", "0")]) == {"a": [None, {"b": 3}], "d": {"e": 4}}
    assert pruned(VALUE, [("x", "y"), ("a", "7"), ("d", "e", "f"), ("a", "b")]) == VALUE
    assert pruned("text", [("a",)]) == "text"


def test_what_stands_there():
    assert [*standing(VALUE, ("a", "*", "b"))] == [1, 3]
    assert [*standing(VALUE, ("a", "1", "b"))] == [3]
    assert [*standing(VALUE, ())] == [VALUE]
    assert [*standing(VALUE, ("a", "b"))] == [*standing(VALUE, ("d", "e", "f"))] == []

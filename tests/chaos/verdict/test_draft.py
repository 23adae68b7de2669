from fakeai_proxy.chaos.verdict.draft import ARGUMENT_CHARACTERS, CALLS, Draft
from fakeai_proxy.chaos.verdict.turns import text_digest


def test_text_is_that_of_the_turn_it_becomes() -> None:
    draft = Draft()
    for piece in ("one ", "", None, 7, "two\n"):
        draft.say(piece)
    assert draft.text == text_digest("one two")
    assert draft.pieces == 2


def test_nothing_said_is_no_text() -> None:
    draft = Draft()
    draft.say(" \n")
    assert draft.text == b""


def test_it_has_finished_when_every_choice_has() -> None:
    draft = Draft()
    assert not draft.finished
    draft.finish(0, "stop")
    assert draft.finished
    draft.finish(1, None)
    assert not draft.finished
    draft.finish(1, "length")
    draft.finish(0, None)
    assert draft.finished


def test_a_call_in_pieces() -> None:
    draft = Draft()
    draft.call("0", "c1", "f", '{"a"')
    draft.call("0", None, None, ": 1}")
    (calling,) = draft.calls.values()
    assert calling.call({}, cut=False).problem == ""
    assert calling.call({}, cut=True).problem == "a reply that breaks off"
    assert (calling.id, calling.name) == ("c1", "f")


def test_a_call_without_id() -> None:
    draft = Draft()
    draft.call("0", None, "f", {"a": 1})
    assert draft.calls["0"].call({}, cut=False).problem == "no id"


def test_calls_and_their_arguments_are_bounded() -> None:
    draft = Draft()
    for index in range(CALLS + 10):
        draft.call(index, f"c{index}", "f", "")
    assert len(draft.calls) == CALLS
    for _ in range(4):
        draft.call(0, None, None, "x" * (ARGUMENT_CHARACTERS // 2))
    assert sum(map(len, draft.calls[0].pieces)) <= ARGUMENT_CHARACTERS
    assert draft.calls[0].call({}, cut=False).problem == ""


def test_the_last_counts_of_usage_count() -> None:
    draft = Draft()
    draft.usage(10, 1)
    draft.usage(None, 7)
    draft.usage("x", None)
    assert (draft.prompt_tokens, draft.completion_tokens) == (10, 7)

import pytest

from fakeai_proxy.core.steps import Data, End, Head, Step
from tests.chaos.verdict.lab import SSE_HEAD, Lab, ask, cut, said, stream, unfinished, user, whole

HTML = [Head(200, (("content-type", "text/html"),)), Data(b"<html>"), End()]
SILENT: list[list[Step]] = [
    unfinished(),
    HTML,
    whole({"choices": []}),
    whole({"error": {"type": "server_error"}}),
    [SSE_HEAD, End()],
    [SSE_HEAD, *stream()[1:-2], Data(b'data: {"error": {"type": "server_error"}}\n\n'), End()],
]


def lab_after(reply: list[Step]) -> Lab:
    lab = Lab()
    lab.exchange(ask("a"), reply, "stream.end")
    return lab


@pytest.mark.parametrize("reply", SILENT)
def test_nothing_shows_whether_it_was_noticed(reply: list[Step]) -> None:
    lab = lab_after(reply)
    assert lab.codes(over=False) == {"cannot_tell"}
    assert lab.codes() == {"silence_after_truncation"}


@pytest.mark.parametrize("reply", SILENT)
def test_asking_again_shows_it(reply: list[Step]) -> None:
    lab = lab_after(reply)
    lab.exchange(ask("a"), stream(), after=1)
    assert lab.codes() == {"noticed_truncation", "retried", "recovered"}


@pytest.mark.parametrize("reply", [unfinished("one two"), cut("one two")])
def test_half_a_reply_told_as_an_answer(reply: list[Step]) -> None:
    lab = lab_after(reply)
    lab.exchange(ask("a", said("one two"), user("b")), stream(), after=1)
    assert "accepted_truncation" in lab.codes()
    finding = next(each for each in lab.verdict().requests[0].findings if each.code == "accepted_truncation")
    assert finding.attempts == (1, 2)


def test_another_text_is_no_proof() -> None:
    lab = lab_after(unfinished("one two"))
    lab.exchange(ask("a", said("one two three"), user("b")), stream(), after=1)
    assert lab.codes() == {"silence_after_truncation"}


def test_a_whole_answer_in_between_is_what_was_told() -> None:
    lab = lab_after(unfinished("one two"))
    lab.exchange(ask("a"), stream("one two"), after=1)
    lab.exchange(ask("a", said("one two"), user("b")), stream(), after=1)
    assert "accepted_truncation" not in lab.codes()


def test_going_on_from_what_came() -> None:
    lab = lab_after(cut("one two"))
    lab.exchange(ask("a", said("one two")), stream("three"), after=1)
    assert lab.codes() == {"continued"}


def test_what_the_client_left_is_not_truncated() -> None:
    lab = Lab()
    watch = lab.ledger.watch(ask("a"))
    for step in unfinished("one two")[:-1]:
        watch.client.feed(step)
    watch.client.close()
    lab.exchange(ask("a", said("one two"), user("b")), stream(), after=1)
    assert lab.codes() == {"cannot_tell"}

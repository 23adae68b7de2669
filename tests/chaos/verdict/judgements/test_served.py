from tests.chaos.verdict.lab import Lab, ask, said, stream, user


def test_a_reply_that_was_only_held_up() -> None:
    lab = Lab()
    lab.exchange(ask(), stream(), "limit.headers")
    assert lab.codes() == {"withstood"}


def test_a_whole_reply_that_is_perhaps_not_what_it_was() -> None:
    lab = Lab()
    lab.exchange(ask("a"), stream("one two"), "payload.text")
    assert lab.codes() == {"cannot_tell"}
    assert "no later request" in lab.verdict().requests[0].findings[0].evidence
    lab.exchange(ask("a", said("one two"), user("b")), stream(), after=1)
    assert "#2 tells its text" in lab.verdict().requests[0].findings[0].evidence


def test_a_reply_without_a_fault_needs_no_judgement() -> None:
    lab = Lab()
    lab.exchange(ask(), stream())
    assert lab.codes() == set()

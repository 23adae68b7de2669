from fakeai_proxy.chaos.verdict import Policy, Verdict
from fakeai_proxy.chaos.verdict.verdict import EXIT_CODES, Outcome


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(outcome, Policy(), (), (), untouched=0, attempts=0, forgotten=0, since=0.0, seconds=0.0)


def test_exit_codes_differ() -> None:
    assert {outcome: verdict(outcome).exit_code for outcome in EXIT_CODES} == EXIT_CODES
    assert len(set(EXIT_CODES.values())) == 3
    assert verdict("passed").exit_code == 0

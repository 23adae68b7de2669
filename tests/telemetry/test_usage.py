import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.telemetry.columns import OUTCOMES, ROW
from fakeai_proxy.telemetry.usage import DAY, HOUR, Amounts, Ledger

MINUTE = 28_000_000


def rows_of(*triples):
    """(minute, model, tokens)"""
    rows = np.zeros(len(triples), ROW)
    for row, (minute, model, tokens) in zip(rows, triples, strict=True):
        row["wall"], row["model"], row["prompt_tokens"] = minute * 60 + 59.5, model, tokens
    return rows


def told(ledger):
    return {(use.minute, use.model): amounts.prompt_tokens for use, amounts in ledger.cells().items()}


triples = st.tuples(st.integers(0, 3), st.integers(2, 4), st.integers(0, 2**32 - 1))


@settings(max_examples=25)
@given(st.lists(triples), st.integers(1, 5))
def test_sums_are_exact_in_any_portions(found, size):
    ledger, expected = Ledger(), {}
    for start in range(0, len(found), size):
        ledger.add(rows_of(*found[start : start + size]))
    for minute, model, tokens in found:
        expected[minute, model] = expected.get((minute, model), 0) + tokens
    assert told(ledger) == expected


def test_what_failed_or_used_nothing_is_not_counted():
    rows = rows_of((0, 2, 1), (0, 2, 1), (0, 1, 1), (0, 1, 1))
    rows["outcome"][1] = OUTCOMES.index("error")
    rows["file_searches"][3] = 1
    ledger = Ledger()
    ledger.add(rows)
    assert told(ledger) == {(0, 2): 1, (0, 1): 1}


def test_all_amounts_and_keys_are_columns():
    ledger, rows = Ledger(), rows_of((0, 2, 0))
    for number, name in enumerate(Amounts._fields[1:]):
        rows[name] = number
    ledger.add(rows)
    assert [*ledger.cells().values()] == [Amounts(1, *range(11))]


def test_it_is_bounded():
    ledger = Ledger(cells=100)
    ledger.add(rows_of(*((MINUTE // DAY * DAY + at, 2, 1) for at in range(150))))
    assert set(told(ledger)) == {(MINUTE // DAY * DAY + at * HOUR, 2) for at in range(3)}
    for day in range(150):
        ledger.add(rows_of((MINUTE // DAY * DAY + day * DAY, 2, 1)))
        assert len(told(ledger)) <= 100
    assert max(told(ledger))[0] == MINUTE // DAY * DAY + 149 * DAY

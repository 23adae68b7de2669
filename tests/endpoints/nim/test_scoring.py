from fakeai_proxy.endpoints.nim.scoring import ranked


def test_the_best_come_first_and_of_equals_the_first() -> None:
    found = ranked("red apples", ["blue", "red apples", "blue", "apples"], 3)
    assert [one.at for one in found] == [1, 3, 0]

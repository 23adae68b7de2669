from fakeai_proxy.endpoints.realtime.turn import began, ended, said_of, turn
from tests.endpoints.asking import context, services


def test_a_turn_has_chance_of_its_own_and_the_same_in_every_run():
    def draw():
        opened = context(services())
        turns = [turn(opened, "gpt-realtime", said) for said in ("a", "a", "b")]
        return [(one.identity, one.rng.integers(1 << 62)) for one in turns]

    assert draw() == draw()
    assert len({number for _, number in draw()}) == 3


def test_it_is_a_row_of_its_own():
    to = services()
    one = turn(context(to), "gpt-realtime", "a")
    began(one)
    ended(one)
    one.exchange.close()
    assert to.telemetry.rows()["status"].tolist() == [200]


def test_ids_choose_nothing():
    assert said_of([{"id": "a", "call_id": "b", "name": "f"}]) == [{"name": "f"}]

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from fakeai_proxy.chaos.meeting import Meeting
from fakeai_proxy.chaos.shots import Draws, Now, Shots, Tallies, subject_of
from fakeai_proxy.chaos.trigger import Trigger

from .asking import meeting, request


def shots(**fields: Any) -> Shots:
    return Shots(Trigger.model_validate(fields))


def shoot(gun: Shots, met: Meeting | None = None, at: float = 0.0, wall: float = 0.0) -> bool:
    met = met or meeting()
    hit = gun.hit(met, Now(at, wall), partial(Draws(b"x", 0, met, 0).hit, alone=None))
    gun.hits += hit
    return hit


@pytest.mark.parametrize(
    ("fields", "hit"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ({"first": 3}, [1, 2, 3]),
        ({"every": 4}, [4, 8]),
        ({"nth": [1, 5]}, [1, 5]),
        ({"nth": 2}, [2]),
        ({"burst": {"of": 5, "length": 2}}, [1, 2, 6, 7]),
        ({"max": 2}, [1, 2]),
        ({"percent": 0}, []),
        ({"percent": 100}, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ],
)
def test_which_of_nine_requests_it_hits(fields: dict[str, Any], hit: list[int]) -> None:
    gun = shots(**fields)
    assert [n for n in range(1, 10) if shoot(gun)] == hit


@pytest.mark.parametrize("per", ["client", "session", "fingerprint"])
def test_each_subject_has_its_own_count(per: str) -> None:
    one, other = (meeting(request(peer, peer=peer)) for peer in ("10.0.0.1", "10.0.0.2"))
    for gun in (shots(first=1, per=per), shots(once_per=per)):
        assert [shoot(gun, met) for met in (one, other, one, other)] == [True, True, False, False]


def test_a_schedule_hits_one_request_after_each_moment() -> None:
    gun = shots(schedule=["10s", "20s", "1970-01-01T00:01:00Z"])
    hit = [at for at in range(100) if shoot(gun, at=at, wall=at)]
    assert hit == [10, 20, 60]


def test_outside_of_its_window_nothing_is_counted() -> None:
    gun = shots(first=1, window={"from": "5s", "to": "8s"})
    assert [at for at in range(10) if shoot(gun, at=at)] == [5]


def test_a_ramp_is_drawn_at_the_percentage_of_the_moment() -> None:
    gun = shots(percent={"from": 0, "to": 100, "over": "10s"})
    assert not any(shoot(gun, meeting(request(n)), at=0) for n in range(50))
    assert all(shoot(gun, meeting(request(n)), at=10) for n in range(50))


def test_rules_share_one_draw_and_part_it() -> None:
    won = {"one": 0, "other": 0, "none": 0}
    for n in range(3_000):
        draws = Draws(b"x", 0, meeting(request(n)), 0)
        one, other = draws.hit("request", 0.3, None), draws.hit("request", 0.5, None)
        assert not (one and other)
        won["one" if one else "other" if other else "none"] += 1
    assert {name: round(count / 3_000, 1) for name, count in won.items()} == {
        "one": 0.3,
        "other": 0.5,
        "none": 0.2,
    }


def test_a_rule_that_composes_draws_alone() -> None:
    both = sum(
        draws.hit("request", 0.5, b"a") and draws.hit("request", 0.5, b"b")
        for draws in (Draws(b"x", 0, meeting(request(n)), 0) for n in range(2_000))
    )
    assert abs(both / 2_000 - 0.25) < 0.04


def test_a_draw_for_a_client_holds_for_all_of_its_requests() -> None:
    drawn = {Draws(b"x", 0, meeting(request(n)), n).hit("client", 0.5, None) for n in range(20)}
    assert len(drawn) == 1


def test_counts_are_bounded() -> None:
    tallies = Tallies(limit=2)
    assert [tallies.next(name) for name in (b"a", b"b", b"a", b"c", b"b", b"a")] == [0, 0, 1, 0, 0, 0]


def test_all_have_one_subject() -> None:
    assert subject_of(meeting(), "all") == b""

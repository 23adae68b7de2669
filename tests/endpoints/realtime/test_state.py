from tests.endpoints.asking import paced, services

from .talking import Talk


def test_seconds_are_simulated_unless_time_stands_still():
    generation = paced(0, 0).model_copy(update={"time_scale": 0.5})
    assert Talk(services(generation=generation)).session.state.wall_seconds(60) == 30
    still = generation.model_copy(update={"time_scale": 0.0})
    assert Talk(services(generation=still)).session.state.wall_seconds(60) == 60

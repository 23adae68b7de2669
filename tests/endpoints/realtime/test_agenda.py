from __future__ import annotations

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.realtime.agenda import Agenda


def telling(name, *waits):
    for wait in waits:
        yield {"type": name}
        yield Wait(wait)


def told(agenda):
    """(second, name) of all that is said."""
    heard = []
    while (wait := agenda.wait()) is not None:
        agenda.clock.advance(max(wait, 0))
        if step := agenda.pull():
            heard.append((agenda.clock.now(), step["type"]))
    return heard


def test_what_is_due_first_goes_on():
    agenda = Agenda(ManualClock())
    agenda.start(telling("a", 2.0, 2.0))
    agenda.start(telling("b", 1.0, 1.0), after=0.5)
    assert told(agenda) == [(0.0, "a"), (0.5, "b"), (1.5, "b"), (2.0, "a")]


def test_times_do_not_drift_where_a_step_comes_late():
    agenda = Agenda(ManualClock())
    agenda.start(telling("a", 1.0, 1.0))
    assert agenda.pull() == {"type": "a"}
    assert agenda.pull() is None
    agenda.clock.advance(1.75)
    assert agenda.pull() == {"type": "a"}
    agenda.pull()
    assert agenda.wait() == 0.25


def test_a_wait_of_no_time_is_said_so_that_others_have_their_turn():
    agenda = Agenda(ManualClock())
    agenda.start(iter((Wait(0), {"type": "a"})))
    assert agenda.pull() == Wait(0)


def test_a_task_that_is_stopped_is_closed_and_one_that_is_hastened_is_due():
    agenda, freed = Agenda(ManualClock()), []

    def held():
        try:
            yield Wait(60)
        finally:
            freed.append(True)

    task = agenda.start(held())
    agenda.pull()
    agenda.hasten(task)
    assert agenda.wait() == 0
    agenda.stop(task)
    agenda.stop(task)
    agenda.stop(None)
    assert (agenda.wait(), freed) == (None, [True])
    agenda.start(held())
    agenda.pull()
    agenda.close()
    assert freed == [True, True]

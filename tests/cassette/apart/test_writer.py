import os
import signal
from contextlib import closing

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.cassette.apart.process import ENDED, Process
from fakeai_proxy.core.clock import ManualClock
from tests.cassette.tape import answer, ask, opened, rows, tape


def test_a_process_writes_all_cassettes_and_survivors_are_whole_when_it_is_killed(tmp_path, caplog):
    process, clock = Process(), ManualClock()
    paths = [tmp_path / name for name in ("a.db", "b.db", "c.db")]
    cassettes = [Cassette.open(path, readonly=False, clock=clock, apart=process) for path in paths]
    for cassette in cassettes[:2]:
        tape(cassette, ask(), answer("x" * 3000), clock)
    cassettes[0].close()
    assert rows(paths[0], "SELECT count(*), sealed FROM interaction, cassette") == [(1, 1)]
    cassettes[2].close()  # recorded nothing, and asked for no process

    assert process._running is not None
    os.kill(process._running._child.pid, signal.SIGKILL)
    process._running.ended.wait()
    tape(cassettes[1], ask("lost"), answer(), clock)
    cassettes[1].close()
    assert cassettes[1].failed == ENDED
    assert rows(paths[1], "SELECT sealed FROM cassette") == [(0,)]
    assert sorted(tmp_path.iterdir()) == paths

    again = Cassette.open(paths[1], readonly=False, clock=clock, apart=process)
    tape(again, ask("later"), answer(), clock)
    again.close()
    assert process._running is None
    with closing(opened(paths[1])) as cassette:
        assert isinstance(cassette.find(ask("later")), Match)

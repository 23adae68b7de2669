from threading import Event

from fakeai_proxy.cassette.apart.process import Process


def test_it_starts_with_the_first_and_ends_with_the_last():
    process, told = Process(), []
    (one, running), (two, same) = process.join(told.append), process.join(lambda *what: None)
    assert same is running
    assert one != two
    process.part(one, running)
    assert not running.ended.is_set()
    process.part(two, running)
    assert running.ended.is_set()
    assert running._child.returncode == 0
    assert told == []


def test_who_uses_it_hears_when_it_ends_by_itself():
    process, heard = Process(), Event()
    _, running = process.join(lambda what: heard.set() if what == "ended" else None)
    running.close()
    assert heard.is_set()
    assert process.join(lambda *what: None)[1] is not running
    process._running.close()

from itertools import islice

from tests.endpoints.asking import ask, services, steps, told
from tests.playbook import body

from .stored import stored, uploaded


def test_two_who_look_at_once_read_a_file_once() -> None:
    to = services()
    store = stored(to, uploaded(to, "Hi " * 5_000))
    looking = [steps(ask(f"/v1/vector_stores/{store}", to=to)) for _ in range(2)]
    played = [[], []]
    while any(turn := [next(one, None) for one in looking]):
        for steps_of, step in zip(played, turn, strict=True):
            steps_of += [step] if step else []
    assert body(played[0]) == body(played[1])
    kept = to.resources.blobs.total
    assert kept == 15_000 + told(ask(f"/v1/vector_stores/{store}", to=to))["usage_bytes"]


def test_work_that_is_broken_off_is_gone_on_with() -> None:
    to = services()
    file = uploaded(to, "Some words of a long text. " * 6_000)
    path, sizes = f"/v1/vector_stores/{stored(to, file)}/files/{file}", []
    for _ in range(3):
        looking = steps(ask(path, to=to))
        list(islice(looking, 24))
        looking.close()
        sizes.append(to.resources.blobs.total)
    assert sizes == sorted(set(sizes))
    assert told(ask(path, to=to))["status"] == "completed"
    told(ask(path, to=to, method="DELETE"))
    assert to.resources.blobs.total == len("Some words of a long text. ") * 6_000


def test_a_store_deleted_while_it_is_read_leaves_nothing() -> None:
    to = services()
    store = stored(to, uploaded(to, "Hi " * 5_000))
    looking = steps(ask(f"/v1/vector_stores/{store}", to=to))
    next(looking)
    told(ask(f"/v1/vector_stores/{store}", to=to, method="DELETE"))
    list(looking)
    assert to.resources.blobs.total == 15_000

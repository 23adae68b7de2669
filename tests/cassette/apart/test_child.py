import json
import logging
from io import BytesIO

import pytest

from fakeai_proxy.cassette.apart import frames
from fakeai_proxy.cassette.apart.child import main
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from fakeai_proxy.core.steps import Head
from tests.cassette.tape import JSON, ask, capture, rows


@pytest.fixture(autouse=True)
def log():
    """As it was before: the process has it for itself."""
    logger = logging.getLogger("fakeai_proxy")
    handlers, level = [*logger.handlers], logger.level
    yield
    logger.handlers, logger.level = handlers, level


def said(*told):
    """What the process answers to these frames."""
    source = b"".join(piece for one in told for piece in one)
    out = BytesIO()
    main(BytesIO(source), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_it_writes_what_it_is_told_and_seals_what_is_closed(tmp_path):
    opening = RedactionSettings().model_dump_json(), False
    reply = capture(ask(), Head(200, JSON), b"{}")
    paths = [tmp_path / "a.db", tmp_path / "b.db"]
    answers = said(
        frames.frame(("log", logging.DEBUG)),
        frames.frame(("open", 0, str(paths[0]), *opening)),
        frames.frame(("open", 1, str(paths[1]), *opening)),
        frames.captured(0, reply),
        frames.captured(1, reply),
        frames.frame(("close", 0, "passed")),
    )
    assert ["closed", 0] in answers
    assert [
        "log",
        "fakeai_proxy.cassette.writing",
        10,
        "recorded POST /v1/chat/completions (http, complete)",
    ] in answers
    sealed = "SELECT sealed, outcome, ended_at IS NULL, (SELECT count(*) FROM reply) FROM cassette, session"
    assert rows(paths[0], sealed) == [(1, "passed", 0, 1)]
    assert rows(paths[1], sealed) == [(0, None, 1, 1)]
    assert sorted(tmp_path.iterdir()) == paths


def test_what_is_lost_is_told(tmp_path):
    (tmp_path / "a.db").write_bytes(b"something else")
    opening = ("open", 0, str(tmp_path / "a.db"), RedactionSettings().model_dump_json(), False)
    answers = said(
        frames.frame(opening),
        frames.captured(0, capture(ask(), Head(200, JSON), b"{}")),
        frames.frame(("close", 0, "")),
    )
    assert [answer[:3] for answer in answers] == [["lost", 0, 1], ["closed", 0]]
    assert "not a cassette" in answers[0][3]


def test_sketches_are_made_when_it_is_told_that_there_is_time(tmp_path):
    opening = RedactionSettings().model_dump_json(), False
    told = [b"".join(frames.captured(0, capture(ask(), Head(200, JSON), b"{}"))), *frames.frame(("write", 0))]
    for name, more in (("early.db", ()), ("late.db", frames.frame(("settle", 0)))):
        said(frames.frame(("open", 0, str(tmp_path / name), *opening)), tuple(told), more)
    counts = "SELECT count(*), (SELECT count(*) > 0 FROM req_feature) FROM reply"
    assert rows(tmp_path / "early.db", counts) == [(1, 0)]
    assert rows(tmp_path / "late.db", counts) == [(1, 1)]

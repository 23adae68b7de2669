"""Whole runs of pytest: what users see."""

from __future__ import annotations

import json
import os

import pytest

from .conftest import Suite

TWO = """
@pytest.mark.vcr
def test_hello(cassette):
    assert said("Hello") == "You said Hello."

@pytest.mark.vcr
def test_twice(cassette):
    assert said("a") == "You said a."
    assert said("a") == "You said a."
"""


def environ() -> dict[str, str]:
    """What pytest itself sets is not ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


def test_what_passed_is_recorded_and_replayed(suite: Suite) -> None:
    suite.write(TWO)
    before = environ()
    suite.run("--record-mode=once", passed=2)
    assert suite.texts == {"test_hello": ["Hello"], "test_twice": ["a", "a"]}
    assert suite.upstream.asked == ["Hello", "a", "a"]
    result = suite.run(passed=2)
    assert suite.upstream.asked == ["Hello", "a", "a"]
    assert environ() == before
    result.stdout.fnmatch_lines(["2 tests: 3 hits, 0 misses, 0 live calls; 45 tokens ($0.0002) saved"])


def test_a_miss_fails_the_test_whatever_the_program_makes_of_it(suite: Suite) -> None:
    suite.write(TWO + "\n@pytest.mark.vcr\ndef test_swallows(): ask('Hullo')\n")
    suite.tape("test_swallows", "Hello")
    suite.tape("test_twice", "a", "a")
    flags = [f"--cassette-report={form}" for form in ("term", "json:out.json", "md")]
    result = suite.run(*flags, failed=2, passed=1)
    result.stdout.fnmatch_lines(
        [
            "1 request was asked, and there is no cassette */test_hello.jsonl (mode none):",
            "POST /chat/completions",
            "To record: pytest --record-mode=once 'test_app.py::test_hello'",
            "1 request was not found in */test_swallows.yaml (mode none):",
            "*messages/0/content*",
            "To record: pytest --record-mode=new_episodes 'test_app.py::test_swallows'",
            "  miss: POST /chat/completions: No recording of *",
            "report: out.json",
        ]
    )
    assert suite.upstream.asked == []
    told = json.loads((suite.pytester.path / "out.json").read_text())
    assert (told["total"]["hits"], told["total"]["misses"]) == (2, 2)
    assert told["tests"]["test_app.py::test_hello"]["misses"][0]["asked"] == "POST /chat/completions"
    page = (suite.pytester.path / "cassette-report.md").read_text()
    assert "| `test_app.py::test_twice` | none | 2 | 0 | 0 | 30 | 0.0002 |" in page


@pytest.mark.parametrize("mode", ["once", "rewrite"])
def test_what_failed_is_not_recorded(mode: str, suite: Suite) -> None:
    """Also where the test passed, and what it had borrowed did not."""
    suite.write(
        "@pytest.fixture\ndef broken():\n    yield\n    assert False\n"
        "@pytest.mark.vcr\ndef test_a(broken): ask('a')\n"
        "@pytest.mark.vcr\ndef test_b():\n    ask('b')\n    assert False\n"
    )
    if mode == "rewrite":
        suite.folder.mkdir(parents=True)
        (suite.folder / "test_b.jsonl").write_text("")
    suite.run(f"--record-mode={mode}", passed=1, errors=1, failed=1)
    assert suite.texts == ({"test_b": []} if mode == "rewrite" else {})
    assert suite.upstream.asked == ["a", "b"]


def test_what_each_mode_asks_and_records(suite: Suite) -> None:
    modes = ("once", "new_episodes", "all", "rewrite", "spy")
    suite.write(
        f"for mode in {modes}:\n"
        "    def test(cassette):\n"
        "        for text in 'bc': ask(f'{text} {cassette.name}')\n"
        "    globals()[f'test_{mode}'] = pytest.mark.fakeai(mode=mode, allow_misses=True)(test)\n"
        "del test\n"
    )
    for mode in modes:
        suite.tape(f"test_{mode}", *(f"{text} test_{mode}" for text in "ab"))
    suite.run(passed=len(modes))
    asked = {
        mode: [text[0] for text in suite.upstream.asked if text.endswith(f"test_{mode}")] for mode in modes
    }
    assert asked == {
        "once": [],
        "new_episodes": ["c"],
        "all": ["b", "c"],
        "rewrite": ["b", "c"],
        "spy": ["c"],
    }
    assert {name: [text[0] for text in texts] for name, texts in suite.texts.items()} == {
        "test_new_episodes": ["a", "b", "c"],
        "test_all": ["a", "b", "c"],
        "test_rewrite": ["b", "c"],
    }


def test_marks_settle_what_a_test_meets(suite: Suite) -> None:
    suite.write(
        "fakeai = pytest.mark.fakeai\n"
        "@fakeai(mode='synthesize', faults=[{'type': 'http.error', 'status': 429}])\n"
        "def test_fault(cassette):\n"
        "    assert 'error' in ask('a')\n"
        "    assert cassette.counts.faults == 1\n"
        "@fakeai(mode='synthesize', mutations=[{'type': 'model', 'to': 'gpt-9'}])\n"
        "def test_mutation(): assert ask('a')['model'] == 'gpt-9'\n"
        "@fakeai(mode='synthesize', settings={'seed': 7})\n"
        "def test_seed(cassette): assert cassette._play.settings.seed == 7\n"
        "@fakeai(mode='synthesize', timing=2.0)\n"
        "def test_timing(cassette): assert cassette._play.settings.cassette.speed == 2\n"
        "@fakeai(allow_misses=True)\n"
        "def test_misses(cassette):\n"
        "    assert ask('a')['error']['code'] == 'recording_not_found'\n"
        "    assert cassette.misses == 1\n"
        "@fakeai(mod='none')\n"
        "def test_wrong(): ...\n"
    )
    result = suite.run(passed=5, errors=1)
    result.stdout.fnmatch_lines(
        ["*fakeai_proxy: mark fakeai: unknown argument 'mod' (did you mean 'mode'?)*"]
    )
    assert suite.upstream.asked == []


def test_whoever_asks_is_answered_for_the_test_that_runs(suite: Suite) -> None:
    """By a client of a former test, one of a wider fixture, one that outlives tests on purpose."""
    suite.write(
        "import os\nkept = {}\n"
        "@pytest.fixture(scope='module')\n"
        "def wide(): return os.environ.get('HTTPS_PROXY')\n"
        "@pytest.fixture(scope='module')\n"
        "def asks(): return ask('from a wide fixture')\n"
        "@pytest.mark.fakeai(mode='synthesize')\n"
        "def test_first(wide): kept['proxy'] = os.environ['HTTPS_PROXY']\n"
        "@pytest.mark.fakeai(mode='synthesize')\n"
        "def test_second(wide, fakeai, cassette):\n"
        "    assert said('a', proxy=kept['proxy']) and [call.stray for call in cassette.calls] == [True]\n"
        "    assert wide == fakeai.proxy_url and said('a', proxy=wide)\n"
        "    assert said('a', base=fakeai.base_url)\n"
        "    assert cassette.counts.synthesized == len(cassette.calls) == 3\n"
        "@pytest.mark.vcr\n"
        "def test_third(asks, cassette):\n"
        "    assert 'The fixture asks outlives the test' in asks['error']['message']\n"
        "    assert not cassette.calls\n"
    )
    suite.run(passed=3)


def test_programs_of_any_kind(suite: Suite) -> None:
    suite.write(
        "import subprocess, sys\n"
        "CODE = 'from tests.pytest_plugin.client import said; print(said(\"from a child\"))'\n"
        "@pytest.mark.vcr\n"
        "def test_child(cassette):\n"
        "    how = {'capture_output': True, 'text': True}\n"
        f"    child = subprocess.run([sys.executable, '-c', CODE], cwd={os.getcwd()!r}, **how)\n"
        "    assert child.stdout == 'You said from a child.\\n', child.stderr\n"
        "    assert cassette.hits == 1\n"
    )
    suite.tape("test_child", "from a child", "never asked")
    result = suite.run("--cassette-unused=warn", passed=1)
    result.stdout.fnmatch_lines(["*UnusedRecordings: 1 not played of */test_child.jsonl:"])


def test_assertions_of_the_cassette(suite: Suite) -> None:
    suite.write(
        "TOOLS = [{'type': 'function', 'function': {'name': 'weather', 'parameters': {}}}]\n"
        "@pytest.mark.vcr\n"
        "def test_a(cassette):\n"
        "    ask('Bonn', tools=TOOLS)\n"
        "    cassette.assert_tool_calls(['weather'])\n"
        "    cassette.assert_tool_calls([('weather', {'city': 'Bonn'})])\n"
        "    for wrong in ([], ['time'], [('weather', {})], ['weather', 'weather']):\n"
        "        with pytest.raises(AssertionError, match='tools called'):\n"
        "            cassette.assert_tool_calls(wrong)\n"
        "    if cassette.mode == 'none':\n"
        "        cassette.assert_no_live_calls()\n"
        "        cassette.assert_all_played()\n"
        "        assert (cassette.hits, cassette.misses, cassette.tokens_saved) == (1, 0, 15)\n"
        "        assert cassette.cost_saved == pytest.approx(75e-6)\n"
        "    else:\n"
        "        with pytest.raises(AssertionError, match='1 went upstream: POST api.openai.com'):\n"
        "            cassette.assert_no_live_calls()\n"
    )
    suite.run("--record-mode=once", passed=1)
    suite.run(passed=1)


def test_recordings_that_nobody_plays(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a cassette that tests share each answers for its own."""
    suite.write(
        "import os\n"
        "@pytest.mark.parametrize('text', ['a', 'b'])\n"
        "@pytest.mark.fakeai(cassette='shared')\n"
        "def test_a(text, cassette):\n"
        "    ask(text)\n"
        "    if os.environ['ALL'] or text == 'a': ask('more')\n"
    )
    monkeypatch.setenv("ALL", "1")
    suite.run("--record-mode=once", passed=2)
    assert suite.texts == {"shared": ["a", "more", "b", "more"]}
    suite.run("--cassette-unused=fail", passed=2)
    monkeypatch.setenv("ALL", "")
    result = suite.run("--cassette-unused=fail", passed=2, errors=1)
    result.stdout.fnmatch_lines(["1 not played of */shared.jsonl:", "POST /v1/chat/completions (*)"])


def test_the_network(suite: Suite) -> None:
    """Blocked for all but the proxy; a provider is not asked past it, and noticed where nobody cares."""
    suite.write(
        "import socket, urllib.request\n"
        "EARLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))\n"
        "@pytest.mark.block_network\n"
        "def test_blocked():\n"
        "    with pytest.raises(RuntimeError, match=\"Network is disabled for host '127.0.0.1'\"):\n"
        "        socket.create_connection(('127.0.0.1', 9))\n"
        "@pytest.mark.block_network(allowed_hosts=['127.*'])\n"
        "def test_allowed():\n"
        "    with pytest.raises(ConnectionRefusedError): socket.create_connection(('127.0.0.1', 9))\n"
        "@pytest.mark.block_network\n"
        "@pytest.mark.fakeai(mode='synthesize')\n"
        "def test_by_the_proxy(): assert said('a')\n"
        "@pytest.mark.fakeai(mode='synthesize')\n"
        "def test_past_the_proxy():\n"
        "    with pytest.raises(RuntimeError, match='asked past the proxy'):\n"
        "        EARLY.open('https://api.openai.com/v1/models')\n"
        "def test_not_ours():\n"
        "    with pytest.raises(OSError): socket.getaddrinfo('api.openai.com', 'no such port')\n"
    )
    result = suite.run(passed=5)
    result.stdout.fnmatch_lines(["past the proxy: test_app.py::test_not_ours asked api.openai.com"])


def test_beside_another_plugin_for_the_mark(suite: Suite) -> None:
    """Then its names are its own, and ours have a prefix."""
    suite.pytester.makepyfile(pytest_recording="")
    suite.pytester.syspathinsert()
    suite.write(
        "@pytest.mark.vcr\ndef test_theirs(request): assert '_fakeai_test' not in request.fixturenames\n"
        "def test_ours(cassette): assert said('a') == 'You said a.'\n"
    )
    suite.run("--fakeai-record-mode=once", passed=2)
    assert suite.texts == {"test_ours": ["a"]}
    assert suite.ran("--record-mode=once").ret == pytest.ExitCode.USAGE_ERROR


def test_the_fixtures_and_words_of_pytest_recording(suite: Suite) -> None:
    suite.pytester.makeconftest(
        "import pytest\n"
        "def pytest_recording_configure(config, vcr): vcr.settings['seed'] = 5\n"
        "@pytest.fixture(scope='session')\n"
        "def vcr_config(): return {'record_mode': 'once', 'filter_headers': ['x-team']}\n"
        "@pytest.fixture(scope='module')\n"
        "def vcr_cassette_dir(request): return str(request.path.with_name('tapes'))\n"
    )
    suite.write(
        "@pytest.mark.vcr\n@pytest.mark.default_cassette('mine.yaml')\n"
        "def test_a(vcr, record_mode, vcr_markers, default_cassette_name):\n"
        "    ask('a')\n"
        "    assert (vcr.name, vcr.path.parent.name, record_mode) == ('mine', 'tapes', 'none')\n"
        "    assert len(vcr_markers) == 1 and default_cassette_name == 'mine.yaml'\n"
        "    assert vcr._play.settings.seed == 5\n"
        "    assert vcr._play.settings.cassette.redact.drop_headers == ('x-team',)\n"
        "@pytest.mark.vcr(before_record_request=print)\n"
        "def test_b(): ...\n"
    )
    result = suite.run(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*vcr: 'before_record_request' has no meaning for fakeai_proxy*"])
    assert (suite.pytester.path / "tapes" / "mine.jsonl").is_file()
    suite.run("--disable-recording", "test_app.py::test_a", passed=1)
    assert suite.upstream.asked == ["a", "a"]


def test_a_fixture_of_another_by_the_same_name_is_not_ours(suite: Suite) -> None:
    suite.write(
        "import threading\n"
        "@pytest.fixture\n"
        "def cassette():\n"
        "    return 'theirs'\n"
        "def test_theirs(cassette):\n"
        "    assert cassette == 'theirs'\n"
        "    assert not [one for one in threading.enumerate() if one.name.startswith('fakeai-proxy')]\n"
    )
    suite.run(passed=1)

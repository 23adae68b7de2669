from __future__ import annotations

import pytest

from fakeai_proxy.chaos.reading import parsed
from fakeai_proxy.chaos.refusal import ExperimentError, written

BAD = """\
version: 2
experiment: a b
seeed: 3
safety:
  max_share: 1.5
  max_duration: 5 minuets
  kill_switch: [signal:USR3]
  abort_if:
    - {metric: latency_p59, gt: 1}
rules:
  - id: x
    match:
      hosst: a
      provider: openia
    fault: {type: stream.cut, foo: 1}
  - fault: stream.cutt
    trigger: {percent: 150}
  - 5
  - {id: y, fault: stream.cut, trigger: {percent: {from: 1, to: 2, over: 5 parsecs}}}
"""
PROBLEMS = (
    "x.yaml:1: version: 2 is not one of 1",
    "x.yaml:2: experiment: 'a b' is refused: letters, digits and . _ - are, the first a letter or digit",
    "x.yaml:3: seeed: unknown field (did you mean 'seed'?); there are version, experiment, description,",
    "x.yaml:5: safety.max_share: 1.5 is refused: it must be less than or equal to 1",
    "x.yaml:6: safety.max_duration: unknown unit 'minuets' (did you mean 'minutes'?); there are ms,",
    "x.yaml:7: safety.kill_switch[0]: unknown signal 'USR3' (did you mean 'USR2'?); there are USR1,",
    "x.yaml:9: safety.abort_if[0].metric: 'latency_p59' is not one of 'client_success_ratio',",
    "x.yaml:13: rules[0].match.hosst: unknown field (did you mean 'host'?); there are host, path, method,",
    "x.yaml:14: rules[0].match.provider: 'openia' is not one of 'openai', 'azure', 'anthropic' or",
    "x.yaml:15: rules[0].fault.foo: unknown field; there are type",
    "x.yaml:16: rules[1].fault: unknown fault 'stream.cutt' (did you mean 'stream.cut'?); all: fakeai-proxy",
    "x.yaml:16: rules[1].id: is needed",
    "x.yaml:17: rules[1].trigger.percent: 150 is refused: it must be less than or equal to 100",
    "x.yaml:18: rules[2]: 5 is refused: a table is needed",
    "x.yaml:19: rules[3].trigger.percent.over: unknown unit 'parsecs' (did you mean 'secs'?); there are ms,",
)


def test_every_problem_is_told_with_file_line_field_and_what_would_be_valid() -> None:
    with pytest.raises(ExperimentError) as refused:
        parsed(BAD, "x.yaml")
    problems = refused.value.problems
    assert [
        problem for problem, told in zip(problems, PROBLEMS, strict=True) if not problem.startswith(told)
    ] == []
    assert str(refused.value) == "\n".join(problems)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("id: x", "x.yaml:3: rules[0]: exactly one of fault and sequence is needed"),
        (
            "{id: x, fault: stream.cut, trigger: {first: 1, every: 2}}",
            "rules[0].trigger: first and every cannot be",
        ),
        (
            "{id: x, fault: stream.cut, when: {after_event: 1}}",
            "when.after_event: unknown field (did you mean 'after_events",
        ),
        (
            "{id: x, fault: stream.cut, trigger: {window: {frm: 5s}}}",
            "window.frm: unknown field (did you mean 'from'?)",
        ),
        (
            "{id: x, sequence: [stream.cut, {type: stream.stall, sconds: 1}]}",
            "sequence[1].sconds: unknown field (did you mean 'seconds'?)",
        ),
        ("{id: x, fault: []}", "exactly one of fault and sequence"),
        ("{id: 'x x', fault: stream.cut}", "rules[0].id: 'x x' is refused"),
    ],
)
def test_one_problem(rule: str, told: str) -> None:
    with pytest.raises(ExperimentError) as refused:
        parsed(f"experiment: a\nrules:\n- {rule}\n", "x.yaml")
    assert told in str(refused.value)


def test_a_value_that_is_long_is_not_repeated_whole() -> None:
    with pytest.raises(ExperimentError) as refused:
        parsed(f"experiment: a\nrules: {'x' * 100}\n", "x.yaml")
    assert "xxx... is refused" in str(refused.value)


def test_a_path_as_it_is_written() -> None:
    assert written(("rules", 0, "match", "host")) == "rules[0].match.host"
    assert written(()) == ""

"""A fault in words: what it does, and what can be set."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fakeai_proxy.faults import AnswerFault, ConnectionFault, Fault, ReplyFault, RequestFault, fault_named

KINDS: tuple[tuple[type[Fault], str], ...] = (
    (RequestFault, "request"),
    (AnswerFault, "answer"),
    (ReplyFault, "reply"),
    (ConnectionFault, "connection"),
)
MEANT = {
    "request": "changes the request before the provider, or what stands in for it, sees it",
    "answer": "answers in place of the provider, which is not asked",
    "reply": "changes the reply, wherever it comes from",
    "connection": "acts on the connection of a host, before there is a request or while it arrives",
}
"""What the kinds of fault have in common."""
OR = " or "
BOUNDS = (
    ("minimum", "at least"),
    ("exclusiveMinimum", "above"),
    ("maximum", "at most"),
    ("exclusiveMaximum", "below"),
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of a fault."""

    name: str
    takes: str
    """Type and bounds, as `number, 0 to 1`."""
    default: Any
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Described:
    """One fault."""

    type: str
    kind: str
    """One of MEANT, or two with `or` between: it is one or the other by its parameters or the moment."""
    needs: str | None
    """What it means something for: `stream` or `json`; None: any reply."""
    timed: bool
    """It happens at a moment of the reply, which `when` tells."""
    summary: str
    """Its first line."""
    text: str
    """All that is said of it."""
    parameters: tuple[Parameter, ...]

    def told(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def described(name: str) -> Described:
    """Fault `name`. Raises SettingsError with the nearest name where there is none."""
    return described_by(name, fault_named(name))


def described_by(name: str, model: type[Fault]) -> Described:
    """What `model`, a fault or a mutation, is called `name` and does."""
    text = inspect.getdoc(model) or ""
    return Described(
        type=name,
        kind=OR.join(kind for base, kind in KINDS if issubclass(model, base)),
        needs=model.needs if issubclass(model, ReplyFault) else None,
        timed=issubclass(model, ReplyFault) and model.timed,
        summary=text.partition("\n\n")[0].replace("\n", " "),
        text=text,
        parameters=tuple(parameters(model.model_json_schema())),
    )


def parameters(schema: Mapping[str, Any]) -> Iterator[Parameter]:
    """The fields of a model by its JSON Schema, without the one that names it."""
    required = schema.get("required", ())
    for name, field in schema["properties"].items():
        if name != "type":
            takes = shape(field, schema.get("$defs", {}))
            yield Parameter(name, takes, field.get("default"), name in required, field.get("description", ""))


def shape(field: Mapping[str, Any], models: Mapping[str, Any]) -> str:
    """What a value may be: type and bounds, or the values there are."""
    if "$ref" in field:
        return shape(models[field["$ref"].rpartition("/")[2]], models)
    if choices := field.get("anyOf") or field.get("oneOf"):
        return " or ".join(dict.fromkeys(shape(one, models) for one in choices if one != NOTHING))
    if "enum" in field or "const" in field:
        return ", ".join(map(str, field.get("enum", [field.get("const")])))
    kind = field.get("type", "any value")
    if "properties" in field:
        return f"{{{', '.join(member(*each) for each in field['properties'].items())}}}"
    if kind == "array":
        return f"list of {shape(field.get('items', {}), models)}"
    return ", ".join([WORDS.get(kind, kind), *bounds(field)])


def member(name: str, field: Mapping[str, Any]) -> str:
    """A member of a table; one that tells which table it is with its value."""
    return f"{name}: {field['const']}" if "const" in field else name


def bounds(field: Mapping[str, Any]) -> list[str]:
    if "minimum" in field and "maximum" in field:
        return [f"{field['minimum']} to {field['maximum']}"]
    return [f"{word} {field[name]}" for name, word in BOUNDS if name in field]


NOTHING = {"type": "null"}
WORDS = {"string": "text", "object": "table", "boolean": "true or false"}

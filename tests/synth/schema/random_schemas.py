"""Schemas of all kinds, each of which something is valid by."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]

FORMATS = (
    "date",
    "date-time",
    "time",
    "duration",
    "email",
    "uuid",
    "uri",
    "ipv4",
    "ipv6",
    "hostname",
    "regex",
)
PATTERNS = (
    r"^[A-Z]{3}-\d{4}$",
    r"^(foo|bar)+$",
    r"\w+@\w+",
    r"^[^0-9]{2,5}$",
    r"^#?[0-9a-f]{6}$",
    r"^(\d)\1$",
    "a.c",
)
NODE: Schema = {
    "type": "object",
    "properties": {
        "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
        "value": {"type": "integer"},
    },
    "required": ["next", "value"],
    "additionalProperties": False,
}
NAMES = st.sampled_from(["name", "count", "items", "kind", "city", "email", "x"])


@st.composite
def within(draw: st.DrawFn, low: str, high: str, lowest: int = 0) -> Schema:
    least = draw(st.integers(lowest, 6))
    limits = {low: least, high: least + draw(st.integers(1, 6))}
    return {name: limits[name] for name in limits if draw(st.booleans())}


def typed(name: str, limits: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return limits.map(lambda given: {"type": name, **given})


STRINGS = st.one_of(
    typed("string", within("minLength", "maxLength")),
    st.sampled_from(FORMATS).map(lambda name: {"type": "string", "format": name}),
    st.sampled_from(PATTERNS).map(lambda pattern: {"type": "string", "pattern": pattern}),
)
NUMBERS = st.one_of(
    typed("integer", within("minimum", "maximum", -20)),
    typed("number", within("exclusiveMinimum", "maximum", -20)),
    st.sampled_from([2, 3, 7]).map(lambda step: {"type": "integer", "multipleOf": step}),
    st.sampled_from([0.1, 0.5, 0.25, 2]).map(lambda step: {"type": "number", "multipleOf": step}),
)
FIXED = st.one_of(
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"type": ["string", "null"]}, {}]),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=4)), min_size=1, max_size=4).map(
        lambda values: {"enum": values}
    ),
    st.integers().map(lambda value: {"const": value}),
)


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    fields = draw(st.dictionaries(NAMES, inner, max_size=4))
    rest = draw(
        st.sampled_from(
            [
                {},
                {"additionalProperties": False},
                {"patternProperties": {"^x_": {"type": "integer"}}},
                {"minProperties": 3},
                {"propertyNames": {"maxLength": 8}},
                {"dependentRequired": {name: [*fields][:1] for name in [*fields][1:]}},
                {
                    "if": {"required": ["flag"]},
                    "then": {"required": ["why"]},
                    "else": {"required": ["flags"]},
                },
            ]
        )
    )
    required = [name for name in fields if draw(st.booleans())]
    return {"type": "object", "properties": fields, "required": required, **rest}


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    rest = draw(
        st.one_of(
            st.builds(dict, items=inner, limits=within("minItems", "maxItems")),
            st.builds(dict, prefixItems=st.lists(inner, min_size=1, max_size=2), items=st.just(False)),
            st.builds(dict, items=inner, uniqueItems=st.just(True)),
            st.builds(dict, contains=inner),
        )
    )
    return {"type": "array", **rest.pop("limits", {}), **rest}


def combined(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches}),
        inner.map(lambda one: {"allOf": [one, {}]}),
        st.sampled_from([{"oneOf": [{"type": "integer"}, {"type": "string"}]}, {"$ref": "#/$defs/node"}]),
    )


SCHEMAS: st.SearchStrategy[Schema] = st.recursive(
    st.one_of(STRINGS, NUMBERS, FIXED),
    lambda inner: st.one_of(objects(inner), arrays(inner), combined(inner)),
    max_leaves=8,
).map(lambda schema: {"$defs": {"node": NODE}, **schema})

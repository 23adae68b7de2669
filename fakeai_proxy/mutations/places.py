"""Where in a JSON value a JMESPath expression finds what it finds.

https://jmespath.org/specification.html. An expression that makes values, such as a function or a
multiselect, finds nothing that could be changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fakeai_proxy.core.jmes import compiled

from .pointer import Pointer, at

Node = Mapping[str, Any]
STEPS = ("field", "index", "slice", "identity", "current", "subexpression", "index_expression")
LISTS = ("projection", "value_projection", "filter_projection", "flatten")


def addressing(text: str) -> str:
    """Raises ValueError where `text` is no expression, or one that addresses no place."""
    for kind in kinds(compiled(text).parsed):
        if kind not in (*STEPS, *LISTS):
            raise ValueError(f"'{text}' makes values ({kind.replace('_', ' ')}); it must lead to a place")
    return text


def kinds(node: Node) -> Iterator[str]:
    """Those of all nodes that lead somewhere; the condition of a filter may be what it likes."""
    yield node["type"]
    inner = node["children"][:2] if node["type"] == "filter_projection" else node["children"]
    for child in () if node["type"] == "slice" else inner:
        yield from kinds(child)


def places(text: str, value: Any) -> list[Pointer]:
    """The places in `value` that `text` leads to, and those where a last field could be put.

    In the order in which the value has them.
    """
    return walked(compiled(text).parsed, value, [()])


def walked(node: Node, value: Any, begin: list[Pointer]) -> list[Pointer]:
    """Where `node` leads from each of `begin`."""
    match node["type"]:
        case "field":
            return [(*one, node["value"]) for one in begin if isinstance(look(value, one), dict)]
        case "index":
            return [found for one in begin for found in indexed(value, one, node["value"])]
        case "slice":
            span = slice(*node["children"])
            return [found for one in begin for found in members(value, one)[span]]
        case "subexpression" | "index_expression":
            for child in node["children"]:
                begin = walked(child, value, begin)
            return begin
        case "flatten":
            outer = elements(node["children"][0], value, begin)
            return [inner for one in outer for inner in flattened(value, one)]
        case "projection":
            left, right = node["children"]
            return walked(right, value, elements(left, value, begin))
        case "value_projection":
            left, right = node["children"]
            holders = walked(left, value, begin)
            return walked(right, value, [(*one, name) for one in holders for name in names(value, one)])
        case "filter_projection":
            left, right, condition = node["children"]
            kept = [one for one in elements(left, value, begin) if true(condition, look(value, one))]
            return walked(right, value, kept)
        case _:
            return begin


def elements(node: Node, value: Any, begin: list[Pointer]) -> list[Pointer]:
    """What a projection runs over: the members of the lists that `node` leads to."""
    found = walked(node, value, begin)
    return found if many(node) else [inner for one in found for inner in members(value, one)]


def many(node: Node) -> bool:
    """It leads to the members of a list, not to the list."""
    if node["type"] == "index_expression":
        return bool(node["children"][-1]["type"] == "slice")
    return node["type"] in (*LISTS, "slice")


def true(condition: Node, value: Any) -> bool:
    """As JMESPath takes it: not false, not null, not empty."""
    from jmespath.exceptions import JMESPathError
    from jmespath.visitor import TreeInterpreter

    try:
        found = TreeInterpreter().visit(condition, value)
    except JMESPathError:  # a function that does not take what stands here
        return False
    return bool(found or (isinstance(found, int | float) and found is not False))


def look(value: Any, one: Pointer) -> Any:
    """What stands at a place, or None."""
    try:
        return at(value, one)
    except LookupError:
        return None


def flattened(value: Any, one: Pointer) -> list[Pointer]:
    """The members of a list, or what is none."""
    return members(value, one) if isinstance(look(value, one), list) else [one]


def members(value: Any, one: Pointer) -> list[Pointer]:
    held = look(value, one)
    return [(*one, number) for number in range(len(held))] if isinstance(held, list) else []


def indexed(value: Any, one: Pointer, number: int) -> list[Pointer]:
    found = members(value, one)
    return [found[number]] if -len(found) <= number < len(found) else []


def names(value: Any, one: Pointer) -> list[str]:
    held = look(value, one)
    return list(held) if isinstance(held, dict) else []

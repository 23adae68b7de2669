"""The formula by which a grader of several puts their rewards together."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "min": min, "max": max, "abs": abs, "floor": math.floor, "ceil": math.ceil,
    "exp": math.exp, "sqrt": math.sqrt, "log": math.log,
}  # fmt: skip


def calculated(formula: str, values: Mapping[str, float]) -> float:
    """`formula` with `values` in place of their names: + - * / ^, min, max, abs, floor, ceil, exp, sqrt, log.

    Raises ValueError where it is none, names something else, or has no value.
    """
    try:
        value = float(_value(ast.parse(formula.strip().replace("^", "**"), mode="eval").body, values))
    except (SyntaxError, RecursionError, MemoryError, TypeError, ArithmeticError, ValueError):
        raise ValueError("the formula cannot be calculated from the names of the graders") from None
    if not math.isfinite(value):
        raise ValueError("the formula has no finite value")
    return value


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            return BINARY[type(op)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_value(one, values) for one in arguments))
    raise ValueError(type(node).__name__)

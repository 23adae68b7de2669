"""Tool calls as chat completions write them, whole and in deltas."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.faults.payload.edit import Call, Object, cut

from .family import object_of, objects, text_of

TEXT_FIELDS = {"function": "arguments", "custom": "input"}


def call_of(wire: Object, pieces: int = 1) -> Call:
    """A member of `tool_calls`; what is neither a function nor a custom tool has no name."""
    form = "custom" if "custom" in wire else "function"
    inner = object_of(wire.get(form))
    rest = {name: value for name, value in wire.items() if name not in ("id", "type", "index", form)}
    name, arguments = text_of(inner.get("name")), text_of(inner.get(TEXT_FIELDS[form]))
    return Call(wire.get("id"), name, arguments, form == "custom", pieces, rest)


def wire_call(call: Call) -> Object:
    """A member of `tool_calls`; without an id there is no such field."""
    form = "custom" if call.custom else "function"
    inner = {"name": call.name, TEXT_FIELDS[form]: call.arguments}
    return {**({} if call.id is None else {"id": call.id}), "type": form, form: inner, **call.rest}


def wire_deltas(index: int, call: Call) -> Iterator[Object]:
    """The members of `delta.tool_calls` that say `call`, one an event."""
    form = "custom" if call.custom else "function"
    opening = wire_call(call)
    opening[form][TEXT_FIELDS[form]] = ""
    yield {"index": index, **opening}
    for piece in cut(call.arguments, call.pieces):
        yield {"index": index, form: {TEXT_FIELDS[form]: piece}}


class Gathered:
    """The calls of one choice, put together from deltas."""

    def __init__(self) -> None:
        self._wire: dict[int, Object] = {}
        self._pieces: dict[int, int] = {}

    def feed(self, deltas: object) -> None:
        """Take the `tool_calls` of one delta."""
        for delta in objects(deltas):
            index = delta.get("index", 0)
            form = "custom" if "custom" in delta else "function"
            known = self._wire.setdefault(index, {})
            self._merge(known, {name: value for name, value in delta.items() if name not in ("index", form)})
            self._inner(known.setdefault(form, {}), object_of(delta.get(form)), TEXT_FIELDS[form], index)

    def _merge(self, known: Object, delta: Object) -> None:
        known.update({name: value for name, value in delta.items() if value is not None})

    def _inner(self, known: Object, delta: Object, field: str, index: int) -> None:
        piece = text_of(delta.get(field))
        self._pieces[index] = self._pieces.get(index, 0) + bool(piece)
        said = known.get(field, "") + piece
        known.update({name: value for name, value in delta.items() if value}, **{field: said})

    def calls(self) -> list[Call]:
        """The calls so far, by index; they are forgotten."""
        gathered = [call_of(wire, self._pieces[index]) for index, wire in sorted(self._wire.items())]
        self._wire, self._pieces = {}, {}
        return gathered

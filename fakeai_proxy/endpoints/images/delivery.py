"""How pictures reach the client: whole, or as a stream that shows them as they become."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from PIL.Image import Image
from pydantic_core import to_json

from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import BEGUN, begun, json_after, standard_headers
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import Job
from fakeai_proxy.synth.image import encoded, preview
from fakeai_proxy.telemetry.exchange import ImageSource
from fakeai_proxy.wire import images as wire

from .kept import keep
from .order import Order


class Wish(NamedTuple):
    """The form in which pictures are wanted."""

    source: ImageSource
    link: bool = False
    """As URLs."""
    stream: bool = False
    previews: int = 0
    """Of each picture, in a stream."""
    revised: str = ""
    """The prompt as the model rewrote it; "": it did not."""
    safety_identifier: str = ""


def delivered(order: Order, pictures: Iterable[Image], wish: Wish, context: Context) -> Reply:
    """The answer, once the simulated model has had the time to paint."""
    account = order.usage
    job = Job(order.model, (), account["input_tokens"] // order.number, order.work, order.number)
    note(order, account, wish, context)
    if wish.stream:
        stages = [stage for picture in pictures for stage in stages_of(picture, order, wish)]
        return begun(_events(order, stages, wish, submit([job], context), context))
    data = [shown(picture, at, order, wish, context) for at, picture in enumerate(pictures)]
    return json_after(lambda: answer(order, data, wish, context), context, submit([job], context))


def note(order: Order, account: wire.ImageUsage, wish: Wish, context: Context) -> None:
    """Tell telemetry; models that are not charged by tokens write none."""
    exchange = context.exchange
    exchange.streamed, exchange.choices = wish.stream, order.number
    exchange.images, exchange.image_size, exchange.image_source = order.number, str(order.size), wish.source
    if order.family.gpt:
        exchange.prompt_tokens = account["input_tokens"]
        exchange.completion_tokens = account["output_tokens"]


def answer(order: Order, data: list[wire.Image], wish: Wish, context: Context) -> wire.Images:
    """All at once."""
    if not order.family.gpt:
        return {"created": context.created, "data": data}
    details: wire.InputDetails = {"image_tokens": order.usage["output_tokens"], "text_tokens": 0}
    usage: wire.ImageUsage = {**order.usage, "output_tokens_details": details}
    look = order.rendering
    images: wire.Images = {
        "created": context.created,
        "background": look["background"],
        "data": data,
        "output_format": look["output_format"],
        "quality": look["quality"],
        "size": look["size"],
        "usage": usage,
    }
    if wish.safety_identifier:
        images["safety_identifier"] = wish.safety_identifier
    return images


def shown(picture: Image, number: int, order: Order, wish: Wish, context: Context) -> wire.Image:
    """The `number`-th picture, as an URL or in base64."""
    content = written(picture, order)
    image: wire.Image = {}
    if wish.link:
        image["url"] = keep(content, order.format, number, context)
    else:
        image["b64_json"] = b64encode(content).decode()
    if wish.revised:
        image["revised_prompt"] = wish.revised
    return image


class Stage(NamedTuple):
    """A picture as far as it is."""

    due: int
    """Tokens after which it is."""
    preview: int
    """The number of a preview; -1: it is whole."""
    content: str
    """Base64."""


def stages_of(picture: Image, order: Order, wish: Wish) -> Iterator[Stage]:
    """The previews of a picture, and it itself."""
    for index in range(wish.previews):
        coarse = encoded(preview(picture, index, wish.previews), order.format, order.compression)
        due = order.work * (index + 1) // (wish.previews + 1)
        yield Stage(due, index, b64encode(coarse).decode())
    yield Stage(order.work, -1, b64encode(written(picture, order)).decode())


def written(picture: Image, order: Order) -> bytes:
    """Its file, which tells what it shows to those who look at pictures here."""
    return encoded(picture, order.format, order.compression, about=order.prompt)


def _events(order: Order, stages: Sequence[Stage], wish: Wish, run: Timing, context: Context) -> Reply:
    """All pictures become at the same time."""
    try:
        yield BEGUN
        yield Head(200, (EVENT_STREAM, *standard_headers(context.identity)))
        passed = 0
        for stage in sorted(stages, key=lambda stage: stage.due):
            while passed < stage.due and not run.instant:
                yield from run.token()
                passed += 1
            yield Data(event_of(stage, order, wish, context))
        yield End()
    finally:
        run.close()


def event_of(stage: Stage, order: Order, wish: Wish, context: Context) -> bytes:
    """`image_generation.partial_image`, `.completed`, or the same of `image_edit`."""
    begin = "image_edit" if wish.source == "image.edit" else "image_generation"
    kind = f"{begin}.{'completed' if stage.preview < 0 else 'partial_image'}"
    more: Mapping[str, Any] = {"partial_image_index": stage.preview}
    if stage.preview < 0:
        more = {"usage": order._replace(number=1).usage}
        if wish.safety_identifier:
            more = {**more, "safety_identifier": wish.safety_identifier}
    body = {
        "type": kind,
        "b64_json": stage.content,
        "created_at": context.created,
        **order.rendering,
        **more,
    }
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), to_json(body))

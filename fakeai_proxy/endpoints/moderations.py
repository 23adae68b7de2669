"""`POST /moderations`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine import Job
from fakeai_proxy.synth.moderation import CATEGORIES, TEXT_CATEGORIES, scores
from fakeai_proxy.synth.moderation.settings import ModerationSettings
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import moderations as wire

from .context import Context
from .replies import json_reply
from .sights import seen
from .submission import submit
from .support import refuse_kind

Input = tuple[str | None, list[str]]
"""A text, if there is one, and the URLs of images."""
OF_PICTURES = frozenset(
    (
        "sexual", "violence", "violence/graphic", "self-harm", "self-harm/intent", "self-harm/instructions",
    )
)  # fmt: skip
"""Categories for which omni models look at images too."""
MOST, PICTURES = 32, 1
"""Inputs of one request, and images of one input."""
NOT_MODERATION = "This is not a moderation model and thus not supported in the v1/moderations endpoint."


def moderations(body: wire.ModerationRequest, context: Context) -> Reply:
    """What is harmful in each text, or in a text and its images together."""
    model = context.model(body.model)
    refuse_kind(model, "moderation", NOT_MODERATION)
    asked = list(inputs(body))
    if len(asked) > MOST:
        raise ApiError(400, f"Too many inputs: {len(asked)}, at most {MOST} are allowed.", param="input")
    refuse_pictures(asked, model)
    answer: wire.Moderation = {
        "id": f"modr-{context.identity.suffix}",
        "model": model.snapshot or model.id,
        "results": [
            result(
                text, [seen(one, "input", context) for one in pictures], model, context.services.moderation
            )
            for text, pictures in asked
        ],
    }
    words = tokenizer(model.encoding, model.token_factor)
    tokens = sum(words.count(text) for text, _ in asked if text)
    context.exchange.prompt_tokens = tokens
    return json_reply(answer, context, submit([Job(model, (), tokens, output_tokens=0)], context))


def inputs(body: wire.ModerationRequest) -> Iterator[Input]:
    """Texts and the URLs of the images that go with them; parts are one input together."""
    if isinstance(body.input, str):
        yield body.input, []
        return
    texts = [one for one in body.input if isinstance(one, str)]
    yield from ((text, []) for text in texts)
    if not texts:
        parts = [one for one in body.input if not isinstance(one, str)]
        said = [part["text"] for part in parts if part["type"] == "text"]
        shown = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
        yield "\n".join(said) if said else None, shown


def refuse_pictures(asked: Sequence[Input], model: Model) -> None:
    """Raise ApiError 400 where a model of texts is shown images, and where there are too many."""
    most = max(len(pictures) for _, pictures in asked)
    if most and categories_of(model) is TEXT_CATEGORIES:
        raise ApiError(400, f"Invalid input: {model.id} does not take images.", param="input")
    if most > PICTURES:
        message = f"Number of images ({most}) exceeds maximum of {PICTURES}"
        raise ApiError(400, message, param="input", code="too_many_images")


def categories_of(model: Model) -> tuple[str, ...]:
    return TEXT_CATEGORIES if model.id.startswith("text-") else CATEGORIES


def result(
    text: str | None, pictures: Sequence[str], model: Model, settings: ModerationSettings
) -> wire.Result:
    """The verdict on one input, of whose pictures words are known."""
    of_text = [] if text is None else [scores(text)]
    of_pictures = [scores(one) for one in pictures]
    names = categories_of(model)
    looked = {name: [*of_text, *(of_pictures if name in OF_PICTURES else ())] for name in names}
    worst = {name: max((one[name] for one in looked[name]), default=0.0) for name in names}
    flags = {name: worst[name] >= settings.of(name) if looked[name] else False for name in names}
    found: wire.Result = {"flagged": any(flags.values()), "categories": flags, "category_scores": worst}
    if names is CATEGORIES:
        kinds = {name: ["image"] * (bool(pictures) and name in OF_PICTURES) for name in names}
        found["category_applied_input_types"] = {
            name: ["text"] * bool(of_text) + kinds[name] for name in names
        }
    return found

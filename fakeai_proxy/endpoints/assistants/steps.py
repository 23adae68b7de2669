"""The operations of `/threads/{thread_id}/runs/{run_id}/steps`."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import KINDS, Resource

from . import shown
from .course import Course, course_of
from .kept import run_of, step_of

KIND = "thread.run.step"
CONTENT = "step_details.tool_calls[*].file_search.results[*].content"
"""What `include` may ask for."""


def list_steps(body: None, context: Context) -> Reply:
    """The steps of a run, as far as it is."""
    run = run_of(context)
    course = course_of(run, context)
    page = context.services.resources.page(
        run.owner, KIND, page_query(context), run.id, lambda step: is_there(step, course)
    )
    return list_reply(page, lambda step: told(step, course, context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One step."""
    run = run_of(context)
    step, course = step_of(run, context), course_of(run, context)
    if not is_there(step, course):
        raise KINDS[KIND].missing(step.id)
    return json_reply(told(step, course, context), context)


def is_there(step: Resource, course: Course) -> bool:
    """Has it begun?"""
    return course.starts(step.body["turn"]) <= course.reached


def told(step: Resource, course: Course, context: Context) -> dict[str, Any]:
    """The step; what a search found is told only where that is asked for."""
    seen = shown.step(step, course)
    details = seen["step_details"]
    if details["type"] == "tool_calls" and CONTENT not in context.query.texts("include"):
        calls = [without_content(call) for call in details["tool_calls"]]
        seen = {**seen, "step_details": {**details, "tool_calls": calls}}
    return seen


def without_content(call: dict[str, Any]) -> dict[str, Any]:
    if call["type"] != "file_search":
        return call
    found = call["file_search"]
    results = [{key: one[key] for key in one if key != "content"} for one in found["results"]]
    return {**call, "file_search": {**found, "results": results}}

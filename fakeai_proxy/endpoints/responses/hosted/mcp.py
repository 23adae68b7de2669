"""Servers of the Model Context Protocol, none of which is asked: their tools and results are made up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.responses.written import Written

from .scene import Scene

UNNAMED = "search"
"""The tool of a server of which none is named."""
SCHEMA = {
    "type": "object",
    "properties": {"query": {"type": "string"}},
    "required": ["query"],
    "additionalProperties": False,
}


def calls(tool: Mapping[str, Any], scene: Scene) -> Iterator[Written]:
    """The tools of the server, where they are not known yet; then a call, or a request to approve it."""
    label, names = tool["server_label"], allowed(tool)
    if not (tool.get("server_url") or tool.get("connector_id")):
        message = "One of 'server_url' or 'connector_id' must be provided for an MCP tool."
        raise ApiError(400, message, param=f"tools[{scene.at}]", code="missing_required_parameter")
    if not any(item["type"] == "mcp_list_tools" and item["server_label"] == label for item in scene.items):
        listed = [{"name": name, "input_schema": SCHEMA, "description": None} for name in names]
        head = {"id": scene.id("mcp_list_tools"), "type": "mcp_list_tools"}
        yield Written({**head, "server_label": label, "tools": listed, "error": None})
    arguments = json.dumps({"query": scene.query}, ensure_ascii=False)
    called = {"server_label": label, "name": names[0], "arguments": arguments}
    approval = next((one for one in scene.items[-1:] if one["type"] == "mcp_approval_response"), None)
    if approval is None and tool.get("require_approval") != "never":
        yield Written({"id": scene.id("mcp_approval_request", 1), "type": "mcp_approval_request", **called})
    elif approval is None or approval.get("approve"):
        yield Written(call(called, approval, scene), (arguments,))


def call(called: Mapping[str, Any], approval: Mapping[str, Any] | None, scene: Scene) -> dict[str, Any]:
    """What the server gave back."""
    return {
        "id": scene.id("mcp_call", 1),
        "type": "mcp_call",
        "status": "completed",
        **called,
        "output": f"Results for: {scene.query}",
        "error": None,
        "approval_request_id": approval["approval_request_id"] if approval else None,
    }


def allowed(tool: Mapping[str, Any]) -> list[str]:
    """Names of the tools that may be called."""
    given = tool.get("allowed_tools")
    names = given.get("tool_names") if isinstance(given, dict) else given
    return [str(name) for name in names or ()] or [UNNAMED]
